"""What editing keeps of a person: unsaved forms and settings go, pages and their history stay unnamed."""

import datetime as dt

from wagtail.admin.models import EditingSession, FormState
from wagtail.models import Comment, CommentReply, PageSubscription
from wagtail.users.models import UserProfile

from accounts.erasing import DELETED, UNNAMED, Room, Steps, register
from accounts.models import User

OWN = (FormState, EditingSession, PageSubscription, UserProfile)


def steps(person: User, words: bool, at: dt.datetime) -> Steps:
    for model in OWN:
        model._base_manager.filter(user=person).delete()
    if words:
        CommentReply.objects.filter(user=person).update(text="")
        Comment.objects.filter(user=person).update(text="")
    yield


register(
    Room(
        "pages",
        steps,
        covers={
            **{model._meta.label: DELETED for model in OWN},
            **dict.fromkeys(
                (
                    "pages.Feature.by",
                    "wagtailcore.Comment.user",
                    "wagtailcore.Comment.resolved_by",
                    "wagtailcore.CommentReply.user",
                    "wagtailcore.ModelLogEntry.user",
                    "wagtailcore.Page.locked_by",
                    "wagtailcore.Page.owner",
                    "wagtailcore.PageLogEntry.user",
                    "wagtailcore.Revision.user",
                    "wagtailcore.TaskState.finished_by",
                    "wagtailcore.UploadedFile.uploaded_by_user",
                    "wagtailcore.WorkflowState.requested_by",
                    "wagtaildocs.Document.uploaded_by_user",
                    "wagtailimages.Image.uploaded_by_user",
                    "wagtail_localize.StringTranslation.last_translated_by",
                    "wagtail_localize.SegmentOverride.last_translated_by",
                ),
                UNNAMED,
            ),
        },
    )
)
