"""The scripts of live pages: their weight, their sentences, and what they must never do."""

import gzip
import re
from pathlib import Path

import pytest
from django.utils import translation

from design.apps import __file__ as design
from messaging.live import words
from messaging.live.apps import __file__ as live

SCRIPTS = sorted(Path(live).parent.glob("static/live/*.js"))
DESIGN = sorted(Path(design).parent.glob("static/design/js/*.js"))
MOST = 30 * 1024  # bytes, compressed, of all scripts of a page
CATEGORIES = {"zero", "one", "two", "few", "many", "other"}
SAYS = re.compile(r'\b(say|count)\("(\w+)"')


def test_all_scripts_together_are_light():
    assert sum(len(gzip.compress(path.read_bytes(), 6)) for path in SCRIPTS + DESIGN) <= MOST


def test_every_sentence_a_script_says_comes_from_the_page():
    told = words.live_words() | words.badge_words()
    plain = {name for name, sentence in told.items() if isinstance(sentence, str)}
    said = {found for path in SCRIPTS for found in SAYS.findall(path.read_text())}

    assert {name for how, name in said if how == "say"} <= plain
    assert {name for how, name in said if how == "count"} == set(told) - plain


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_counted_sentences_have_every_plural(language):
    with translation.override(language):
        counted = [
            told for told in (words.live_words() | words.badge_words()).values() if isinstance(told, dict)
        ]

    assert counted
    assert {frozenset(each) for each in counted} == {frozenset(CATEGORIES)}


def test_a_counted_sentence_is_singular_for_one_and_plural_for_the_rest():
    new = words.live_words()["new"]

    assert (new["one"], new["other"], new["zero"]) == ("{n} new reply", "{n} new replies", "{n} new replies")


def test_scripts_run_under_the_content_policy():
    """No inline handler, style or script, nothing evaluated; markup comes from the server's own partials."""
    forbidden = re.compile(
        r"\beval\(|new Function|\.style\b|setAttribute\(\"(?:style|on)|document\.write|outerHTML\s*="
    )

    assert [path.name for path in SCRIPTS if forbidden.search(path.read_text())] == []
    assert {
        line.strip() for path in SCRIPTS for line in path.read_text().splitlines() if ".innerHTML" in line
    } == {"parser.innerHTML = html;", '$("closed").innerHTML = html;'}
