"""Topic `me`: a person's own notices, and the number of those they have not read."""

from collections.abc import Collection
from typing import Any

from accounts.models import User
from accounts.permissions import takes_part
from messaging.live.registry import Row, Stand, seqs_after
from notifications.models import Mailbox


class Me:
    """The mailbox's counter is the stream: each number is a notice, and a frame says how many are unread."""

    name = "me"

    def key(self, ident: str, user_id: int | None) -> str | None:
        return str(user_id) if ident == "" and user_id is not None else None

    def wire_name(self, key: str) -> str:
        return self.name

    def stand(self, key: str, viewer: Any) -> Stand | None:
        if not takes_part(viewer) or str(viewer.pk) != key:
            return None
        return self.heads([key]).get(key)

    def heads(self, keys: Collection[str]) -> dict[str, Stand]:
        counted = User.objects.filter(pk__in=keys).values_list("pk", "mailbox__seq")
        return {str(pk): Stand(seq or 0, 0) for pk, seq in counted}

    def still_allowed(self, key: str, user_ids: Collection[int | None]) -> set[int | None]:
        return {user_id for user_id in user_ids if str(user_id) == key}

    def after(self, key: str, seq: int, limit: int) -> tuple[int, list[Row]]:
        newest, unread = Mailbox.objects.filter(pk=int(key)).values_list("seq", "unread").first() or (0, 0)
        data = {"unread": unread}
        return 0, [Row(number, "notice.new", data=data) for number in seqs_after(seq, newest, limit)]

    def html(self, row: Row, language: str, audience: str) -> str:
        return ""

    def withheld(self, row: Row, language: str) -> str:
        return ""
