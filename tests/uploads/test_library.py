"""The editors' library takes pictures, and nothing that is a program or a page (row W07, trust.md U3)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from tests.matrix.scenes_editorial import section
from tests.matrix.world import World
from tests.uploads import samples

ENTITIES = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
FOREIGN = b'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><script/></foreignObject></svg>'


@pytest.fixture
def client():
    world = World("ED")
    section(world)
    return world.client


def send(client, route: str, name: str, content: bytes, kind: str = "image/png"):
    return client.post(reverse(route), {"title": "Weave", "file": SimpleUploadedFile(name, content, kind)})


@pytest.mark.parametrize("content", [samples.SVG, ENTITIES, FOREIGN], ids=["script", "entities", "foreign"])
@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.jpg", "a.webp", "a.svg.png", "a.svgz", "a.SVG"])
def test_no_svg_becomes_an_image(client, name, content):
    send(client, "wagtailimages:add", name, content)

    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("name", ["a.html", "a.eps", "a.svg", "a.xhtml", "a.js"])
def test_no_page_and_no_program_becomes_a_document(client, name):
    send(client, "wagtaildocs:add", name, b"<script>alert(1)</script>", "text/plain")

    assert not get_document_model().objects.exists()


def test_a_picture_does(client):
    send(client, "wagtailimages:add", "a.png", samples.plain("PNG"))

    assert get_image_model().objects.count() == 1
