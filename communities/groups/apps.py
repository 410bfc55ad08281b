"""The groups room."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "communities.groups"
    label = "groups"

    def ready(self) -> None:
        from communities.groups import erasing, hosts, kinds, officers, personal, receivers, retention, tasks  # noqa: F401
