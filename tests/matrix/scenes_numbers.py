"""Who reads numbers about people: row Y03."""

from django.urls import reverse

from core.models import PublishedNumber, PublishedTable
from tests import make
from tests.matrix.scenes import Ask, scene
from tests.matrix.world import World


def said() -> None:
    """Values as a publication would have left them."""
    for table, cell in (("residence", "GB"), ("heritage", "GH"), ("corridors", "GH>GB")):
        PublishedTable.objects.create(name=table, day=make.NOW.date())
        PublishedNumber.objects.create(table=table, cell=cell, shown=40, version=1, moved_on=make.NOW.date())


@scene("Y03", name="map")
def the_map(world: World) -> Ask:
    said()
    return Ask(reverse("people:map"), found="United Kingdom")


@scene("Y03", name="map-of-ties")
def the_map_of_ties(world: World) -> Ask:
    said()
    return Ask(reverse("people:map") + "?of=heritage", found="Ghana")


@scene("Y03", name="corridors")
def the_corridors(world: World) -> Ask:
    said()
    return Ask(reverse("people:corridors"), found="Ghana")
