"""What can go wrong with a key: both are the sender's to solve, and nothing was stored."""


class KeyReused(Exception):
    """The key has already posted something else; a different post needs a key of its own."""


class StillRunning(Exception):
    """Somebody holds the discussion for longer than we wait: send the same again, with the same key."""

    retry_after = 1
