"""The one way to show what someone wrote: Markdown → HTML → allow-list, once, when it is written.

Nothing else in the project marks text as safe. Sources: trust.md X2, X3, X7, X8, X11.
"""

import re
import unicodedata
from html import unescape

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

LONGEST = 20_000  # characters of one post
DEEPEST = 12  # nested quotes or lists
TAGS = {"p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h3", "h4", "hr"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
_ABSOLUTE = re.compile(r"(https?://|mailto:)", re.IGNORECASE)

_markdown = MarkdownIt(
    "commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": DEEPEST * 2}
).enable("linkify")
_markdown.disable(["image", "html_block", "html_inline"])
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """Text as it is stored: NFC, one kind of line break, no control characters or bidi overrides.

    Raises ValidationError for what no database keeps (NUL, lone surrogates).
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _unstorable() from None
    if "\x00" in text:
        raise _unstorable()
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text).strip()


def _unstorable() -> ValidationError:
    return ValidationError(_("This text has characters that cannot be stored."), code="unstorable")


def clean_line(text: str) -> str:
    """One line of plain text: as `clean`, white space folded."""
    return " ".join(clean(text).split())


def render(source: str) -> str:
    """Markdown to the HTML that is stored beside it: allow-listed tags, http(s) and mailto links only.

    Raises ValidationError for what would take long to read: too long, or nested too deeply.
    """
    if len(source) > LONGEST:
        raise ValidationError(_("This text is too long."), code="long")
    for line in source.split("\n"):
        if len(line) - len(line.lstrip("> \t*+-")) > 4 * DEEPEST:
            raise ValidationError(_("This text is nested too deeply."), code="nested")
    return sanitised(_headings(_markdown.render(source)))


def sanitised(html: str) -> str:
    """HTML cut down to the allow-list; sanitising twice changes nothing."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
    ).strip()


def _kept(tag: str, name: str, value: str) -> str | None:
    """A link says in full where it leads: a relative one (``//evil.example``) would pass for one of ours."""
    return None if name == "href" and not _ABSOLUTE.match(value) else value


def _headings(html: str) -> str:
    """A post's headings come below the page's own: level 3 and 4."""
    html = re.sub(r"<(/?)h[12]>", r"<\1h3>", html)
    return re.sub(r"<(/?)h[56]>", r"<\1h4>", html)


def stored_html(html: str) -> SafeString:
    """HTML that `render` made and the database kept: the only text a template prints unescaped."""
    return mark_safe(html)


def excerpt(source: str, *, length: int = 160) -> str:
    """The beginning of a Markdown source as plain text, cut at a word."""
    plain = " ".join(unescape(nh3.clean(_markdown.render(source[: length * 6]), tags=set())).split())
    if len(plain) <= length:
        return plain
    return plain[:length].rsplit(" ", 1)[0] + "…"
