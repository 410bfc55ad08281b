"""Every template of ours parses, and none carries inline styles or handlers, which the policy forbids."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
HOUSES = ("platform", "communities", "messaging", "cms")
TEMPLATES = [path for house in HOUSES for path in sorted((ROOT / house).rglob("templates/**/*.html"))]
OURS = [path for path in TEMPLATES if "platform/design" in str(path)]


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path).split("templates/")[1])
def test_template_parses(path):
    get_template(str(path).split("templates/")[1])


def test_no_template_has_inline_styles_handlers_or_scripts():
    forbidden = re.compile(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)")
    found = {str(path.relative_to(ROOT)): forbidden.findall(path.read_text()) for path in TEMPLATES}

    assert {path: what for path, what in found.items() if what} == {}


def test_no_template_asks_another_origin():
    found = [str(path) for path in TEMPLATES if re.search(r"(?:src|href)=\"(?:https?:)?//", path.read_text())]

    assert found == []


@pytest.mark.parametrize("language, direction", [("en", "ltr"), ("fr", "ltr"), ("es", "ltr"), ("ar", "rtl")])
def test_plain_layout_needs_no_context(language, direction, django_assert_num_queries):
    with translation.override(language), django_assert_num_queries(0):
        drawn = render_to_string("layouts/plain.html")

    assert f'<html lang="{language}" dir="{direction}">' in drawn
    assert [drawn.count(f"<{mark}") for mark in ("header class", "main", "footer")] == [1, 1, 1]


def test_site_layout_begins_the_title_of_a_form_that_came_back():
    source = '{% extends "layouts/site.html" %}{% block title %}Join{% endblock %}'
    came_back = SimpleNamespace(errors={"name": ["Fill it in."]})
    drawn = engines["django"].from_string(source).render({"form": came_back, "site_name": "Both Shores"})

    assert "<title>Error: Join · Both Shores</title>" in re.sub(r"\s*\n\s*", "", drawn)


def test_site_layout_says_where_we_are():
    nav = [
        {"label": "Communities", "url": "/c/", "section": "communities"},
        {"label": "Library", "url": "/l/"},
    ]
    context = {"nav": nav, "section": "communities", "crumbs": [("Communities", "/c/"), ("Nurses", "")]}
    drawn = engines["django"].from_string('{% extends "layouts/site.html" %}').render(context)

    assert '<a href="/c/" aria-current="page">Communities</a>' in drawn
    assert '<a href="/l/">Library</a>' in drawn
    assert "<li><span><bdi>Nurses</bdi></span></li>" in drawn


def test_site_layout_lists_languages_by_their_own_names_without_flags():
    languages = [
        {"code": "en", "name": "English", "dir": "ltr", "url": "/en/", "current": True},
        {"code": "ar", "name": "العربية", "dir": "rtl", "url": "/ar/", "current": False},
    ]
    drawn = (
        engines["django"].from_string('{% extends "layouts/site.html" %}').render({"languages": languages})
    )

    assert drawn.count('<a href="/ar/" lang="ar" hreflang="ar" dir="rtl">العربية</a>') == 2
    assert "<img" not in drawn
