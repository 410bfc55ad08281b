"""How a review ends: what a second editor approved is published (setting WAGTAIL_FINISH_WORKFLOW_ACTION).

It stands alone, because Wagtail imports it while its own models are still being read.
"""

from typing import Any


def publish_reviewed(workflow_state: Any, user: Any = None) -> None:
    """Publish the words that were approved.

    No editor may publish by themselves, so a reviewer has no such permission: the review is the right.
    """
    revision = workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=True)
