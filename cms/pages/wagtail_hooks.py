"""How Wagtail's admin is fitted to this house."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("pages/admin.css"))


@hooks.register("construct_main_menu")
def shorter_menu(request, items) -> None:
    """What does not exist for this person is not shown."""
    items[:] = [item for item in items if item.name not in ("help", "documents")]
