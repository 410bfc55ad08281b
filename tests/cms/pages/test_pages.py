"""Home, sections and articles: what each reader meets."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.operations import translate_object

from cms.pages.models import ArticlePage, Feature, HomePage, SectionPage
from tests import make


def section(title="Stories", **given) -> SectionPage:
    home = HomePage.objects.get(locale__language_code="en")
    page = SectionPage(title=title, slug=title.lower(), show_in_menus=True, **given)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def article(within: SectionPage, title="Two looms", **given) -> ArticlePage:
    body = [("heading", "How it began"), ("text", "<p>With one shuttle.</p>")]
    page = ArticlePage(
        title=title, slug=title.lower().replace(" ", "-"), summary="About weaving.", body=body, **given
    )
    within.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.mark.parametrize("code", ["en", "fr", "es", "ar"])
def test_home_stands_in_every_language(client, code):
    promise = HomePage.objects.get(locale__language_code=code).promise

    response = client.get(f"/{code}/")

    assert response.status_code == 200
    assert promise in response.content.decode()
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in response.content.decode()


def test_home_shows_what_is_alive_open_and_new(client):
    thread = make.thread(make.community(), title="A lively thread", posts=1)
    offer = make.opportunity(title="An open offer")
    page = article(section(), title="A new article")

    html = client.get("/en/").content.decode()

    assert [words in html for words in (thread.title, offer.title, page.title)] == [True, True, True]


def test_home_never_shows_a_closed_community(client):
    make.thread(make.community(visibility="hidden"), title="A secret thread", posts=1)
    make.thread(make.community(visibility="request"), title="A closed thread", posts=1)

    html = client.get("/en/").content.decode()

    assert ("A secret thread" in html, "A closed thread" in html) == (False, False)


def test_home_keeps_the_featured_thread_first_until_its_day(client, time_machine):
    time_machine.move_to(make.NOW)
    old = make.thread(make.community(), title="An old thread", posts=1)
    for number in range(6):
        make.thread(make.community(), title=f"Newer {number}", posts=1, last_post_at=make.NOW)
    Feature.objects.create(
        kind="thread", ident=str(old.pk), by=make.moderator(), since=make.NOW, until=make.LATER
    )

    html = client.get("/en/").content.decode()
    Feature.objects.update(until=make.NOW.replace(minute=1))
    time_machine.move_to(make.NOW.replace(hour=13))
    later = client.get("/en/").content.decode()

    assert html.index("An old thread") < html.index("Newer ")
    assert "Featured" not in later


def test_navigation_names_the_sections_in_the_readers_language(client):
    page = section()
    other = page.get_translation(Locale.objects.get(language_code="fr"))
    other.alias_of = None
    other.title = other.draft_title = "Récits"
    other.save()
    other.save_revision().publish()

    english, french = (client.get(f"/{code}/").content.decode() for code in ("en", "fr"))

    assert ('href="/en/stories/"' in english, "Récits" in french) == (True, True)


def test_an_article_nobody_translated_shows_its_original_and_says_so(client):
    page = article(section())
    alias = page.get_translation(Locale.objects.get(language_code="ar"))

    html = client.get(alias.url).content.decode()

    assert 'lang="en" dir="ltr">Two looms</h1>' in html
    assert '<div class="banner info">' in html
    assert '<html lang="ar" dir="rtl">' in html


def test_a_translation_that_was_only_begun_still_shows_the_original_and_says_so(client):
    page = article(section())
    french = Locale.objects.get(language_code="fr")
    translate_object(page, [french])
    begun = page.get_translation(french)

    html = client.get(begun.url).content.decode()
    english = client.get(page.url).content.decode()

    assert begun.alias_of_id is None
    assert 'lang="en" dir="ltr">Two looms</h1>' in html
    assert "Pour l’instant, cet article n’existe qu’en English." in html
    assert f'<a href="{begun.url}" lang="fr"' not in english.partition("<main")[2]


def test_a_translated_article_links_to_its_other_languages(client):
    page = article(section())
    french = page.get_translation(Locale.objects.get(language_code="fr")).specific
    french.alias_of = None
    french.title = french.draft_title = "Deux métiers"
    french.save()
    french.save_revision().publish()

    html = client.get(page.url).content.decode()

    assert f'<a href="{french.url}" lang="fr" hreflang="fr">Français</a>' in html


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_section_costs_the_same_however_many_articles(client, django_assert_max_num_queries, how_many):
    within = section()
    for number in range(how_many):
        article(within, title=f"Piece {number}")
    client.get(within.url)

    with django_assert_max_num_queries(8):
        html = client.get(within.url).content.decode()

    assert html.count('class="op"') == how_many


@pytest.mark.parametrize("name", ["rules", "privacy", "safety", "real-site", "accessibility", "contact"])
def test_the_pages_that_help_are_there_for_everybody(client, name):
    response = client.get(reverse(f"pages:{name}"))

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_real_site_says_its_address_and_where_its_mails_come_from(client, settings, language):
    settings.PUBLIC_ORIGIN = "https://shores.example"
    settings.DEFAULT_FROM_EMAIL = "Shores <news@shores.example>"

    page = client.get(f"/{language}/real-site/").content.decode()

    assert "https://shores.example" in page
    assert "news@shores.example" in page


def test_wagtails_first_page_and_groups_are_gone():
    assert not Page.objects.filter(title__startswith="Welcome to your new Wagtail").exists()
