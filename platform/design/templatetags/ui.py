"""The components, as template tags: a tag's signature is its component's contract.

A tag refuses a property it does not know, and a value it does not know, when the template is rendered.
"""

import datetime as dt

from django import forms, template
from django.core.paginator import Page
from django.template import TemplateSyntaxError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from core.languages import direction as direction_of
from core.languages import own_name
from core.places import country_name as name_of_country
from design import avatars, drawn, icons, stitches
from design import ties as picture
from design.forms import first_input, messages, problems, summary_title
from design.selvedge import PLATFORM, band

register = template.Library()

BUTTON_KINDS = ("primary", "secondary", "accent", "quiet", "danger")
BUTTON_TYPES = ("submit", "button", "reset")
TAG_TONES = ("plain", "ok", "warn", "new", "lang")
PANEL_TONES = ("plain", "notice", "warning")
BANNER_TONES = {"info": "info", "ok": "circle-check", "warning": "triangle-alert", "error": "circle-alert"}
TOAST_TONES = ("plain", "error")
ROLES = ("", "status", "alert")


def _one_of(known, value, what: str):
    if value not in known:
        raise TemplateSyntaxError(f"{what} is {value!r}; it can be {', '.join(repr(k) for k in known)}.")
    return value


# -- small marks, drawn in Python because a page has many of them ---------------------------------------


@register.simple_tag
def icon(name: str, *, flip: bool = False) -> SafeString:
    """A line icon by its Lucide name; `flip` mirrors it in right-to-left pages (arrows, reply, lists)."""
    try:
        return icons.draw(name, flip=flip)
    except icons.UnknownIcon as error:
        raise TemplateSyntaxError(f"Lucide has no icon {name!r}.") from error


@register.simple_tag
def selvedge(seed: str = PLATFORM, *, height: int = 10, vertical: bool = False) -> SafeString:
    """The woven band of a seed (a community's address), `height` pixels thick."""
    return band(str(seed), height=height, vertical=vertical)


@register.simple_tag
def avatar(name: str, seed: str = "", *, size: int = 44, picture: str = "") -> SafeString:
    """The file `picture`, else initials of `name` on the dye and band of `seed`. Sizes: 24, 36, 44, 64."""
    _one_of(avatars.BANDS, size, "The size of an avatar")
    return avatars.draw(str(name), str(seed or name), size, picture)


@register.simple_tag
def tag(label: str, *, tone: str = "plain", icon: str = "", lang: str = "") -> SafeString:
    """A word on a quiet ground: a status, a kind, a language. Tones: plain, ok, warn, new, lang.

    With `lang`, the label is marked as being in that language.
    """
    _one_of(TAG_TONES, tone, "The tone of a tag")
    tongue = format_html(' lang="{}" dir="{}"', lang, direction_of(lang)) if lang else ""
    drawn = icons.draw(icon) if icon else ""
    name = "tag" if tone == "plain" else f"tag {tone}"
    return format_html('<span class="{}"{}>{}{}</span>', name, tongue, drawn, label)


@register.simple_tag
def when(moment: dt.date | None, *, relative: bool = True) -> SafeString | str:
    """A moment or a day as `<time>`: absolute from the server, relative up to 7 days by script.

    Say `relative=False` where the date itself matters: closing days, events.
    """
    if moment is None:
        return ""
    if not isinstance(moment, dt.datetime):
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), date_format(moment))
    here = timezone.localtime(moment)
    absolute = date_format(here, "DATETIME_FORMAT")
    return format_html(
        '<time datetime="{}" title="{} {}"{}>{}</time>',
        moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        absolute,
        here.tzname(),
        SafeString(" data-relative") if relative else "",
        absolute,
    )


@register.simple_tag
def kept(template_name: str, **values) -> SafeString:
    """`include … only`, drawn once for each set of values: `{% kept "x/_part.html" title=thread.title %}`.

    Values are plain: text, numbers, moments, frozen dataclasses, lists of these; never a model.
    """
    return drawn.draw(template_name, values)


# -- buttons ---------------------------------------------------------------------------------------------


@register.inclusion_tag("components/button.html")
def button(
    label: str,
    *,
    kind: str = "primary",
    icon: str = "",
    flip: bool = False,
    name: str = "",
    value: str = "",
    type: str = "submit",
    form: str = "",
    id: str = "",
) -> dict:
    """A button. Kinds: primary (one on a page), secondary, accent (on dark grounds), quiet, danger."""
    _one_of(BUTTON_KINDS, kind, "The kind of a button")
    _one_of(BUTTON_TYPES, type, "The type of a button")
    return {
        "label": label, "kind": kind, "icon": icon, "flip": flip,
        "name": name, "value": value, "type": type, "form": form, "id": id,
    }  # fmt: skip


