"""A copy of one's own data: all that is one's own, nothing of others, for its owner alone, once, for a day."""

import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions, consents, exports, personal
from accounts.models import Consent, Export, User
from communities.groups.models import JoinRequest
from communities.profiles.actions import enter_directory
from core.models import Outbox
from core.outbox import drain
from messaging.threads.models import PostRevision, ReadMark
from moderation import actions as moderation
from moderation.models import Appeal, Case, Decision
from notifications.actions import notify
from tests import make
from tests.accounts import steps

OTHERS = "zqother"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EXPORT_DIR = str(tmp_path / "exports")
    return tmp_path / "exports"


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def full_life() -> tuple[User, list[str]]:
    """Somebody with something in every room, beside others with the same; and every word that is theirs."""
    other = make.user(name=f"{OTHERS} person", handle=f"{OTHERS}-handle", email=f"{OTHERS}@example.net")
    person = make.user(
        name="zqown name", handle="zqown-handle", email="zqown@example.net", zone="Africa/Accra"
    )
    consents.record(person, language="en", at=make.NOW)
    consents.give_name(person, language="en", at=make.NOW)
    actions.block(person, whom=other, at=make.NOW)
    club = make.community(name="zqown club", members=[person, other], created_by=person)
    asked = make.community(name="zqown wish", visibility="request")
    secret = make.community(name=f"{OTHERS} secret", visibility="hidden")
    for who, answer in ((person, "zqown answer to join"), (other, f"{OTHERS} answer")):
        JoinRequest.objects.create(community=asked, user=who, answer=answer, state="declined", decided_at=make.NOW,
                                   decided_by=make.user(), reason=f"{'zqown' if who == person else OTHERS} declined")  # fmt: skip
    JoinRequest.objects.create(community=secret, user=person, answer="zqown answer to a secret")
    thread = make.thread(club, author=person, title="zqown title")
    left = make.thread(secret, author=other, title=f"{OTHERS} title")
    for where in (thread, left):
        make.post(where, author=other, text=f"{OTHERS} text")
        own = make.post(where, author=person, text=f"zqown text {where.pk}")
        PostRevision.objects.create(
            post=own, text=f"zqown before {where.pk}", html="", language="en", written_at=make.NOW
        )
        ReadMark.objects.create(user=person, thread=where, number=2, at=make.NOW)
    hidden = make.post(
        thread, author=person, text="zqown hidden", state="hidden", state_at=make.NOW, hidden_why="zqown why"
    )
    for who, word in ((person, "zqown"), (other, OTHERS)):
        make.profile(who, about=f"{word} about")
        enter_directory(by=who, language="en", at=make.NOW)
        make.invitation(make.institution(name=f"{word} embassy"), who, by=make.user())
        make.institution_request(asker=who, name=f"{word} consulate", evidence=f"{word} evidence")
        make.opt_in(who, make.institution(name=f"{word} ministry"))
        make.vouch(state="given", officer=who, why=f"{word} vouched")
        make.staff_opening(who, make.moderator(name=f"{OTHERS} {word[-3:]} staff"), why=f"{word} seen")
    case = Case.objects.create(kind="post", object_id=str(hidden.pk), subject_user=person, state="decided")
    decision = Decision.objects.create(
        case=case, by=make.moderator(), verdict="hide", reason="zqown reason", at=make.NOW
    )
    Appeal.objects.create(decision=decision, text="zqown appeal", at=make.NOW)
    theirs = make.post(thread, author=other, text=f"{OTHERS} more")
    moderation.report("post", str(theirs.pk), by=person, reason="spam", note="zqown note", at=make.NOW)
    offered = make.opportunity(title="zqown chance", office=make.institution(name="zqown office"))
    make.answer(offered, person, text="zqown answer to it")
    make.answer(offered, other, text=f"{OTHERS} answer to it")
    notify(person.pk, "post.reply", key="1", facts={"thread": str(thread.pk), "title": f"{OTHERS} said"},
           path=f"/discussions/{thread.pk}/", about_id=None)  # fmt: skip
    words = """zqown name|zqown-handle|zqown@example.net|Africa/Accra|zqown club|zqown wish|zqown answer to join|zqown declined|
        zqown answer to a secret|zqown title|zqown hidden|zqown why|zqown reason|zqown appeal|zqown note|zqown chance|
        zqown office|zqown answer to it|zqown about|zqown ministry|zqown embassy|zqown consulate|zqown evidence|zqown seen|zqown vouched""".split(
        "|"
    )
    texts = [f"zqown {what} {where.pk}" for what in ("text", "before") for where in (thread, left)]
    return person, [word.strip() for word in words] + texts


