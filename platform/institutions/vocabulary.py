"""The kinds of institutions with their groups, and the levels on which they act: a controlled list."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Who takes part in a dialogue on migration, apart from migrants themselves, who are members here."""

    GOVERNMENT = "government", _("Government body")
    MINISTRY = "ministry", _("Ministry")
    PARLIAMENT = "parliament", _("Parliament")
    MISSION = "mission", _("Embassy, consulate or permanent mission")
    REGION = "region", _("Regional or local authority")
    CITY = "city", _("City")
    INTERNATIONAL = "international", _("International organisation")
    REGIONAL_BODY = "regional-body", _("Regional community or consultative process")
    ASSOCIATION = "association", _("Association")
    DIASPORA = "diaspora", _("Diaspora organisation")
    NGO = "ngo", _("Non-governmental organisation")
    CIVIL_NETWORK = "civil-network", _("Network of civil society")
    UNION = "union", _("Trade union")
    BUSINESS = "business", _("Business")
    EMPLOYER = "employer", _("Employer")
    RECRUITER = "recruiter", _("Recruitment agency")
    FINANCE = "finance", _("Bank or money transfer")
    DONOR = "donor", _("Donor or foundation")
    UNIVERSITY = "university", _("University or research")
    MEDIA = "media", _("Media")


GROUPS = [
    (
        _("States and authorities"),
        [Kind.GOVERNMENT, Kind.MINISTRY, Kind.PARLIAMENT, Kind.MISSION, Kind.REGION, Kind.CITY],
    ),
    (_("Several states"), [Kind.INTERNATIONAL, Kind.REGIONAL_BODY]),
    (
        _("Civil society"),
        [Kind.ASSOCIATION, Kind.DIASPORA, Kind.NGO, Kind.CIVIL_NETWORK, Kind.UNION],
    ),
    (
        _("Economy and finance"),
        [Kind.BUSINESS, Kind.EMPLOYER, Kind.RECRUITER, Kind.FINANCE, Kind.DONOR],
    ),
    (_("Knowledge and media"), [Kind.UNIVERSITY, Kind.MEDIA]),
]
# Who may bear the words of an office (“ministry”, “embassy”) or the short name of a body of states.
OFFICIAL = frozenset(kind for _label, kinds in GROUPS[:2] for kind in kinds)
# Who may be without papers and vouched for instead: associations of people need not be registered anywhere.
MAY_HAVE_NO_PAPERS = frozenset(GROUPS[2][1])


class Level(models.TextChoices):
    """How far the work of an institution reaches."""

    LOCAL = "local", _("City or place")
    REGION = "region", _("Region or province")
    NATIONAL = "national", _("National")
    MISSION = "mission", _("Mission abroad")
    COUNTRIES = "countries", _("Several countries")
    WORLD = "world", _("Worldwide")


WITHOUT_COUNTRY = frozenset({Level.COUNTRIES, Level.WORLD})


def kind_choices() -> list:
    """The kinds under the names of their groups, for a form."""
    return [(group, [(kind.value, kind.label) for kind in kinds]) for group, kinds in GROUPS]
