"""What the sixty members say about themselves, and who meets it: rows P01–P07, P10 of the matrix."""

import datetime as dt

from accounts.actions import block, go_dark
from communities.profiles.actions import Told, enter_directory, tell
from communities.profiles.fields import FIELDS
from desk.canaries.cast import OFFICES
from desk.canaries.garden import PERSONS, Garden, Player
from institutions.actions import opt_in
from institutions.models import Institution

SAID = ("about", "self_description", "residence", "heritage", "full_name")  # the fields that take own words
AT_PLACES = ("residence", "heritage")


class Acquaintance:
    """Who stands how to each member: communities they share, institutions they named, blocks."""

    def __init__(self, garden: Garden, members_of: list[list[Player]]) -> None:
        self._garden, self._members_of = garden, members_of
        self.named: dict[str, set[str]] = {}
        self.blocked: dict[str, set[str]] = {}
        self.dark: set[str] = set()

    def meet(self, member: Player, audience: str, *, ticked: bool) -> list[Player]:
        """Everybody who may meet a field of a member with this audience."""
        found = [player for player in self._garden.players if self._may(player, member, audience, ticked)]
        return [member, *found]

    def visitors(self, member: Player, audience: str) -> bool:
        return audience == "everyone" and member.handle not in self.dark

    def _may(self, viewer: Player, member: Player, audience: str, ticked: bool) -> bool:
        if viewer is member or member.handle in self.dark:
            return False
        if viewer.handle in self.blocked.get(member.handle, set()):
            return False
        if audience == "everyone":
            return True
        if viewer.role == "GO":
            return ticked and viewer.office in self.named.get(member.handle, set())
        if viewer.role not in PERSONS:
            return False
        return audience == "members" or (audience == "communities" and self.share(viewer, member))

    def share(self, one: Player, other: Player) -> bool:
        return any(one in members and other in members for members in self._members_of)


def introduce(garden: Garden, knows: Acquaintance, *, at: dt.datetime) -> None:
    """Fill the profiles, then plant names, handles and addresses of everybody."""
    members = garden.of("ME")
    _part(knows, members, at=at)
    for member in members:
        for office in OFFICES:
            if garden.lot.random() < 0.25 and member.handle not in knows.dark:
                opt_in(Institution.objects.get(slug=office), by=member.user, language="en", at=at)
                knows.named.setdefault(member.handle, set()).add(office)
        for key in SAID:
            _say(garden, knows, member, key)
        if garden.lot.random() < 0.5 and member.handle not in knows.dark:
            enter_directory(by=member.user, language="en", at=at)
    for player in garden.players:
        _plant_account(garden, knows, player)


def _part(knows: Acquaintance, members: list[Player], *, at: dt.datetime) -> None:
    """Two members who share no community with the first one block them; another goes dark."""
    first, hidden = members[0], members[4]
    for one in [member for member in members[5:] if not knows.share(first, member)][:2]:
        block(one.user, whom=first.user, at=at)
        knows.blocked[one.handle] = {first.handle}
    go_dark(hidden.user, at=at)
    hidden.user.refresh_from_db()
    knows.dark.add(hidden.handle)


def _say(garden: Garden, knows: Acquaintance, member: Player, key: str) -> None:
    field = FIELDS[key]
    audience = garden.lot.choice([value for value, _label in field.audiences])
    ticked = not field.is_guarded and garden.lot.random() < 0.5
    token = garden.plant(
        f"profile {key}",
        knows.meet(member, audience, ticked=ticked),
        audience=f"{audience}{' and named institutions' if ticked else ''}",
        owner=member,
        object=member.handle,
        visitors=knows.visitors(member, audience),
    )
    words = f"Words {token}"
    columns = {"generation": ""} if key == "heritage" else {key: words}
    said = {"words": [words], "columns": columns} if key in AT_PLACES else {"columns": columns}
    tell(key, Told(audience=audience, is_ticked=ticked, **said), by=member.user)


def _plant_account(garden: Garden, knows: Acquaintance, player: Player) -> None:
    """The tokens that the account began with."""
    user = player.user
    address, name = user.email.split("@")[0], user.name.split()[0]
    garden.plant("address", [player], audience="owner", owner=player, token=address)
    if player.role == "GO":  # an officer speaks as an office; the person is known to colleagues
        meets, visitors = garden.officers(player.office), False
    else:
        meets = knows.meet(player, user.name_audience, ticked=True)
        visitors = knows.visitors(player, user.name_audience)
    if player.role == "UN":
        meets, visitors = [player], False
    for kind, token in (("name", name), ("handle", user.handle)):
        garden.plant(kind, meets, audience=user.name_audience, owner=player, visitors=visitors, token=token)
