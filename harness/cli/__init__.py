"""The command line `mingcha`. One file a group of commands; only here is today's date asked for.

Machine output goes to standard output in UTF-8, everything else to standard error. Exit status:
0 done; 1 done, but some input could not be judged; 2 the call or its input is wrong; 130 and the
like, where somebody has ended it.

This file loads nothing but what listens for Ctrl-C: the rest takes a third of a second to load, and
somebody may change his mind in it.
"""

from __future__ import annotations

import importlib
import os

from harness.cli.interruption import Interruption

TYPE_CHECKING = False  # as `typing` has it, which takes long to load
if TYPE_CHECKING:
    from harness.cli.chinese import Typer

# the groups of commands, each a module beside this one with a `register(app)`
GROUPS = (
    "demo", "campaign", "check", "clock", "calendar", "parse", "score", "rules", "verify", "self_test",
)  # fmt: skip


def build() -> Typer:
    """The whole application, every group registered."""
    from harness.cli.chinese import Typer

    app = Typer(
        name="mingcha",
        help="明察：依申请公开第三方测评工具。",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for name in GROUPS:
        importlib.import_module(f"harness.cli.{name}").register(app)
    return app


def main() -> None:
    interruption = Interruption()
    status = 130
    try:
        interruption.listen()
        _keep_private()
        from harness.cli.running import run

        status = run(build, interruption)
        interruption.end(status)
    except SystemExit:
        raise
    except BaseException:
        if not interruption.came:
            raise
    interruption.end(status)


def _keep_private() -> None:
    """Whatever the program creates, it and its children, is for its user alone (0600, 0700): letters
    and answers name people. In one place, for here every command begins; Windows keeps a user's
    folders private by inheritance."""
    if os.name == "posix":
        os.umask(0o077)
