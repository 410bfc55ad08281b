"""The language switch keeps the page, or leads to the nearest one and says so."""

import pytest
from wagtail.models import Locale

from tests.cms.pages.test_pages import article, section


def switch(client, language, path):
    return client.get(f"/i18n/{language}/", {"next": path})


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/en/communities/?ties=SN&lives=FR", "/fr/communities/?ties=SN&lives=FR"),
        ("/en/", "/fr/"),
        ("/", "/fr/"),
        ("https://evil.example/en/", "/fr/"),
        ("//evil.example/en/", "/fr/"),
        ("/cms/", "/fr/"),
    ],
)
def test_switching_keeps_the_address(client, path, there):
    response = switch(client, "fr", path)

    assert (response.status_code, response.url) == (303, there)
    assert response.cookies["language"].value == "fr"


def test_switching_follows_an_article_to_its_own_address_in_the_other_language(client):
    page = article(section())
    french = page.get_translation(Locale.objects.get(language_code="fr")).specific
    french.alias_of, french.slug = None, "deux-metiers"
    french.save()
    french.save_revision().publish()

    response = switch(client, "fr", page.url)

    assert response.url == "/fr/stories/deux-metiers/"


def test_switching_leads_to_the_nearest_page_and_says_so(client):
    page = article(section())
    page.get_translation(Locale.objects.get(language_code="fr")).unpublish()

    response = client.get("/i18n/fr/", {"next": page.url}, follow=True)

    assert response.redirect_chain[-1] == ("/fr/stories/", 303)
    assert 'role="status"' in response.content.decode()


@pytest.mark.parametrize("language", ["xx", "EN", "en-GB", "%00"])
def test_a_language_that_is_not_spoken_here_is_not_found(client, language):
    assert client.get(f"/i18n/{language}/").status_code == 404
