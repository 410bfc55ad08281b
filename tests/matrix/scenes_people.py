"""Who meets whom, and who changes accounts: rows P04–P10, N01–N03, D14, D15, D17, R06–R08."""

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Block, User
from institutions import actions as institutions
from institutions.models import Institution, InstitutionRequest
from tests import make
from tests.matrix.scenes import Ask, Deed, scene
from tests.matrix.scenes_reading import thread_address
from tests.matrix.world import World

NEVER_WAS = "never-was"


def person_page(world: World) -> Ask:
    address = reverse("people:person", args=[world.author.handle])
    return Ask(address, found=world.author.name, twin=reverse("people:person", args=[NEVER_WAS]))


scene("P04", name="page")(person_page)


@scene("P04", name="block")
def block(world: World) -> Ask:
    address = reverse("people:block", args=[world.author.handle])
    made = Block.objects.filter(whom=world.author)
    return Ask(address, "POST", effect=made.exists, twin=reverse("people:block", args=[NEVER_WAS]))


OUTSIDE = {"AN": ("H", "the page itself is public, only the name is not told")}


@scene("P04", name="by-line", conditions=OUTSIDE)
def by_line(world: World) -> Ask:
    """In a public discussion a name for members is a letter to everybody else."""
    thread = world.thread(world.community("public"))
    return Ask(thread_address("page", thread), found=world.author.name, open_page=True)


@scene("P04", surface="api", name="by-line", conditions=OUTSIDE)
def by_line_of_the_api(world: World) -> Ask:
    thread = world.thread(world.community("public"))
    return Ask(thread_address("api/posts", thread), found=world.author.handle, open_page=True)


@scene("P05", name="by-line")
def by_line_for_everyone(world: World) -> Ask:
    User.objects.filter(pk=world.author.pk).update(name_audience=User.NameAudience.EVERYONE)
    thread = world.thread(world.community("public"))
    return Ask(thread_address("page", thread), found=world.author.name)


@scene("P05", name="institution")
def institution_page(world: World) -> Ask:
    office = world.other_office
    return Ask(reverse("institutions:institution", args=[office.slug]), found=office.name)


@scene("P05", name="institutions")
def institution_list(world: World) -> Ask:
    return Ask(reverse("institutions:list"), found=world.other_office.name)


ON_ANY_PAGE = {"AN": ("H", "looked for on a page that visitors may open")}


@scene("P07", name="discussion", conditions=ON_ANY_PAGE)
def address_in_a_discussion(world: World) -> Ask:
    thread = world.thread(world.home("public"))
    return Ask(thread_address("page", thread), found=world.author.email, open_page=True)


@scene("P07", surface="api", name="posts", conditions=ON_ANY_PAGE)
def address_in_the_api(world: World) -> Ask:
    thread = world.thread(world.home("public"))
    return Ask(thread_address("api/posts", thread), found=world.author.email, open_page=True)


@scene("P07", name="person", only=("ME", "CM", "CO", "PM", "AD"))
def address_on_a_page_of_a_person(world: World) -> Ask:
    address = reverse("people:person", args=[world.author.handle])
    return Ask(address, found=world.author.email, open_page=True)


@scene("P07", name="members", only=("ME", "CM", "CO"))
def address_among_members(world: World) -> Ask:
    address = reverse("communities:members", args=[world.home("public").slug])
    return Ask(address, found=world.author.email, open_page=True)


@scene("P08")
def own_profile(world: World) -> Ask:
    changed = User.objects.filter(pk=world.viewer.pk, name_audience="everyone")
    return Ask(reverse("settings:privacy"), "POST", {"name_audience": "everyone"}, effect=changed.exists)


POWERS = {
    "is_staff": "on", "is_superuser": "on", "groups": "administrators", "role": "administrators",
    "email_verified_at": "2026-01-01", "office_slug": "own-office", "suspended_at": "", "trust_level": "9",
}  # fmt: skip


