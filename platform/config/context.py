"""What every page knows about the site it is on."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from accounts.permissions import ADMINISTRATORS, EDITORS, MODERATORS, takes_part
from core.languages import direction


@dataclass(frozen=True, slots=True)
class Language:
    """An interface language in its own name, with an address that keeps the page."""

    code: str
    name: str
    dir: str
    current: bool
    url: str


def site(request: HttpRequest) -> dict:
    """Name, navigation, languages and the number of unread notices, read only when a template asks."""
    mailbox = cache(lambda: _mailbox(request))
    return {
        "site_name": settings.SITE_NAME or _("Both Shores"),
        "nav": cache(lambda: _navigation(getattr(request, "user", None))),
        "footer_links": lambda: _footer(get_language()),
        "languages": cache(lambda: _languages(request)),
        "language_code": get_language() or "en",
        "language_dir": "rtl" if get_language_bidi() else "ltr",
        "unread": lambda: mailbox().unread,  # a plain number: plurals refuse a lazy one
        "mailbox": mailbox,
        "desks": cache(lambda: _desks(request.user)),
    }


def _navigation(user: Any) -> list[dict]:
    """The main sections; people are for who takes part."""
    from cms.pages.queries import navigation_sections

    doors = [
        {"label": _("Communities"), "url": reverse("communities:list"), "section": "communities"},
        {"label": _("Opportunities"), "url": reverse("opportunities:list"), "section": "opportunities"},
    ]
    if user is not None and takes_part(user):
        doors.insert(1, {"label": _("People"), "url": reverse("people:index"), "section": "people"})
    return doors + navigation_sections()


def _desks(user: Any) -> list[dict]:
    """Where this person's powers are used; stewards and community moderators start from their community."""
    desks = []
    if MODERATORS in user.roles:
        desks.append({"label": _("Moderation"), "url": reverse("moderation:queue"), "icon": "scale"})
    if user.roles & {MODERATORS, ADMINISTRATORS}:
        label = _("Institutions that ask")
        desks.append({"label": label, "url": reverse("desk:institutions"), "icon": "badge-check"})
    if user.roles & {EDITORS, ADMINISTRATORS}:
        desks.append({"label": _("Editing"), "url": "/cms/", "icon": "pen-line"})
    if user.is_officer:
        label = _("Our opportunities")
        desks.append({"label": label, "url": reverse("opportunities:mine"), "icon": "landmark"})
        own = reverse("institutions:institution", args=[user.office_slug])
        desks.append({"label": _("Our institution"), "url": own, "icon": "users"})
    return desks


@lru_cache(maxsize=8)
def _footer(language: str | None) -> list[tuple[str, str]]:
    from cms.pages.queries import footer_pages

    return footer_pages()


def _languages(request: HttpRequest) -> list[Language]:
    here = get_language() or "en"
    back = urlencode({"next": request.get_full_path()})
    return [
        Language(code, name, direction(code), code == here, f"/i18n/{code}/?{back}")
        for code, name in settings.LANGUAGES
    ]


def _mailbox(request: HttpRequest) -> Any:
    from notifications.models import Mailbox
    from notifications.queries import mailbox

    user = getattr(request, "user", None)
    return mailbox(user) if user is not None and user.is_authenticated else Mailbox()
