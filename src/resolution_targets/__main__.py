"""The command's entry: `resolution-targets` and `python -m resolution_targets`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command, or say what to install for it."""
    try:
        from resolution_targets.cli import cli  # noqa: PLC0415  # may not be installed
    except ModuleNotFoundError as error:
        if error.name not in ("click", "rich"):
            raise
        print(
            f"The command needs {error.name}: pip install 'resolution-targets[cli]'",
            file=sys.stderr,
        )
        sys.exit(2)
    cli()


if __name__ == "__main__":
    main()
