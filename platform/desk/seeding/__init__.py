"""Builds worlds: a small believable one through the rooms' own actions, a large one in bulk for measuring."""