def power_by_form(address: str, data: dict):
    def build(world: World) -> Ask:
        def powers():
            person = User.objects.filter(pk=world.viewer.pk).first()
            return person and (
                person.standing, sorted(person.roles), person.office_slug, getattr(person, "is_staff", False)
            )  # fmt: skip

        before = powers()
        return Ask(reverse(address), "POST", data | POWERS, protected=lambda: powers() != before)

    return build


scene("P09", name="privacy")(power_by_form("settings:privacy", {"name_audience": "members"}))
scene("P09", name="language")(power_by_form("settings:language", {"language": "en", "zone": "UTC"}))


@scene("P09", surface="action", name="own-role", only=("UN", "ME", "CM", "CO", "PM", "GO", "SU", "AD"))
def own_role(world: World) -> Deed:
    group = Group.objects.get_or_create(name="editors")[0]
    before = group.user_set.filter(pk=world.viewer.pk).exists()
    return Deed(
        lambda: accounts.give_role(world.viewer, "editors", by=world.viewer, at=timezone.now()),
        effect=lambda: group.user_set.filter(pk=world.viewer.pk).exists() != before,
    )


@scene("P10", name="page")
def who_blocked_me(world: World) -> Ask:
    if world.role != "AN":
        Block.objects.create(by=world.author, whom=world.viewer)
    return person_page(world)


# -- own settings -------------------------------------------------------------------------------------------

OWN = {"SU": ("A", "a suspended person reads what was decided about them (section 3, rule 3)")}
for address in (
    "settings:index",
    "settings:language",
    "settings:privacy",
    "settings:blocked",
    "notifications:settings",
):
    scene("N03", name=address)(lambda world, address=address: Ask(reverse(address)))
scene("N03", name="notifications:list", conditions=OWN)(lambda world: Ask(reverse("notifications:list")))
scene("N03", surface="api", name="me", conditions=OWN)(lambda world: Ask("/api/v1/me"))


@scene("N03", name="language-sent")
def change_language(world: World) -> Ask:
    changed = User.objects.filter(pk=world.viewer.pk, language="fr")
    return Ask(reverse("settings:language"), "POST", {"language": "fr", "zone": "UTC"}, effect=changed.exists)


# -- standing and powers ------------------------------------------------------------------------------------

scene("R07", name="standing")(lambda world: Ask(reverse("settings:standing")))


def suspension(world: World, whom: User) -> Deed:
    return Deed(
        lambda: accounts.suspend(
            whom, by=world.viewer, why="It was too much.", until=None, at=timezone.now()
        ),
        effect=User.objects.filter(pk=whom.pk).exclude(suspended_at=None).exists,
    )


@scene(
    "R06",
    surface="action",
    name="member",
    conditions={"AD": ("D", "C23: administrators suspend those who look after the platform")},
)
def suspend(world: World) -> Deed:
    return suspension(world, world.author)


@scene(
    "R06",
    surface="action",
    name="moderator",
    only=("ME", "CM", "CO", "PM", "ED", "GO", "AD"),
    conditions={"PM": ("D", "C23: not one another"), "AD": ("A", "C23: AD may suspend PM")},
)
def suspend_a_moderator(world: World) -> Deed:
    return suspension(world, make.moderator())


TWO = dict.fromkeys(("PM", "AD"), ("A", "C24: with a second person"))


@scene("R08", surface="action", conditions=TWO)
def verify(world: World) -> Deed:
    office = make.institution(verified_at=None, expires_at=None)
    second = make.administrator()
    return Deed(
        lambda: institutions.verify_institution(office, by=world.viewer, also_by=second, at=timezone.now()),
        effect=Institution.objects.filter(pk=office.pk).exclude(verified_at=None).exists,
    )


