"""What changes a discussion for good: every deed asks for its right and takes the discussion's turn."""

from messaging.threads.actions.changing import edit_post, put_back, remove_post
from messaging.threads.actions.moderating import close_thread, hide_post, reopen_thread, restore_post
from messaging.threads.actions.reading import mark_read
from messaging.threads.actions.redrawing import redraw, redraw_everywhere
from messaging.threads.actions.refusals import KeyReused, StillRunning
from messaging.threads.actions.starting import start_thread
from messaging.threads.actions.writing import Written, write_post

__all__ = [
    "KeyReused",
    "StillRunning",
    "Written",
    "close_thread",
    "edit_post",
    "hide_post",
    "mark_read",
    "put_back",
    "redraw",
    "redraw_everywhere",
    "remove_post",
    "reopen_thread",
    "restore_post",
    "start_thread",
    "write_post",
]
