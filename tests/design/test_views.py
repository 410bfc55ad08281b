"""The gallery shows every component, and its form behaves as every form should."""

import pytest
from django.http import Http404

from design import views

pytestmark = pytest.mark.urls("tests.design.urls")
LANDMARKS = ["<h1", "<main", '<header class="site"', '<footer class="site-f"']
PAGES = ["/gallery/", "/gallery/discussion/", "/gallery/home/"]


@pytest.mark.parametrize("address", PAGES)
def test_gallery_has_one_heading_and_the_landmarks(client, address):
    response = client.get(address)
    drawn = response.content.decode()

    assert response.status_code == 200
    assert {mark: drawn.count(mark) for mark in LANDMARKS} == dict.fromkeys(LANDMARKS, 1)
    assert " style=" not in drawn


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_gallery_shows_the_error_pages(client, name):
    assert client.get(f"/gallery/error/{name}/").status_code == 200


def test_gallery_has_no_other_error_page(rf):
    with pytest.raises(Http404):
        views.error(rf.get("/"), name="418")


def test_gallery_form_comes_back_with_its_errors_and_what_was_typed(client):
    response = client.post("/gallery/", {"title": "Kept", "closes_on": "2020-01-01"})
    drawn = response.content.decode()

    assert response.status_code == 422
    assert "<title>Error: Gallery" in drawn
    assert 'value="Kept"' in drawn
    assert drawn.count("Enter a closing date that is in the future") == 2