@scene(
    "R08",
    name="list",
    conditions=dict.fromkeys(("PM", "AD"), ("A", "C24: reading comes before the first yes")),
)
def requests_for_verification(world: World) -> Ask:
    return Ask(reverse("desk:institutions"), found=make.institution_request(name="Loom Ministry").name)


@scene(
    "R08",
    name="evidence",
    conditions=dict.fromkeys(("PM", "AD"), ("A", "C24: both read what they decide on")),
)
def evidence(world: World) -> Ask:
    asked = make.institution_request(evidence="zqevidence of a loom")
    return Ask(reverse("desk:institution", args=[asked.pk]), found="zqevidence")


@scene("R08", name="second yes", conditions=TWO)
def second_yes(world: World) -> Ask:
    asked = make.institution_request(first_yes_by=make.moderator(), first_yes_at=timezone.now())
    verified = Institution.objects.filter(requests=asked).exclude(verified_at=None)
    return Ask(reverse("desk:yes", args=[asked.pk]), "POST", effect=verified.exists)


@scene("R08", name="second yes without papers", conditions=TWO)
def second_yes_without_papers(world: World) -> Ask:
    asked = _without_papers()
    for country in ("FR", "IT"):
        make.vouch(asked, make.institution(country=country), state="given")
    verified = Institution.objects.filter(requests=asked, is_vouched_for=True)
    return Ask(reverse("desk:yes", args=[asked.pk]), "POST", effect=verified.exists)


@scene(
    "R08",
    name="one vouch is not enough",
    only=("PM", "AD"),
    conditions=dict.fromkeys(
        ("PM", "AD"), ("D", "two from different countries vouch for one without papers")
    ),
)
def second_yes_with_one_vouch(world: World) -> Ask:
    asked = _without_papers()
    make.vouch(asked, make.institution(country="FR"), state="given")
    make.vouch(asked, make.institution(country="IT"))
    verified = Institution.objects.filter(requests=asked)
    return Ask(reverse("desk:yes", args=[asked.pk]), "POST", effect=verified.exists, denied_by=422)


def _without_papers() -> InstitutionRequest:
    return make.institution_request(
        is_paperless=True, first_yes_by=make.moderator(), first_yes_at=timezone.now()
    )


@scene("R08", name="refuse", conditions=dict.fromkeys(("PM", "AD"), ("A", "C24: one is enough to refuse")))
def refuse_institution(world: World) -> Ask:
    asked = make.institution_request()
    refused = type(asked).objects.filter(pk=asked.pk, state="refused")
    return Ask(
        reverse("desk:refuse", args=[asked.pk]), "POST", {"reason": "A reason."}, effect=refused.exists
    )


# -- what is everybody's, and what is nobody's --------------------------------------------------------------

for address, found in (
    ("/healthz", "ok"),
    ("/robots.txt", "Sitemap"),
    ("/.well-known/security.txt", "Contact"),
    ("/sitemap.xml", "urlset"),
    ("/en/rules/", "<h1"),
    ("/en/privacy/", "<h1"),
    ("/en/accessibility/", "<h1"),
    ("/en/contact/", "<h1"),
    ("/ar/rules/", 'dir="rtl"'),
):
    scene("N01", name=address.strip("/"))(
        lambda world, address=address, found=found: Ask(address, found=found)
    )

scene("N02")(lambda world: Ask(reverse("account_reset_password"), found="<form"))


def nothing_there(path: str):
    return lambda world: Ask(path, twin="/en/never-was/at-all/")


for path in ("/en/admin/", "/en/django-admin/", "/en/admin/login/"):
    scene("D15", name=path.strip("/"))(nothing_there(path))
for path in ("/en/hijack/1/", "/en/su/1/", "/en/accounts/impersonate/1/"):
    scene("D14", name=path.strip("/"))(nothing_there(path))


@scene("D17", surface="api")
def schema(world: World) -> Ask:
    return Ask("/api/v1/openapi.json", found="openapi", twin="/api/v1/never-was.json")
