"""The ten roles of the trust matrix, as each stands to one community."""

from django.contrib.auth.models import AnonymousUser

from tests import make

CAST = {
    "AN": lambda community: AnonymousUser(),
    "UN": lambda community: make.unverified(),
    "ME": lambda community: make.user(),
    "CM": lambda community: make.member(community, role="moderator"),
    "CO": lambda community: make.member(community, role="steward"),
    "PM": lambda community: make.moderator(),
    "ED": lambda community: make.editor(),
    "GO": lambda community: make.officer(),
    "SU": lambda community: make.suspended(),
    "AD": lambda community: make.administrator(),
}
ROLES = tuple(CAST)
