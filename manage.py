#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - with the settings named

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
