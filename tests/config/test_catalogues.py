"""Catalogues: strings found in Python and templates, translations kept, placeholders compared."""

import polib
import pytest

from config import catalogues


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A little house with one module and one template, and catalogues of its own."""
    room = tmp_path / "platform" / "room"
    (room / "templates").mkdir(parents=True)
    (room / "views.py").write_text('_("Leave %(name)s")\nngettext("One reply", "%(count)s replies", 2)\n')
    (room / "templates" / "page.html").write_text(
        "<div>\n    {% if a %}\n  {% translate 'Join' %}{% endif %}\n"
        "{% blocktranslate count n=3 trimmed %}\n one seat\n{% plural %}\n"
        " {{ n }} seats\n{% endblocktranslate %}</div>"
    )
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    return tmp_path


def write(language: str, *entries: polib.POEntry) -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    catalogue.extend(entries)
    catalogues.path_of(language).parent.mkdir(parents=True)
    catalogue.save(str(catalogues.path_of(language)))


def test_collected_reads_python_and_templates_with_their_plurals(tree):
    found = catalogues.collected()

    assert {(e.msgid, e.msgid_plural) for e in found.values()} == {
        ("Leave %(name)s", ""),
        ("One reply", "%(count)s replies"),
        ("Join", ""),
        ("one seat", "%(n)s seats"),
    }


def test_updated_keeps_translations_and_marks_what_is_gone(tree):
    write("fr", polib.POEntry(msgid="Join", msgstr="Rejoindre"), polib.POEntry(msgid="Gone", msgstr="Parti"))

    catalogue = catalogues.updated("fr", catalogues.collected())

    assert catalogue.find("Join").msgstr == "Rejoindre"
    assert [(e.msgid, e.msgstr) for e in catalogue.obsolete_entries()] == [("Gone", "Parti")]


def test_updated_gives_arabic_its_six_plurals(tree):
    catalogue = catalogues.updated("ar", catalogues.collected())

    assert sorted(catalogue.find("one seat").msgstr_plural) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("translated", "wrong"), [("Quitter %(name)s", 0), ("Quitter %(nom)s", 1), ("Quitter", 1), ("", 0)]
)
def test_mistakes_names_translations_with_other_placeholders(translated, wrong):
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Leave %(name)s", msgstr=translated))

    assert len(catalogues.mistakes(catalogue)) == wrong


def test_refresh_makes_only_what_is_old(tree):
    write("fr", polib.POEntry(msgid="Join", msgstr="Rejoindre"))

    first, second = catalogues.refresh(), catalogues.refresh()

    assert (first, second) == (["fr"], [])
    assert polib.mofile(str(catalogues.path_of("fr").with_suffix(".mo")))[0].msgstr == "Rejoindre"
