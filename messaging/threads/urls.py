"""The addresses of this room."""

from django.urls import path

from messaging.threads.views import discussion, own, starting, tending

app_name = "discussions"
urlpatterns = [
    path("new/<int:board>/", starting.new, name="new"),
    path("<uuid:uuid>/", discussion.discussion, name="thread"),
    path("<uuid:uuid>/reply/", discussion.reply, name="reply"),
    path("<uuid:uuid>/read/", discussion.read, name="read"),
    path("<uuid:uuid>/close/", tending.close, name="close"),
    path("<uuid:uuid>/reopen/", tending.reopen, name="reopen"),
    path("<uuid:uuid>/<int:number>/", discussion.post, name="post"),
    path("<uuid:uuid>/<int:number>/choices/", own.choices, name="choices"),
    path("<uuid:uuid>/<int:number>/edit/", own.edit, name="edit"),
    path("<uuid:uuid>/<int:number>/remove/", own.remove, name="remove"),
    path("<uuid:uuid>/<int:number>/back/", own.back, name="back"),
    path("<uuid:uuid>/<int:number>/history/", own.history, name="history"),
    path("<uuid:uuid>/<int:number>/hide/", tending.hide, name="hide"),
    path("<uuid:uuid>/<int:number>/restore/", tending.restore, name="restore"),
]
