"""The threads room."""

from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    name = "messaging.threads"
    label = "threads"

    def ready(self) -> None:
        from messaging.live.registry import register
        from messaging.threads import cases, erasing, kinds, personal, receivers, retention, tasks  # noqa: F401
        from messaging.threads.topics import Discussion

        register(Discussion())
