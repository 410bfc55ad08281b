"""What is stored about people, field by field: the register that `docs/data_inventory.json` keeps (DP2)."""

import json
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model

FILE = settings.ROOT / "docs" / "data_inventory.json"
CLASSES = ("critical", "high", "low", "public", "none")  # trust.md 1.1
OTHERS_TABLES = {"account", "mfa", "usersessions", "sessions"}
"""Libraries' own tables that hold something about people."""


def register() -> dict[str, list[dict[str, Any]]]:
    """By model: rows of fields with purpose and class; where that is not none, also who meets them and for
    how long they are kept."""
    return json.loads(FILE.read_text())


def stored() -> dict[str, list[str]]:
    """Every field of every model of ours, and of the libraries' tables about people."""
    own = [config.label for config in apps.get_app_configs() if str(settings.ROOT) in config.path and
           "site-packages" not in config.path]  # fmt: skip
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.label: _fields(model)
        for model in models
        if model._meta.app_label in {*own, *OTHERS_TABLES}
    }


def _fields(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.local_concrete_fields]
