"""The one door to lists of people: whoever shows persons to somebody starts from here."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User


def visible_people(viewer: Any) -> QuerySet[User]:
    """The people a viewer may meet: members who are verified, neither dark nor erased, and without a block in
    either direction. Visitors, officers, unverified and suspended accounts meet nobody.

    Officers will meet the people who opted in to their institution, once people can.
    """
    return User.objects.visible_to(viewer)
