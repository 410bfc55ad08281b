"""What this room does about its own rows: however one goes, its bytes go with the commit."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from uploads import store
from uploads.models import StoredFile


@receiver(post_delete, sender=StoredFile)
def forget_bytes(sender, *, instance: StoredFile, **facts) -> None:
    transaction.on_commit(partial(store.remove, instance.pk))
