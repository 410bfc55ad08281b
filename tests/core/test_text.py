"""What members write never becomes more than text with a few tags, whatever they try (X1–X3, X7, X8, X11)."""

import time

import html5lib
import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import text

XSS_HTML = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script href=data:,alert(1) /></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    '<a style="background:url(javascript:alert(1))">x</a>',
    "<form action=/en/accounts/logout/ method=post><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<style>@import '//evil.example/x.css'</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<object data=javascript:alert(1)></object>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<p id=posts class=composer name=csrf>clobber</p>",
    "<template><script>alert(1)</script></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<a href=x ping=//evil.example>x</a>",
    "<video><source onerror=alert(1)></video>",
    "\u2028<script>alert(1)</script>\u2029",
    "</p></div></article><script>alert(1)</script>",
]
XSS_MARKDOWN = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](blob:https://here/1)",
    "![x](https://evil.example/pixel.gif)",
    '![x](x "onerror=alert(1)")',
    "<javascript:alert(1)>",
    '<https://a.example/"onmouseover=alert(1)>',
    "[x]: javascript:alert(1)\n\n[x]",
    "[x](https://a.example 'title\" onmouseover=\"alert(1)')",
    '```html" onmouseover="alert(1)\n<script>\n```',
    "[<img src=x onerror=alert(1)>](https://a.example)",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "- <div onclick=alert(1)>\n- x",
    "> <script>alert(1)</script>",
    "# <svg onload=alert(1)>",
    "https://a.example/<script>alert(1)</script>",
    "javascript:alert(1) and www.example.org",
]
XSS_HTMX = [
    "<p hx-get=/en/settings/ hx-trigger=load>x</p>",
    "<a hx-post=/en/accounts/logout/ hx-trigger='revealed'>x</a>",
    "<div data-hx-get=/x data-hx-trigger=load></div>",
    "<div hx-on:click=alert(1)></div>",
    "<div hx-on--load=alert(1)></div>",
    "<div ws-connect=/ws/></div>",
    "<div hx-vals='js:{x:alert(1)}'></div>",
    "<p x-data x-init=alert(1) @click=alert(1) :class=alert(1)>x</p>",
    "<form hx-boost=true action=//evil.example></form>",
    "<p hx-swap-oob=true id=announce>x</p>",
    "<p data-can=own data-copy data-topic=thread:1>x</p>",
    "<script type=speculationrules>{}</script>",
]
SAMPLES = XSS_HTML + XSS_MARKDOWN + XSS_HTMX
BOMBS = [
    "[" * 20_000,
    "](" * 10_000,
    "![" * 10_000,
    "*a " * 6_666,
    "**" * 10_000,
    "_a_" * 6_000,
    "`" * 20_000,
    "` " * 10_000,
    ">" * 20_000,
    "> " * 10_000,
    "- " * 10_000,
    "1. " * 6_666,
    "<" * 20_000,
    "<a " * 6_000,
    "[a](" * 5_000,
    "a@b." * 5_000,
    "www." * 5_000,
    "http://" * 2_800,
    "&" * 20_000,
    "\\" * 20_000,
    "\n" * 10_000 + "x",
    "- a\n" * 5_000,
    "> a\n" * 5_000,
    "[a]: x\n" * 2_800,
    "[a][b]" * 3_300,
    "|a" * 10_000,
    "#" * 20_000,
    "# a\n" * 5_000,
    "e\u0301" * 10_000,
    "a" * 20_000,
    "".join(f"{' ' * (2 * n)}- a\n" for n in range(100)),
    "".join(f"{'>' * n} a\n" for n in range(190)),
]


