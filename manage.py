#!/usr/bin/env python
"""Run a management command: ``python manage.py <command>``."""

import os
import sys
from pathlib import Path

# platform/ is a plain folder, not a package: a package of that name would hide Python's own `platform`
# module. It is put on the path so that what it holds (config, core, accounts …) is imported by bare name.
ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in ("demo", "demo_code"):
        from config.demo import environment

        environment(sys.argv[2:])
    default = "config.settings.prod" if command == "serve" else "config.settings.dev"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", default)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
