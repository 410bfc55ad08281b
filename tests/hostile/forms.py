"""Every form of the site: who fills it in, with what. Each field in turn is filled in badly."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from tests.hostile.values import OTHERS, TEXTS, Hostile
from tests.hostile.world import PASSWORD, World

KEY = str(UUID(int=7))
SOON = (dt.date.today() + dt.timedelta(days=30)).isoformat()


@dataclass(frozen=True)
class Form:
    """`data` is valid. `lenient` fields come from scripts or buttons: what they cannot mean is ignored."""

    route: str
    who: str
    data: dict | Callable[[World], dict] = field(default_factory=dict)
    typed: tuple[str, ...] = ()  # free text that is shown again when the form is refused
    lenient: tuple[str, ...] = ()
    codes: tuple[int, ...] = (422,)  # how a wrong field is answered
    is_refused: bool = False  # nothing valid can be sent: codes that went out by mail
    tried: tuple[str, ...] = ()  # of a form whose fields another one has, too: those that are filled in badly

    def fields(self, world: World) -> dict:
        return dict(self.data(world) if callable(self.data) else self.data)

    def values(self, name: str) -> list[Hostile]:
        """What is tried in a field; of fields that are alike, in the first of them."""
        if name[-2:] in ("_1", "_2") or (self.tried and name not in self.tried):
            return []
        return TEXTS if name in self.typed else OTHERS

    def __str__(self) -> str:
        return self.route


DESCRIPTION = {
    "purpose": "Weavers of the delta.", "about": "We meet.", "rules": "Be kind.", "language": "en",
    "question": "Who are you?", "ties_0": "GH", "ties_1": "", "ties_2": "", "lives_0": "DE", "lives_1": "", "lives_2": "",
}  # fmt: skip
TYPED = ("purpose", "about", "rules", "question")
OPPORTUNITY = {
    "kind": "skills", "title": "An exchange of nurses", "language": "en", "text": "Two days a week.",
    "place": "Kumasi", "is_remote": "", "languages_0": "en", "languages_1": "", "languages_2": "",
    "cost": "Travel is covered.", "closes_at_day": SOON, "closes_at_hour": "18:00", "zone": "Africa/Accra",
}  # fmt: skip
WORDS = {"text": "Words about a shuttle.", "language": "en"}
PROOF = {
    "function": "Head of desk",
    "website": "https://weaving.example",
    "evidence": "See the list of staff.",
}
INSTITUTION = PROOF | {"name": "Delta Weaving Trust", "kind": "ngo", "level": "national", "country": "GH"}
SIGN_UP = {
    "email": "new@example.org", "name": "Amina Diallo", "password1": PASSWORD, "age": "on", "terms": "on",
    "zone": "Africa/Accra",
}  # fmt: skip

FORMS = [
    Form("account_signup", "visitor", SIGN_UP, typed=("email", "name"), lenient=("zone", "age", "terms")),
    Form("account_login", "visitor", lambda world: {"login": world.people["member"].email, "password": PASSWORD},
         typed=("login",)),
    Form("account_request_login_code", "visitor", {"email": "new@example.org"}, typed=("email",)),
    Form("account_reset_password", "visitor", {"email": "new@example.org"}, typed=("email",)),
    Form("account_reauthenticate", "member", {"password": PASSWORD}),
    Form("account_email", "member", {"email": "new@example.org", "action_add": "1"}, typed=("email",),
         lenient=("action_add",)),
    Form("account_change_password", "member", {"oldpassword": PASSWORD, "password1": "lantern mango river 43"}),
    Form("mfa_activate_totp", "member", {"code": "000000"}, is_refused=True),
    Form("usersessions_list", "member", {"end": "1"}, lenient=("end",)),
    Form("settings:language", "member", {"language": "fr", "zone": "Africa/Accra"}),
    Form("settings:privacy", "member", {"name_audience": "everyone"}),
    Form("profile:about", "member", {"about": "I mend looms.", "audience": "members", "institutions": "on"},
         typed=("about",), lenient=("institutions",)),
    Form("profile:self-description", "member", {"self_description": "Of two shores", "audience": "members"},
         typed=("self_description",)),
    Form("profile:full-name", "member", {"full_name": "Amina Diallo", "audience": "members"}, typed=("full_name",)),
    Form("profile:residence", "member", {"country_0": "DE", "place": "An island", "audience": "members"},
         typed=("place",)),
    Form("profile:heritage", "member", {"country_0": "GH", "place": "A valley", "generation": "moved",
         "audience": "members"}, typed=("place",)),
    Form("profile:mother-tongues", "member", {"language_0": "sw", "audience": "members"}),
    Form("profile:languages", "member", {"language_0": "fr", "level_0": "fluent", "audience": "members"}),
    Form("profile:skills", "member", {"skills": "nursing", "sectors": "health", "audience": "members"}),
    Form("profile:interests", "member", {"themes": "health", "audience": "members"}),
    Form("profile:availability", "member", {"hours": "8", "works": "remote", "paused": "on", "audience": "members"},
         lenient=("paused",)),
    Form("profile:picture", "member", {"audience": "members"}, is_refused=True),  # a file is tried by tests/uploads
    Form("profile:remove-picture", "member"),
    Form("profile:check-up", "member", {"preset": "careful"}),
    Form("profile:directory", "member", {"listed": "yes"}),
    Form("profile:institutions", "member", lambda world: {"institution": world.office.slug}),
    Form("profile:withdraw", "member"),
    Form("settings:safety", "member", {"password": PASSWORD}),
    Form("settings:come-back", "member", {"password": PASSWORD}),
    Form("settings:erase", "member", {"words": "keep", "password": PASSWORD}),
    Form("settings:undo-erasure", "member"),
    Form("quick-exit", "visitor"),
    Form("settings:ask-export", "member"),
    Form("settings:take-export", "member"),
    Form("settings:withdraw", "member"),
    Form("people:person", "moderator", lambda world: {"why": f"A report about {world.blocked.by.name}"}, typed=("why",)),
    Form("people:block", "member", {"from": "settings"}, lenient=("from",)),
    Form("people:unblock", "member", {"from": "settings"}, lenient=("from",)),
    Form("communities:new", "member", DESCRIPTION | {"name": "Delta Weavers", "visibility": "public"},
         typed=("name", *TYPED)),
    Form("communities:edit", "steward", DESCRIPTION, typed=TYPED, tried=("purpose", "lives_0")),
    Form("communities:ask", "stranger", {"answer": "A weaver."}, typed=("answer",)),
    Form("communities:decline", "steward", {"reason": "No looms."}, typed=("reason",)),
    Form("communities:institutions", "steward", {"institutions": "none"}),
    Form("communities:appoint", "steward", {"role-role": "moderator"}),
    Form("communities:remove", "steward", {"removal-reason": "No looms."}, typed=("removal-reason",)),
    Form("communities:leave", "member"),
    Form("communities:withdraw", "stranger"),
    Form("communities:admit", "steward"),
    Form("discussions:new", "member", WORDS | {"title": "Whose shuttle?", "idempotency_key": KEY},
         typed=("text", "title"), codes=(422, 400)),
    Form("discussions:reply", "member", WORDS | {"idempotency_key": KEY, "reply_to": "1"}, typed=("text",),
         codes=(422, 400)),
    Form("discussions:read", "member", {"number": "1"}, codes=(400,)),
    Form("discussions:close", "steward", {"why": "It is answered."}, typed=("why",)),
    Form("discussions:edit", "member", WORDS, typed=("text",)),
    Form("discussions:remove", "member"),
    Form("discussions:hide", "steward", {"why": "A reason."}, typed=("why",)),
    Form("opportunities:new", "officer", OPPORTUNITY | {"key": KEY}, typed=("title", "text", "place", "cost"),
         lenient=("is_remote",)),
    Form("opportunities:edit", "officer", OPPORTUNITY, typed=("title", "text", "place", "cost"),
         tried=("title", "closes_at_day"), lenient=("is_remote",)),
    Form("opportunities:answer", "member", WORDS, typed=("text",)),
    Form("opportunities:submit", "officer"),
    Form("institutions:new", "member", lambda world: INSTITUTION | {"second": world.people["moderator"].handle},
         typed=("name", "function", "website", "second", "evidence")),
    Form("institutions:confirm", "member"),
    Form("institutions:decline", "member"),
    Form("institutions:withdraw", "stranger"),
    Form("institutions:accept", "stranger"),
    Form("institutions:decline-invitation", "stranger"),
    Form("institutions:vouch", "officer", {"why": "We train their teachers."}, typed=("why",)),
    Form("institutions:decline-vouch", "officer"),
    Form("institutions:withdraw-vouch", "officer"),
    Form("institutions:terms", "new officer", {"agree": "on"}, lenient=("agree",)),
    Form("institutions:leave", "alone", {"told": "on"}, lenient=("told",)),
    Form("institutions:renew", "owner", PROOF, typed=("function", "website", "evidence")),
    Form("institutions:team", "officer", {"handle": "nobody-yet", "role": "reader"}, typed=("handle",)),
    Form("institutions:person", "officer", {"role": "editor"}),
    Form("institutions:end", "officer"),
    Form("institutions:withdraw-invitation", "officer"),
    Form("institutions:hand-over", "officer", lambda world: {"to": str(world.colleague.pk), "becomes": "reader"}),
    Form("desk:yes", "moderator"),
    Form("desk:refuse", "moderator", {"reason": "The website names nobody."}, typed=("reason",)),
    Form("notifications:open", "member"),
    Form("notifications:read-all", "member"),
    Form("notifications:undo-read-all", "member"),
    Form("notifications:settings", "member", {"mails": "on"}, lenient=("mails",)),
    Form("notifications:stop", "visitor"),
    Form("moderation:report", "member", {"reason": "spam", "note": "Look."}, typed=("note",)),
    Form("moderation:claim", "moderator", {"over": "1"}, lenient=("over",)),
    Form("moderation:unclaim", "moderator"),
    Form("moderation:decide", "moderator", {"verdict": "hide", "seen": "", "reason": "A reason."}, typed=("reason",),
         codes=(422, 409)),
    Form("moderation:decision", "member", {"text": "I meant it well."}, typed=("text",)),
    Form("pages:feature", "moderator", {"until": SOON, "back": "/en/communities/"}, lenient=("back",)),
]  # fmt: skip
