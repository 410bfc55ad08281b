"""A right is checked at use, not when the page was loaded (trust.md section 3, rule 4).

The form is opened in the stronger role, the role is lost, the form is sent: the answer is the weaker one's.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from communities.groups import actions as groups
from communities.opportunities.models import Opportunity
from institutions import actions as institutions
from messaging.threads.models import Post
from tests.matrix.checks import check
from tests.matrix.scenes_editorial import feature
from tests.matrix.scenes_opportunities import close, release
from tests.matrix.scenes_threads import hide
from tests.matrix.world import World


def opened(world: World, path: str) -> None:
    assert world.client.get(path).status_code == 200


def test_a_moderator_who_is_one_no_longer_features_nothing():
    world = World("PM")
    ask = feature(world)
    opened(world, ask.path)

    accounts.take_role(world.viewer, "moderators", by=None, at=timezone.now())

    check(world, ask, "D")


@pytest.mark.parametrize("role, group", [("PM", "moderators"), ("ED", "editors")])
def test_who_released_yesterday_does_not_today(role, group):
    world = World(role)
    ask = release(world)
    opened(world, ask.path.removesuffix("decide/"))

    accounts.take_role(world.viewer, group, by=None, at=timezone.now())

    check(world, ask, "H")
    assert Opportunity.objects.get().state == "pending"


def test_losing_the_second_factor_is_losing_the_role():
    world = World("PM")
    ask = feature(world)
    opened(world, ask.path)

    accounts.keep_second_factor_true(world.viewer.pk, has_one=False, at=timezone.now())

    check(world, ask, "D")


def test_a_steward_who_became_a_member_hides_nothing():
    world = World("CO")
    ask = hide(world)
    opened(world, ask.path)
    community = Post.objects.get().thread.board.community
    groups.appoint(community, world.viewer, role="member", by=community.created_by, at=timezone.now())

    check(world, ask, "D")


def test_an_officer_whose_mandate_ended_closes_nothing():
    world = World("GO")
    ask = close(world)
    opened(world, reverse("opportunities:opportunity", args=[Opportunity.objects.get().slug]))

    institutions.end_mandate(world.viewer.mandates.get(), at=timezone.now())

    check(world, ask, "D")


def test_suspension_ends_what_a_session_that_goes_on_could_do():
    world = World("ME")
    ask = hide(world)
    accounts.suspend(world.author, by=World("PM").viewer, why="Too much.", until=None, at=timezone.now())
    world.client.force_login(world.author)
    post = Post.objects.get()

    response = world.client.post(
        reverse("discussions:edit", args=[post.thread_id, post.number]), {"text": "Again", "language": "en"}
    )

    assert ask.effect is not None
    assert response.status_code == 403
    assert Post.objects.get().text == post.text
