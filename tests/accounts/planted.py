"""Somebody whose every written word is a token of its own, and how to look for them everywhere."""

from pathlib import Path
from types import SimpleNamespace

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.utils import timezone

from accounts import consents, exports, mail
from accounts.models import Block
from accounts.sessions import SessionStore
from communities.groups.models import JoinRequest
from communities.profiles.models import Tie
from messaging.threads.models import PostRevision, ReadMark
from moderation.models import Appeal, Case, Decision, Report
from notifications.actions import notify
from tests import make
from tests.accounts import steps

NAME, HANDLE, EMAIL = "Zqcanaryname", "zqcanaryhandle", "zqcanary@example.net"
WORDS = ("zqtitle", "zqpost", "zqversion")  # what one may leave behind without one's name
OWN = (  # what they wrote or are, and find in the copy of their data
    "zqcanaryname", "zqcanaryhandle", "zqcanary@example.net", "zqtitle", "zqpost", "zqversion", "zqremoved",
    "zqhidden", "zqself", "zqabout", "zqplace", "zqfullname", "zqjoin", "zqapplication", "zqoffice", "zqfunction",
    "zqevidence", "zqnote", "zqappeal",
)  # fmt: skip
BESIDE = ("zqreason", "zqkey", "zqsubject", "zqbody")  # what is kept because of them


def plant(*, at) -> SimpleNamespace:
    """A member who was everywhere, and what of it is asked for later."""
    person = make.user(name=NAME, handle=HANDLE, email=EMAIL, password=steps.PASSWORD)
    friend, foe = make.user(), make.user()
    sayer = make.profile(person, full_name="zqfullname", about="zqabout", self_description="zqself")
    Tie.objects.create(profile=sayer, kind="heritage", place="zqplace")
    home = make.community(stewards=[friend], members=[person, foe])
    home.about, home.about_html = f"Ask @{HANDLE}.", f"<p>Ask @{HANDLE}.</p>"
    home.save()
    thread = make.thread(home, author=person, title="zqtitle")
    first = make.post(thread, author=person, text="zqpost one")
    PostRevision.objects.create(
        post=first, text="zqversion", html="<p>zqversion</p>", language="en", written_at=at
    )
    page = f"https://shores.example/en/people/{HANDLE}/"
    link = f'<p>@{HANDLE} said so, see <a href="{page}">{page}</a></p>'
    answer = make.post(thread, author=friend, text=f"@{HANDLE} said so, see {page}", html=link, reply_to=1)
    removed = make.post(thread, author=person, text="zqremoved", state="removed", state_at=at)
    hidden = make.post(
        thread, author=person, text="zqhidden", state="hidden", state_at=at, hidden_why="Rude."
    )
    ReadMark.objects.create(user=person, thread=thread, number=2, at=at)
    JoinRequest.objects.create(community=make.community(visibility="request"), user=person, answer="zqjoin")
    make.answer(make.opportunity(), person, text="zqapplication")
    make.institution_request(asker=person, name="zqoffice", function="zqfunction", evidence="zqevidence")
    office = make.institution()
    make.officer(office)
    make.invitation(office, person)
    make.vouch(voucher=office, state="given", officer=person, why=f"@{HANDLE} knows them.")
    case = Case.objects.create(kind="post", object_id=str(answer.pk), title="zqtitle", snapshot="x")
    Report.objects.create(case=case, by=person, reason="other", note="zqnote")
    judged = Case.objects.create(
        kind="post",
        object_id=str(hidden.pk),
        title="zqtitle",
        snapshot="zqhidden",
        subject_user=person,
        state="decided",
    )
    decision = Decision.objects.create(
        case=judged, by=friend, verdict="hide", reason=f"Rude, @{HANDLE}.", at=at
    )
    Appeal.objects.create(decision=decision, text="zqappeal", at=at)
    about_them = Case.objects.create(
        kind="person", object_id=HANDLE, title=NAME, snapshot=f"{NAME} (@{HANDLE})", subject_user=person
    )
    facts = {"thread": str(thread.pk), "title": "zqtitle", "number": 2}
    notify(friend.pk, "post.reply", key="a", facts=facts, path="/discussions/x/2/", about_id=person.pk)
    notify(friend.pk, "post.hidden", key="b", facts={"why": f"Ask @{HANDLE}."}, path="/discussions/x/2/")
    notify(person.pk, "post.hidden", key="c", facts={"why": "zqreason"}, path="/discussions/x/2/")
    Block.objects.create(by=person, whom=foe)
    Block.objects.create(by=make.user(), whom=person)
    consents.give_name(person, language="en", at=at)
    export = exports.ask(person, language="en", at=timezone.now())
    exports.make(str(export.pk), at=timezone.now())
    _signs_in(person)
    EmailConfirmation.objects.create(email_address=person.emailaddress_set.get(), key="zqkey", sent=at)
    mail.post(make_mail())
    return SimpleNamespace(
        person=person, thread=thread, first=first, answer=answer, removed=removed, hidden=hidden,
        about_them=about_them, judged=judged, home=home, friend=friend, export=export,
    )  # fmt: skip


def _signs_in(person) -> None:
    """A log-in that stands, and one that waits for its code and has the address in it."""
    for facts in ({"_auth_user_id": str(person.pk)}, {"account_login": {"email": EMAIL}}):
        session: SessionBase = SessionStore()
        session.update(facts)
        session.create()
        if "_auth_user_id" in facts:
            UserSession.objects.create(user=person, session_key=session.session_key, ip="0.0.0.0")


def make_mail():
    from django.core.mail import EmailMessage

    return EmailMessage("zqsubject", "zqbody", "no-reply@example.org", [EMAIL])


def everything() -> str:
    """Every row of every table as text, sessions read, with every file that the site wrote and what Redis has."""
    return "\n".join([*_rows(), *_sessions(), *_files(), *_cached()])


def _rows():
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (f"{table} {row!r}" for row in cursor.fetchall())


def _sessions():
    from django.contrib.sessions.models import Session

    return [str(row.get_decoded()) for row in Session.objects.all()]


def _files():
    for folder in (settings.MEDIA_ROOT, settings.EXPORT_DIR, settings.MAIL_DIR):
        for path in Path(folder).rglob("*") if folder else ():
            yield f"{path} " + (path.read_bytes().decode("latin-1") if path.is_file() else "")


def _cached():
    if settings.REDIS_URL:
        import redis

        store = redis.Redis.from_url(settings.REDIS_URL)
        yield from (repr(key) for key in store.scan_iter())


def found(text: str) -> set[str]:
    """Which of their tokens stand in it, whatever case."""
    text = text.lower()
    return {token for token in (*OWN, *BESIDE) if token in text}
