"""python -m bot"""

from __future__ import annotations

import sys

from bot.signals import end_at_once

SERVING = (["run"], ["sandbox"])


def main() -> None:
    """Run the command line. What serves until it is stopped can be stopped while it still loads, too."""
    if sys.argv[1:2] in SERVING:
        end_at_once()
    from bot.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
