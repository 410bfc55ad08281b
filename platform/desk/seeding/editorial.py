"""The editorial part of the small world: a section in four languages, an article in all, another in one."""

import datetime as dt

from django.utils import translation
from wagtail.models import Locale, Page

from accounts.models import User
from cms.pages.actions import feature, open_desk
from cms.pages.models import ArticlePage, HomePage, SectionPage
from desk.world.articles import LAUNCH, SECTION, UNTRANSLATED
from messaging.threads.models import Thread


def publish(by_key: dict[str, User], *, now: dt.datetime) -> None:
    """Publish the section and its articles, and feature one discussion and one article."""
    section = _section()
    launch = _article(section, "en", LAUNCH["en"], _launch_body(LAUNCH["en"]))
    for code, words in LAUNCH.items():
        if code != "en":
            _translate(launch, code, words)
    words = UNTRANSLATED
    other = _article(section, "en", words, [("text", _paragraphs(words["paragraphs"]))])
    for page, days in ((launch, 21), (other, 6)):
        everywhere = Page.objects.filter(translation_key=page.translation_key)
        everywhere.update(first_published_at=now - dt.timedelta(days=days))
    desk = open_desk(section)
    for key in ("helen", "luc"):
        by_key[key].groups.add(desk)
    until = now + dt.timedelta(days=30)
    thread = Thread.objects.filter(board__community__name__startswith="International Dialogue").order_by(
        "created_at"
    )
    feature("thread", str(thread.first().pk), by=by_key["marta"], until=until, at=now)
    feature("article", str(launch.pk), by=by_key["marta"], until=until, at=now)


def _section() -> SectionPage:
    title, slug, intro = SECTION["en"]
    page = SectionPage(title=title, slug=slug, intro=intro, show_in_menus=True)
    HomePage.objects.get(locale__language_code="en").add_child(instance=page)
    page.save_revision().publish()  # its receivers make the aliases in the other languages
    for code, (title, slug, intro) in SECTION.items():
        if code != "en":
            other = page.get_translation(Locale.objects.get(language_code=code))
            _fill(other, title=title, slug=slug, intro=intro, show_in_menus=True)
    return SectionPage.objects.get(pk=page.pk)


def _article(section: SectionPage, code: str, words: dict, body: list) -> ArticlePage:
    page = ArticlePage(title=words["title"], slug=words["slug"], summary=words["summary"], body=body)
    with translation.override(code):
        section.add_child(instance=page)
        page.save_revision().publish()
    return page


def _translate(launch: ArticlePage, code: str, words: dict) -> None:
    other = launch.get_translation(Locale.objects.get(language_code=code))
    _fill(other, title=words["title"], slug=words["slug"], summary=words["summary"], body=_launch_body(words))


def _fill(alias: SectionPage | ArticlePage, **facts) -> None:
    """Turn an alias into a page of its own, in its own language."""
    page = alias.specific
    page.alias_of = None
    for name, value in facts.items():
        setattr(page, name, value)
    page.draft_title = page.title
    page.save()
    page.save_revision().publish()


def _launch_body(words: dict) -> list:
    return [
        ("facts", [{"term": term, "fact": fact} for term, fact in words["facts"]]),
        ("text", _paragraphs(words["paragraphs"])),
        ("heading", words["heading"]),
        ("text", _paragraphs(words["after"])),
    ]


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)
