"""What communities do about news from other rooms."""

from django.dispatch import receiver
from django.utils import timezone

from accounts.events import standing_changed
from accounts.models import User
from communities.groups import actions


@receiver(standing_changed, dispatch_uid="groups.officers_leave")
def officers_leave(sender: object, *, user_id: int, **_facts: object) -> None:
    """Who acts for an institution from now on leaves the communities that let no institution in."""
    if User.objects.filter(pk=user_id).exclude(office_slug="").exists():
        actions.leave_as_officer(user_id, at=timezone.now())