# -- what is in it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_all_that_is_own_is_in_it_and_nothing_of_others(language):
    person, own = full_life()

    files = opened(exports.packed(person, language=language, at=make.NOW))

    data = "".join(content.decode() for name, content in files.items() if name.endswith("data.json"))
    page = files["index.html"].decode()
    assert [word for word in own if word not in data] == []
    assert [word for word in own if word not in page] == []
    assert [name for name, content in files.items() if OTHERS in content.decode().lower()] == []
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert not re.search(r"<script|<link|<style|<img|src=|href=|https?://", page)


def test_what_is_own_in_every_domain_is_counted():
    person, _own = full_life()

    files = opened(exports.packed(person, language="en", at=make.NOW))

    counts = {name: len(json.loads(files[f"{name}/data.json"])) for name in personal.DOMAINS}
    assert counts == {
        "account": 1, "directory": 1, "consents": 5, "log-ins": 0, "passkeys": 0, "blocks": 1, "mandates": 0, "notifications": 1, "mails": 1,
        "reports": 1, "measures": 1, "memberships": 1, "requests-to-join": 2, "founded": 1, "posts": 3,
        "discussions": 1, "earlier-versions": 2, "reading": 2, "answers": 1, "opportunities": 0,
        "profile": 1, "named-institutions": 1, "institution-requests": 1, "invitations": 1, "files": 0,
        "ledger": 1, "vouches": 1,
    }  # fmt: skip


def test_an_officer_gets_what_they_wrote_and_for_whom():
    office = make.institution(name="Ministry of Looms")
    officer = make.officer(office)
    make.opportunity(author=officer, office=office, title="A loom", text="zqwritten")

    files = opened(exports.packed(officer, language="en", at=make.NOW))

    assert json.loads(files["mandates/data.json"])[0]["institution"] == "Ministry of Looms"
    assert json.loads(files["opportunities/data.json"])[0]["text"] == "zqwritten"


def test_every_domain_keeps_its_schema_and_the_manifest_every_file():
    person, _own = full_life()

    files = opened(exports.packed(person, language="en", at=make.NOW))

    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in files.items()
    }
    assert set(files) == {
        "index.html",
        *(f"{name}/{file}.json" for name in personal.DOMAINS for file in ("data", "schema")),
    }
    for name in personal.DOMAINS:
        problems = breaches(json.loads(files[f"{name}/data.json"]), json.loads(files[f"{name}/schema.json"]))
        assert (name, problems) == (name, [])


TYPES: dict[str, Any] = {
    "string": str,
    "null": type(None),
    "boolean": bool,
    "integer": int,
    "array": list,
    "object": dict,
}


