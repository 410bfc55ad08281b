"""What is drawn once and kept: alike for the same values, and never with what is somebody's own."""

from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group
from django.template import engines
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from design import drawn
from tests import make

CRUMB = '{% kept "layouts/_account_menu.html" name=name handle="x" desks=desks seq=0 unread=0 %}'


def draw(**values) -> str:
    return engines["django"].from_string(CRUMB).render({"desks": [], **values})


def count_drawings():
    return patch.object(drawn, "get_template", wraps=drawn.get_template)


def test_kept_draws_once_for_the_same_values():
    with count_drawings() as drawings:
        found = [
            draw(name=name, desks=[{"label": "Desk", "url": "/d/", "icon": "scale"}])
            for name in ("Ama", "Efua", "Ama")
        ]

    assert (found[0] == found[2], "Efua" in found[1], drawings.call_count) == (True, True, 2)


def test_kept_draws_again_in_another_language():
    english = draw(name="Kojo")

    with translation.override("ar"):
        assert draw(name="Kojo") != english


def test_kept_never_takes_escaped_text_for_text_that_was_not():
    [safe, plain] = [draw(name=kind("<b>Yaa</b>")) for kind in (SafeString, str)]

    assert ("<b>Yaa</b>" in safe, "&lt;b&gt;Yaa&lt;/b&gt;" in plain) == (True, True)


def test_kept_refuses_a_model():
    with pytest.raises(TypeError, match="Group"):
        draw(name=Group(name="x"))


@pytest.mark.django_db
def test_strangers_read_one_page_that_holds_nothing_of_a_member(client):
    thread = make.thread(make.community(), posts=2)
    address = reverse("discussions:thread", args=[thread.pk])
    client.force_login(thread.author)
    own = client.get(address).content.decode()
    client.logout()

    with count_drawings() as drawings:
        [first, second] = [client.get(address).content.decode() for _ in range(2)]

    assert (first == second, "csrf" in first, thread.author.handle in first) == (True, False, False)
    assert thread.author.handle in own
    assert [call.args[0] for call in drawings.call_args_list].count("discussions/discussion.html") == 1


@pytest.mark.django_db
def test_a_strangers_page_follows_what_it_shows(client):
    thread = make.thread(make.community(), posts=2)
    address = reverse("discussions:thread", args=[thread.pk])
    before = client.get(address).content.decode()

    thread.author.name_audience = "everyone"
    thread.author.save()

    assert (thread.author.name in before, thread.author.name in client.get(address).content.decode()) == (
        False,
        True,
    )


@pytest.mark.django_db
def test_a_stranger_with_a_message_gets_a_page_of_their_own(client):
    thread = make.thread(make.community(), posts=1)
    address = reverse("discussions:thread", args=[thread.pk])
    client.force_login(thread.author)
    client.post(reverse("account_logout"))

    with_message, later = (client.get(address).content.decode() for _ in range(2))

    assert ('class="toast"' in with_message, 'class="toast"' in later) == (True, False)
