"""The cache's short memory for what every page asks."""

from core.cache import SturdyCache


def test_get_recent_asks_the_shared_cache_only_now_and_then():
    ours = SturdyCache("", {})
    ours.set("nav", "old")
    first = ours.get_recent("nav", 5)
    ours._near.set("nav", "new")  # by another process

    assert (first, ours.get_recent("nav", 5), ours.get("nav")) == ("old", "old", "new")


def test_get_recent_forgets_at_once_what_this_process_deletes():
    ours = SturdyCache("", {})
    ours.set("nav", "old")
    ours.get_recent("nav", 5)

    ours.delete("nav")

    assert ours.get_recent("nav", 5) is None
