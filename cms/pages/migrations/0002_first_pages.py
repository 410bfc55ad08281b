"""The four languages, a home page in each, who may do what in Wagtail, and the review of what is written."""

import uuid

from django.conf import settings
from django.db import migrations

HOMES = {  # language: title, promise, lead
    "en": (
        "Both Shores",
        "Here\u00a0and\u00a0there, together.",
        "Meet people from your community, talk in your own languages, and take part in what happens in the "
        "places you come from and the places you live.",
    ),
    "fr": (
        "Les deux rives",
        "Ici et\u00a0là\u2011bas, ensemble.",
        "Retrouvez votre communauté, échangez dans vos langues et prenez part à ce qui se décide là d’où vous "
        "venez et là où vous vivez.",
    ),
    "es": (
        "Ambas orillas",
        "Aquí y allá, juntos.",
        "Encuentra a tu comunidad, conversa en tus idiomas y participa en lo que ocurre en los lugares de donde "
        "vienes y en los lugares donde vives.",
    ),
    "ar": (
        "الضفّتان",
        "هنا وهناك، معًا.",
        "تعرّف إلى أبناء مجتمعك، وتحدّث بلغاتك، وشارك في ما يجري في الأماكن التي تنتمي إليها والأماكن التي تعيش فيها.",
    ),
}
EDITORS, ADMINISTRATORS = "editors", "administrators"
ADMINISTRATORS_MAY = {  # app label: codenames, beyond opening the admin
    "wagtailcore": [
        "add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page",
    ],
}
MODELS_OF_ADMINISTRATORS = [
    ("auth", "group"), ("wagtailcore", "site"), ("wagtailcore", "locale"), ("wagtailcore", "collection"),
    ("wagtailcore", "workflow"), ("wagtailcore", "task"),
]  # fmt: skip


def lay(apps, schema_editor):
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("pages", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")

    kind, _ = ContentType.objects.get_or_create(app_label="pages", model="homepage")
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    key = uuid.UUID("6b1f0a52-9d3c-4c55-8c0b-0b07e5b0a001")
    homes = []
    for number, (code, (title, promise, lead)) in enumerate(HOMES.items(), start=1):
        locale, _ = Locale.objects.get_or_create(language_code=code)
        slug = "home" if code == "en" else f"home-{code}"
        homes.append(
            HomePage.objects.create(
                path=f"{root.path}{number:04d}", depth=2, numchild=0, title=title, draft_title=title, slug=slug,
                url_path=f"/{slug}/", content_type=kind, locale=locale, translation_key=key, live=True,
                promise=promise, lead=lead,
            )  # fmt: skip
        )
    root.numchild = len(homes)
    root.save(update_fields=["numchild"])
    Site.objects.create(hostname="localhost", port=80, root_page_id=homes[0].page_ptr_id, is_default_site=True)
    _grant(apps, schema_editor, root)
    _review(apps, homes)


def _grant(apps, schema_editor, root):
    """Wagtail's own two groups go; ours get what they need. Permissions are made here if not there yet."""
    from django.apps import apps as real
    from django.contrib.auth.management import create_permissions

    for label in ("wagtailadmin", "wagtailcore", "wagtailimages", "auth"):
        config = real.get_app_config(label)
        config.models_module = config.models_module or True
        create_permissions(config, verbosity=0, using=schema_editor.connection.alias)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    Collection = apps.get_model("wagtailcore", "Collection")
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    editors, _ = Group.objects.get_or_create(name=EDITORS)
    administrators, _ = Group.objects.get_or_create(name=ADMINISTRATORS)
    opens = _permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")
    for group in (editors, administrators):
        group.permissions.add(opens)
        for codename in ("add_image", "choose_image"):
            permission = _permission(apps, "wagtailimages", "image", codename, codename)
            collection = Collection.objects.order_by("path").first()
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
    localize = Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
    for permission in localize:
        editors.permissions.add(permission)
        administrators.permissions.add(permission)
    for label, codenames in ADMINISTRATORS_MAY.items():
        for codename in codenames:
            permission = Permission.objects.get(content_type__app_label=label, codename=codename)
            GroupPagePermission.objects.get_or_create(group=administrators, page_id=root.pk, permission=permission)
    for label, model in MODELS_OF_ADMINISTRATORS:
        for permission in Permission.objects.filter(content_type__app_label=label, content_type__model=model):
            administrators.permissions.add(permission)


def _permission(apps, label, model, codename, name):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _ = ContentType.objects.get_or_create(app_label=label, model=model)
    return Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": name})[0]


def _review(apps, homes):
    """Draft, then review by a second editor, then publication."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    Task = apps.get_model("wagtailcore", "Task")
    ReviewTask = apps.get_model("pages", "ReviewTask")
    Group = apps.get_model("auth", "Group")
    WorkflowPage.objects.all().delete()
    WorkflowTask.objects.all().delete()
    Workflow.objects.all().delete()
    Task.objects.all().delete()
    kind, _ = ContentType.objects.get_or_create(app_label="pages", model="reviewtask")
    task = ReviewTask.objects.create(name="A second editor", active=True, content_type=kind)
    task.groups.add(*Group.objects.filter(name__in=[EDITORS, ADMINISTRATORS]))
    workflow = Workflow.objects.create(name="Review", active=True)
    WorkflowTask.objects.create(workflow=workflow, task_id=task.task_ptr_id, sort_order=0)
    for home in homes:
        WorkflowPage.objects.create(workflow=workflow, page_id=home.page_ptr_id)


def take_up(apps, schema_editor):
    """Back to a root without homes; Wagtail's own first page is not made again."""
    apps.get_model("wagtailcore", "WorkflowPage").objects.all().delete()
    apps.get_model("wagtailcore", "WorkflowTask").objects.all().delete()
    apps.get_model("wagtailcore", "Workflow").objects.all().delete()
    apps.get_model("pages", "ReviewTask").objects.all().delete()
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("pages", "HomePage").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("accounts", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(lay, take_up)]
