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
import sys
from functools import partial

from harness.cli.interruption import Interruption

TYPE_CHECKING = False  # as `typing` has it, which takes long to load
if TYPE_CHECKING:
    from harness.cli.chinese import Typer

# each module beside this one that has a `register(app)`, and the commands that it registers
GROUPS: dict[str, tuple[str, ...]] = {
    "demo": ("demo",),
    "campaign.beginning": ("new", "status"),
    "campaign.applicant": ("applicant",),
    "campaign.plan": ("plan", "letters"),
    "campaign.sending": ("send", "pause", "resume", "recall", "resend"),
    "campaign.noting": ("log",),
    "campaign.coming": ("collect", "queue", "file", "case"),
    "campaign.ledger": ("ledger",),
    "campaign.ruling": ("rule",),
    "campaign.judging": ("due", "marks", "report"),
    "campaign.reviewing": ("sample", "second", "agreement"),
    "campaign.objecting": ("objection",),
    "campaign.past": ("undo", "history"),
    "campaign.keeping": ("bundle", "backup", "restore"),
    "campaign.storing": ("store",),
    "campaign.drill": ("drill",),
    "check": ("check",),
    "guide": ("guide",),
    "clock": ("clock",),
    "calendar": ("calendar",),
    "parse": ("parse",),
    "score": ("score",),
    "rubric": ("rubric",),
    "rules": ("rules",),
    "serve": ("serve",),
    "cluster": ("cluster",),
    "verify": ("verify",),
    "self_test": ("self-test",),
}


def build(asked: str | None = None) -> Typer:
    """The application with the command asked for; with every command where that is none of them, so
    that help and complaints know all. Each loads what it works with, which takes its time."""
    from harness.cli.chinese import Typer

    app = Typer(
        name="mingcha",
        help="明察：依申请公开第三方测评工具。",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_mingcha)
    wanted = [group for group, commands in GROUPS.items() if asked in commands]
    for group in wanted or GROUPS:
        importlib.import_module(f"harness.cli.{group}").register(app)
    return app


def _mingcha() -> None:
    """With a callback a single command keeps its name."""


def main() -> None:
    interruption = Interruption()
    status = 130
    try:
        interruption.listen()
        _keep_private()
        from harness.cli.running import run

        status = run(partial(build, *sys.argv[1:2]), interruption)
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
