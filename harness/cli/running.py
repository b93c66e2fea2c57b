"""A call of the program, from its arguments to its exit status; what goes wrong becomes a line.

In: how the application is built, and whether somebody has asked for an end. Out: the status; 0 done,
1 done, but some input could not be judged, 2 the call or its input is wrong.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence

import typer

from harness.campaign.errors import Refused
from harness.cli.chinese import complaint
from harness.cli.errors import UserError
from harness.cli.interruption import Interruption, Stopped
from harness.cli.shown import guarded, named, shown
from harness.store.errors import StoreError, disk_error
from letters.faults import BadTable, brief


def run(build: Callable[[], Callable[..., object]], interruption: Interruption) -> int:
    _speak_utf8()
    _log_quietly()
    try:
        status = build()(standalone_mode=False, prog_name="mingcha")
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except Stopped:
        interruption.was_meant()
        return 0
    except BrokenPipeError:  # whoever read our output has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except (UserError, Refused, BadTable, StoreError, OSError, typer.TyperException) as wrong:
        if not interruption.came:  # else it is what became of that
            _complain(wrong)
        return 2
    return status if isinstance(status, int) else 0


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


def _complain(wrong: Exception) -> None:
    """A line for each fault, and no more: what a name holds is written out before it is printed."""
    if isinstance(wrong, typer.TyperException) and _is_help(wrong):
        told = shown(wrong.format_message())
    else:
        # as they will be shown, then made brief: what is written out takes more room
        told = "\n".join(brief([f"错误：{named(each)}" for each in _faults(wrong)]))
    with contextlib.suppress(OSError):
        print(told, file=sys.stderr)  # noqa: T201


def _faults(wrong: Exception) -> Sequence[str]:
    if isinstance(wrong, typer.TyperException):
        return (complaint(wrong),)
    if isinstance(wrong, OSError):
        return (disk_error(wrong),)
    # of a file that a person keeps every fault is told at once
    faults: Sequence[str] = getattr(wrong, "faults", (str(wrong),))
    return faults


def _is_help(wrong: typer.TyperException) -> bool:
    """A group called without a command: what Typer raises then is the group's help."""
    return wrong.format_message().startswith("用法")
