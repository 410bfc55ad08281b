"""Static files with hashed names, so that browsers keep them for ever; imports in modules follow the hash."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class ModulesManifestStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    manifest_strict = True