@register.inclusion_tag("components/button_link.html")
def button_link(
    label: str, href: str, *, kind: str = "primary", icon: str = "", flip: bool = False, id: str = ""
) -> dict:
    """A link that looks like a button: it leads somewhere and changes nothing. Kinds as `button`."""
    _one_of(BUTTON_KINDS, kind, "The kind of a button")
    return {"label": label, "href": href, "kind": kind, "icon": icon, "flip": flip, "id": id}


# -- forms -----------------------------------------------------------------------------------------------


@register.inclusion_tag("components/field.html")
def field(bound) -> dict:
    """A form's field whole: label, hint, message above the input, and what ties them together."""
    return {
        "field": bound,
        "shape": _shape(bound),
        "target": first_input(bound),
        "messages": messages(bound),
        "optional": not bound.field.required and not bound.field.disabled,
    }


def _shape(bound) -> str:
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.PasswordInput):
        return "password"
    if bound.use_fieldset:
        return "group"
    return "input"


@register.inclusion_tag("components/error_summary.html")
def error_summary(form) -> dict:
    """What is wrong, at the top of the page, in the words that stand by the fields; it takes the focus."""
    return {"problems": problems(form)}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form) -> dict:
    """Everything inside `<form>` but the token and the buttons: error summary, then all fields."""
    return {"form": form}


@register.filter
def error_prefix(form) -> str:
    """ "Error: " when the form came back, for the beginning of a page's title."""
    return summary_title(form)


# -- boxes and messages ----------------------------------------------------------------------------------


def _wrapped(context, name: str, props: dict) -> SafeString:
    return context.template.engine.get_template(f"components/{name}.html").render(context.new(props))


@register.simple_block_tag(takes_context=True)
def panel(context, content, *, heading: str = "", tone: str = "plain", level: int = 2, id: str = ""):
    """A titled box around `content`. Tones: plain, notice, warning."""
    _one_of(PANEL_TONES, tone, "The tone of a panel")
    _one_of(range(2, 7), level, "The level of a heading")
    return _wrapped(
        context, "panel", {"content": content, "heading": heading, "tone": tone, "level": level, "id": id}
    )


@register.simple_block_tag(takes_context=True)
def banner(context, content, *, tone: str = "info", icon: str = "", role: str = ""):
    """A sentence across the column. Tones: info, ok, warning, error; `role` "status" or "alert" if new."""
    _one_of(BANNER_TONES, tone, "The tone of a banner")
    _one_of(ROLES, role, "The role of a banner")
    props = {"content": content, "tone": tone, "icon": icon or BANNER_TONES[tone], "role": role}
    return _wrapped(context, "banner", props)


@register.inclusion_tag("components/empty.html")
def empty(
    heading: str,
    text: str = "",
    action_label: str = "",
    action_href: str = "",
    *,
    seed: str = "empty",
    level: int = 2,
) -> dict:
    """An empty place as an invitation: what belongs here, and one thing to do about it."""
    _one_of(range(2, 7), level, "The level of a heading")
    return {
        "heading": heading, "text": text, "action_label": action_label,
        "action_href": action_href, "seed": seed, "level": level,
    }  # fmt: skip


@register.inclusion_tag("components/toast.html")
def toast(message: str, *, tone: str = "plain") -> dict:
    """A short word about what just happened; it stays until dismissed. Tones: plain, error."""
    _one_of(TOAST_TONES, tone, "The tone of a toast")
    return {"message": message, "tone": tone}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page: Page, *, param: str = "page") -> dict:
    """Previous and next as real addresses that keep the rest of the query; nothing for a single page."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None

    def address(number: int) -> str:
        if query is None:
            return f"?{param}={number}"
        query[param] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_tag
def ties(rows, *, lives: str, has_ties: str, says: str) -> SafeString:
    """The picture of who lives where and has ties where; `rows` of (lives in, ties to, how much).

    For dark grounds, in a `<figure class="ties">`. `says` tells in words what it shows; the figures belong
    in a table beside it.
    """
    return picture.draw(rows, lives=lives, has_ties=has_ties, says=says, rtl=get_language_bidi())


@register.simple_tag
def world_map(marks, *, title: str, says: str) -> SafeString:
    """The world as stitches, with a mark for each (country code, number) of `marks`, in a `<figure>`.

    An image and no control: the same figures belong in a list or a table beside it.
    """
    return stitches.draw(tuple(marks), title=title, says=says)


@register.inclusion_tag("components/brand_mark.html")
def brand_mark() -> dict:
    """The mark of the site: two shores and three threads between them."""
    return {}


# -- languages and places --------------------------------------------------------------------------------


@register.filter
def direction(code: str) -> str:
    """ "rtl" or "ltr" for a language tag."""
    return direction_of(code or "en")


@register.filter
def language_name(code: str) -> str:
    """A language's name in itself: "Français", "العربية"."""
    return own_name(code)


@register.filter
def country_name(code: str) -> str:
    """A country's name in the reader's language."""
    return name_of_country(code)
