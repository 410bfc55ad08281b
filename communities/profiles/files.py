"""Who may read somebody's picture: whoever sees this field of their profile, asked at each request."""

from typing import Any

from accounts.models import User
from communities.profiles.fields import PICTURE
from communities.profiles.permissions import can_see_field
from communities.profiles.queries import profile_of
from uploads import files, kinds


def may_read(viewer: Any, owner_id: str) -> bool:
    """`owner_id` as the file keeps it. One query for the person, and what `permissions.sight` costs."""
    person = User.objects.select_related("profile").filter(pk=int(owner_id)).first()
    return person is not None and can_see_field(viewer, profile_of(person), PICTURE)


files.register(kinds.PICTURE, may_read)
