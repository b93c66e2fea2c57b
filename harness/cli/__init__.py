"""The command line `mingcha`. One file a group of commands; only here is today's date asked for.

Machine output goes to standard output in UTF-8, everything else to standard error. Exit status:
0 done; 1 done, but some input could not be judged; 2 the call or its input is wrong.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
import os
import sys
from typing import NoReturn

import typer

from harness.campaign.errors import Refused
from harness.cli.chinese import Typer, complaint
from harness.cli.errors import UserError
from harness.cli.shown import guarded, shown
from harness.store.errors import StoreError, disk_error
from letters.faults import BadTable, brief

# the groups of commands, each a module beside this one with a `register(app)`
GROUPS = (
    "demo", "campaign", "check", "clock", "calendar", "parse", "score", "rules", "verify", "self_test",
)  # fmt: skip


def _speak_utf8() -> None:
    """UTF-8 into files and pipes; on a console of another code page, nothing that would crash.
    From here on nothing unseen reaches either, whoever prints it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout, sys.stderr = guarded(sys.stdout), guarded(sys.stderr)


def _log_quietly() -> None:
    """A traceback is for whoever mends the program (MINGCHA_DEBUG=1), not for an assessor: what
    went wrong is told in Chinese where it belongs."""
    debug = os.environ.get("MINGCHA_DEBUG")
    logging.getLogger().addHandler(logging.StreamHandler() if debug else logging.NullHandler())


def _keep_private() -> None:
    """Whatever the program creates, it and its children, is for its user alone (0600, 0700): letters
    and answers name people. In one place, for here every command begins; Windows keeps a user's
    folders private by inheritance."""
    if os.name == "posix":
        os.umask(0o077)


def build() -> Typer:
    """The whole application, every group registered."""
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
    _speak_utf8()
    _keep_private()
    _log_quietly()
    try:
        status = build()(standalone_mode=False)
    except (Refused, BadTable) as wrong:  # of the files of a campaign every fault is told at once
        _complain("\n".join(f"错误：{each}" for each in str(wrong).splitlines()), 2)
    except (UserError, StoreError) as wrong:
        _complain(f"错误：{wrong}", 2)
    except BrokenPipeError:  # whoever read our output has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
    except OSError as wrong:
        _complain(f"错误：{disk_error(wrong)}", 2)
    except typer.TyperException as wrong:
        _complain(wrong.format_message() if _is_help(wrong) else f"错误：{complaint(wrong)}", 2)
    except (typer.Abort, KeyboardInterrupt):
        _complain("已中断。", 130)
    sys.exit(status)


def _is_help(wrong: typer.TyperException) -> bool:
    """A group called without a command: what Typer raises then is the group's help."""
    return wrong.format_message().startswith("用法")


def _complain(line: str, status: int) -> NoReturn:
    # as it will be shown: what is written out takes more room
    told = "\n".join(brief(shown(line).splitlines()))
    with contextlib.suppress(OSError):
        print(told, file=sys.stderr)  # noqa: T201
    sys.exit(status)
