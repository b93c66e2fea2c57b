"""The command line `mingcha`. One file a group of commands; only here is today's date asked for.

Machine output goes to standard output in UTF-8, everything else to standard error. Exit status:
0 done; 1 done, but some input could not be judged; 2 the call or its input is wrong.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys

import typer

from harness.cli.errors import UserError

# the groups of commands, each a module beside this one with a `register(app)`
GROUPS = ("demo", "check", "clock", "calendar", "parse", "score", "rules")


def _speak_utf8() -> None:
    """UTF-8 into files and pipes; on a console of another code page, nothing that would crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="replace")


def build() -> typer.Typer:
    """The whole application, every group registered."""
    app = typer.Typer(
        name="mingcha",
        help="明察：依申请公开第三方测评工具。",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for name in GROUPS:
        importlib.import_module(f"harness.cli.{name}").register(app)
    return app


def main() -> None:
    _speak_utf8()
    try:
        build()()
    except UserError as wrong:
        print(f"错误：{wrong}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):
            print("已中断。", file=sys.stderr)  # noqa: T201
        sys.exit(130)