def elements(html):
    """Every element and comment that a browser would make of it."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [element for element in tree.iter() if element.tag != "DOCUMENT_FRAGMENT"]


def outside_the_allow_list(html):
    """Tags, attributes and addresses that may not be there."""
    found = []
    for element in elements(html):
        if element.tag not in text.TAGS:
            found.append(element.tag)
            continue
        allowed = text.ATTRIBUTES.get(element.tag, set()) | ({"rel"} if element.tag == "a" else set())
        found += [f"{element.tag} {name}" for name in element.attrib if name not in allowed]
        address = element.attrib.get("href", "https://")
        if element.tag == "a" and not address.lower().startswith(("https://", "http://", "mailto:")):
            found.append(address)
    return found


def rendered(source):
    """The HTML, or none where the text is refused."""
    try:
        return text.render(text.clean(source))
    except ValidationError:
        return ""


@pytest.mark.parametrize("source", SAMPLES)
def test_render_lets_nothing_through_but_the_allow_list(source):
    assert outside_the_allow_list(rendered(source)) == []
    assert outside_the_allow_list(rendered(f"before *{source}* after\n\n{source}\n")) == []


@pytest.mark.parametrize("source", SAMPLES)
def test_sanitising_lets_nothing_through_and_changes_nothing_twice(source):
    once = text.sanitised(source)

    assert outside_the_allow_list(once) == []
    assert text.sanitised(once) == once


@given(st.text(max_size=300))
@settings(max_examples=400, deadline=None)
def test_render_is_safe_and_final_for_any_text(source):
    html = rendered(source.encode(errors="ignore").decode())

    assert outside_the_allow_list(html) == []
    assert text.sanitised(html) == html


MARKUP = st.lists(
    st.sampled_from(
        [
            *"<>[]()!*_`#-&;:/\"'=\n \t",
            "a",
            "href",
            "javascript:",
            "https://a.example",
            "<b>",
            "<svg",
            "onload=",
        ]
        + ["<a href=", "&#x6a;", "-->", "<!--", "</p>", "<style>", "data-x", "hx-get", "mailto:a@b.example"]
    ),
    max_size=60,
).map("".join)


@given(MARKUP)
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_render_is_safe_and_final_for_any_markup(source):
    html = rendered(source)

    assert outside_the_allow_list(html) == []
    assert text.sanitised(html) == html
    assert text.sanitised(text.sanitised(source)) == text.sanitised(source)


@given(st.text(max_size=300))
@settings(max_examples=400, deadline=None)
def test_clean_twice_is_clean_once(source):
    try:
        once = text.clean(source)
    except ValidationError:
        return

    assert text.clean(once) == once
    assert text.clean_line(text.clean_line(source)) == text.clean_line(source)


@pytest.mark.parametrize("source", BOMBS, ids=lambda source: repr(source[:6]))
def test_a_bomb_is_rendered_or_refused_within_a_second(source):
    began = time.thread_time()

    rendered(source)

    assert time.thread_time() - began < 1.0


def test_render_refuses_what_is_too_long_before_reading_it():
    began = time.perf_counter()

    with pytest.raises(ValidationError):
        text.render("[" * (text.LONGEST * 10))

    assert time.perf_counter() - began < 0.2


@pytest.mark.parametrize("source", ["\ud800", "a\udfffb", "a\x00b"])
def test_clean_refuses_what_no_database_keeps(source):
    with pytest.raises(ValidationError):
        text.clean(source)


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\u2066a\u2069", "a"),
        ("a\x1b[31m\x85b", "a[31mb"),
        ("\ufeffa\u2060b", "ab"),
        ("a\U000e0041\U000e007fb", "ab"),
        ("Cafe\u0301", "Café"),
        ("e\u2060\u0301", "é"),
        ("\u200cمی\u200cخواهم", "\u200cمی\u200cخواهم"),
        ("👩\u200d🏫", "👩\u200d🏫"),
        ("  kept inside  \n", "kept inside"),
    ],
)
def test_clean_drops_what_deceives_and_keeps_what_scripts_need(source, kept):
    assert text.clean(source) == kept


def test_clean_line_folds_white_space():
    assert text.clean_line(" a\n\tb\u00a0 c ") == "a b c"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**Hello** *you*", "<p><strong>Hello</strong> <em>you</em></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("# Title\n##### Small", "<h3>Title</h3>\n<h4>Small</h4>"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        (
            "[a](https://a.example)",
            '<p><a href="https://a.example" rel="nofollow ugc noopener">a</a></p>',
        ),
        (
            "see www.example.org",
            '<p>see <a href="http://www.example.org" rel="nofollow ugc noopener">www.example.org</a></p>',
        ),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("```\n<x>\n```", "<pre><code>&lt;x&gt;\n</code></pre>"),
    ],
)
def test_render_gives_few_tags(source, html):
    assert text.render(source) == html


def test_excerpt_is_plain_and_cut_at_a_word():
    assert text.excerpt("# Hello *there* <b> & you", length=80) == "Hello there <b> & you"
    assert text.excerpt("one two three four", length=10) == "one two…"
