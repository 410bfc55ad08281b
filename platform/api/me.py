"""Who is signed in."""

from django.http import HttpRequest
from ninja import Router

from api.doors import in_language
from api.problems import Problem
from api.schemas import Me
from core.access import SignInNeeded
from notifications.queries import unread_count

router = Router(tags=["me"])


@router.get(
    "me", response={200: Me, 401: Problem}, openapi_extra={"x-matrix-row": "N03", "x-kind": "account"}
)
@in_language
def me(request: HttpRequest) -> dict:
    """The account of this session, and how many notices it has not read."""
    user = request.user
    if not user.is_authenticated:
        raise SignInNeeded
    return {
        "handle": user.handle,
        "language": user.language,
        "standing": user.standing,
        "unread": unread_count(user),
    }