def breaches(value: Any, schema: dict, where: str = "") -> list[str]:
    """Where a value breaks a JSON Schema, as far as ours use it."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if type(value) not in [TYPES[kind] for kind in kinds]:
        return [f"{where}: {value!r} is not {kinds}"]
    if (
        schema.get("format") == "date-time"
        and value is not None
        and dt.datetime.fromisoformat(value).tzinfo is None
    ):
        return [f"{where}: {value!r} has no zone"]
    if isinstance(value, list):
        return [
            found for n, one in enumerate(value) for found in breaches(one, schema["items"], f"{where}/{n}")
        ]
    if isinstance(value, dict):
        wrong = [f"{where}: {name}" for name in set(value) ^ set(schema["required"])]
        known = schema["properties"]
        return wrong + [
            found for name in known for found in breaches(value.get(name), known[name], f"{where}/{name}")
        ]
    return []


def test_the_same_is_the_same_file():
    person, _own = full_life()

    first, again = (exports.packed(person, language="en", at=make.NOW) for _ in range(2))

    assert first == again


def test_a_room_that_gives_what_it_did_not_declare_is_found_out():
    fields = {"known": personal.Field("Known")}

    with pytest.raises(ValueError, match="declares"):
        personal.rows(personal.Domain("x", "X", fields, lambda user: [{"unknown": "1"}]), make.user())


# -- asking, making, taking ---------------------------------------------------------------------------------


def proved(person) -> Client:
    client = Client()
    steps.sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": steps.PASSWORD})
    return client


@pytest.fixture
def person():
    return make.user(password=steps.PASSWORD)


def download(export) -> str:
    return reverse("settings:take-export", args=[export.pk])


def test_from_asking_to_the_file(person, folder):
    client = proved(person)

    asked = client.post(reverse("settings:ask-export"))
    waiting = client.get(reverse("settings:data")).content.decode()
    drain()
    ready = client.get(reverse("settings:data")).content.decode()
    export = Export.objects.get()
    file = folder / f"{export.pk}.zip"
    modes = (oct(folder.stat().st_mode)[-3:], oct(file.stat().st_mode)[-3:])
    answer = client.post(download(export))

    assert (asked.status_code, asked.url) == (303, reverse("settings:data"))
    assert "Your copy is being made." in waiting
    assert download(export) in ready
    assert modes == ("700", "600")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == 'attachment; filename="data.zip"'
    assert "no-store" in answer["Cache-Control"]
    assert person.email in opened(answer.content)["account/data.json"].decode()


def test_it_is_taken_once(person, folder, django_capture_on_commit_callbacks):
    client, export = proved(person), made(person)

    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.post(download(export)).status_code for _ in range(2)]

    assert answers == [200, 404]
    assert list(folder.iterdir()) == []


def made(person, *, at=None) -> Export:
    at = at or timezone.now()
    export = exports.ask(person, language="en", at=at)
    exports.make(str(export.pk), at=at)
    Outbox.objects.all().delete()
    return export


def test_after_a_day_it_is_as_if_it_never_was(person):
    client = proved(person)
    export = made(person, at=timezone.now() - dt.timedelta(hours=24, seconds=1))

    assert client.post(download(export)).status_code == 404
    assert download(export) not in client.get(reverse("settings:data")).content.decode()


def test_another_persons_is_as_if_it_never_was(person):
    export = made(make.user())
    client = proved(person)

    answers = [
        client.post(download(export)),
        client.post(download(Export(pk="00000000-0000-4000-8000-000000000000"))),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Export.objects.get().taken_at is None


def test_one_in_24_hours_also_when_asked_twice_at_once(person):
    client = proved(person)

    answers = [client.post(reverse("settings:ask-export"), follow=True).content.decode() for _ in range(2)]

    assert "Your copy is being made." in answers[0]
    assert "Wait a day between two." in answers[1]
    assert (Export.objects.count(), Outbox.objects.filter(kind="accounts.export").count()) == (1, 1)
    with pytest.raises(exports.TooSoon):
        exports.ask(person, language="en", at=timezone.now() + dt.timedelta(hours=23))
    assert exports.ask(person, language="en", at=timezone.now() + dt.timedelta(hours=24, seconds=5))


@pytest.mark.parametrize("deed", ["ask", "take"])
def test_a_session_that_was_left_open_is_asked_who_it_is(person, deed):
    client = Client()
    client.force_login(person)
    export = made(person) if deed == "take" else None
    address = download(export) if export else reverse("settings:ask-export")

    asked = client.post(address)
    done = client.post(asked.url, {"password": steps.PASSWORD, "next": address})

    assert (asked.status_code, asked.url.split("?")[0]) == (302, reverse("account_reauthenticate"))
    if export:
        assert done["Content-Type"] == "application/zip"
    else:
        assert (done.status_code, Export.objects.count()) == (303, 1)


def test_without_proof_nothing_is_asked_or_taken(person):
    client = Client()
    client.force_login(person)
    export = made(person)
    Export.objects.update(asked_at=timezone.now() - dt.timedelta(days=2))

    for address in (reverse("settings:ask-export"), download(export)):
        asked = client.post(address)
        assert client.post(asked.url, {"password": "wrong words here", "next": address}).status_code == 422

    assert (Export.objects.count(), Export.objects.get().taken_at) == (1, None)


def test_a_promise_that_is_kept_twice_makes_one_file(person):
    export = made(person)
    before = exports.path_of(export).read_bytes()

    exports.make(str(export.pk), at=timezone.now() + dt.timedelta(hours=1))

    assert exports.path_of(export).read_bytes() == before


def test_who_was_erased_meanwhile_gets_no_file(person, folder):
    export = exports.ask(person, language="en", at=timezone.now())
    User.objects.update(erased_at=timezone.now())

    drain()

    assert Export.objects.get(pk=export.pk).made_at is None
    assert not folder.exists()


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"made_at": make.NOW - dt.timedelta(1)}, "export_is_made_after_it_was_asked_for"),
        ({"made_at": make.NOW, "taken_at": make.NOW - dt.timedelta(1)}, "export_is_taken_after_it_was_made"),
    ],
)
def test_the_database_keeps_the_order_of_its_moments(person, facts, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Export.objects.create(user=person, language="en", asked_at=make.NOW, **facts)


# -- what agreed, and taking it back ------------------------------------------------------------------------


def test_being_named_to_everyone_is_written_down_and_taken_back_from_the_log(
    client, django_capture_on_commit_callbacks
):
    person = make.user()
    thread = make.thread(author=person, posts=1)
    client.force_login(person)
    page = reverse("discussions:thread", args=[thread.pk])

    client.post(reverse("settings:privacy"), {"name_audience": "everyone"})
    given = Consent.objects.get(user=person)
    named = person.name in Client().get(page).content.decode()
    log = client.get(reverse("settings:data")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("settings:withdraw", args=[given.pk]))
    given.refresh_from_db()

    assert (given.purpose, given.recipient, given.text_version) == ("name", "everyone", consents.VERSION)
    assert given.text_hash == hashlib.sha256(consents.name_text().encode()).hexdigest()
    assert given.text_hash in log
    assert named
    assert answer.status_code == 303
    assert given.withdrawn_at is not None
    assert person.name not in Client().get(page).content.decode()
    assert Outbox.objects.filter(kind="threads.redraw").count() == 1
    assert (
        reverse("settings:withdraw", args=[given.pk])
        not in client.get(reverse("settings:data")).content.decode()
    )


def test_choosing_members_again_takes_the_consent_back_and_a_new_one_is_a_new_row(client):
    person = make.user()
    client.force_login(person)

    for audience in ("everyone", "everyone", "members", "everyone"):
        client.post(reverse("settings:privacy"), {"name_audience": audience})

    rows = Consent.objects.filter(user=person).order_by("pk").values_list("withdrawn_at", flat=True)
    assert [moment is None for moment in rows] == [False, True]


def test_another_text_is_another_row(monkeypatch):
    person = make.user()
    consents.give_name(person, language="en", at=make.NOW)
    monkeypatch.setattr(consents, "name_text", lambda: "Another sentence.")

    consents.give_name(person, language="en", at=make.NOW)

    assert Consent.objects.filter(user=person, withdrawn_at=None).count() == 2


def test_rules_others_consents_and_what_is_gone_cannot_be_taken_back(client):
    person, other = make.user(), make.user()
    consents.record(person, language="en", at=make.NOW)
    for who in (person, other):
        consents.give_name(who, language="en", at=make.NOW)
    consents.withdraw(person, "name", at=make.LATER)
    client.force_login(person)
    before = list(Consent.objects.order_by("pk").values())

    numbers = [*Consent.objects.values_list("pk", flat=True), 10**30, 0]
    answers = {client.post(f"/en/settings/data/consents/{pk}/withdraw/").status_code for pk in numbers}

    assert answers == {404}
    assert list(Consent.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"purpose": "name", "withdrawn_at": make.NOW - dt.timedelta(1)}, "withdrawn_after_it_was_given"),
        ({"purpose": "terms", "withdrawn_at": make.LATER}, "terms_end_with_the_account"),
    ],
)
def test_the_database_keeps_what_a_consent_is(facts, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Consent.objects.create(user=make.user(), text_hash="x", language="en", given_at=make.NOW, **facts)


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_costs_the_same_however_much_was_agreed(client, how_many, django_assert_num_queries):
    person = make.user()
    for n in range(how_many):
        Consent.objects.create(
            user=person, purpose="name", text_hash=str(n), language="en", given_at=make.NOW
        )
    client.force_login(person)
    client.get(reverse("settings:data"))

    with django_assert_num_queries(6):  # log-in, account, newest copy, consents, again, mailbox
        client.get(reverse("settings:data"))


# -- what goes by itself ------------------------------------------------------------------------------------


def purged(now: dt.datetime) -> None:
    call_command("purge", now=now.isoformat(), verbosity=0)


def test_exports_go_after_a_day(person, folder):
    export = made(person, at=make.NOW)
    (folder / "stray.part").write_bytes(b"left by a worker that was killed")

    purged(make.NOW + dt.timedelta(hours=23))
    kept = sorted(file.name for file in folder.iterdir())
    purged(make.NOW + dt.timedelta(hours=24))

    assert kept == [f"{export.pk}.zip"]
    assert (list(folder.iterdir()), Export.objects.count()) == ([], 0)


def test_accounts_that_never_confirmed_go_after_seven_days():
    young, old, confirmed = make.unverified(), make.unverified(), make.user()
    User.objects.filter(pk__in=[old.pk, confirmed.pk]).update(joined_at=make.NOW - dt.timedelta(days=7))
    User.objects.filter(pk=young.pk).update(
        joined_at=make.NOW - dt.timedelta(days=7) + dt.timedelta(seconds=1)
    )
    held = make.unverified()
    User.objects.filter(pk=held.pk).update(joined_at=make.NOW - dt.timedelta(days=8))
    make.thread(author=held)

    purged(make.NOW)

    left = set(User.objects.values_list("pk", flat=True))
    assert {young.pk, confirmed.pk, held.pk} <= left
    assert old.pk not in left


def test_log_ins_that_are_over_go(person):
    proved(person)

    purged(timezone.now())
    before = client_rows()
    purged(timezone.now() + dt.timedelta(days=15))

    assert (before, client_rows()) == ((1, 1), (0, 0))


def client_rows() -> tuple[int, int]:
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    return Session.objects.count(), UserSession.objects.count()


def test_a_moment_that_is_none_is_refused():
    with pytest.raises(CommandError, match="moment"):
        call_command("purge", now="yesterday")
