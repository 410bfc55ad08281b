"""Where the environment is read: one place, one reader, the names of the contract."""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[2]

env = environ.Env()
if (ROOT / ".env").is_file():
    env.read_env(ROOT / ".env")


def var(*parts: str) -> Path:
    """A path in the git-ignored folder that holds what a running site writes."""
    return Path(env.str("VAR_DIR", default=str(ROOT / "var"))).joinpath(*parts)
