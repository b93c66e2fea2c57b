"""What every verb of a campaign has in common: its options, the open folder, how a result is shown.

In: what was given on the command line. Out: a `Workspace`; a value as JSON, a table, a next step.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli import given
from harness.cli.errors import UserError
from harness.cli.shown import escaped, named, say
from harness.cli.today import today

if TYPE_CHECKING:
    from harness.campaign.workspace import Workspace

USER = "MINGCHA_USER"

Folder = Annotated[
    Path | None,
    typer.Option(
        "-C", metavar="DIR", help="测评文件夹；不填则为当前文件夹或最近的含 campaign.toml 的上级。"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="姓名", help=f"由谁操作；不填则为环境变量 {USER} 或登录名。"),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="日期", help="以哪一天为今天；不填则为今天。")
]
Write = Annotated[bool, typer.Option("--write", help="写入；不加则只显示将会怎样。")]
MadeAtOnce = Annotated[bool, typer.Option("--write", help="可加可不加：只制作文件，立即执行。")]
Seen = Annotated[
    str | None,
    typer.Option("--seen", metavar="代码", help="查看时所给的代码；其间若有变动，则不写入。"),
]


@dataclass(frozen=True, slots=True)
class Desk:
    """What was given of the common options."""

    folder: Path | None = None
    as_json: bool = False
    by: str | None = None
    as_of: str | None = None

    @property
    def day(self) -> date:
        return day_given(self.as_of, "--as-of") or today()

    @property
    def writer(self) -> str | None:
        """Who works: None leaves it to the login name."""
        return self.by or os.environ.get(USER) or None

    def place(self) -> Path:
        """The campaign's folder."""
        from harness.campaign.workspace import SETTINGS, nearest

        if self.folder is None:
            return nearest(Path.cwd())
        if not self.folder.is_dir():
            raise UserError(f"-C：没有文件夹“{self.folder}”，请检查路径")
        if not (self.folder / SETTINGS).is_file():
            raise UserError(f"-C：“{self.folder}”里没有 {SETTINGS}，不是测评文件夹")
        return self.folder

    @contextmanager
    def opened(self) -> Iterator[Workspace]:
        from harness.campaign.workspace import open_workspace
        from harness.cli.progress import progress

        day, by = self.day, self.writer
        with (
            progress() as told,
            open_workspace(self.place(), as_of=day, by=by, told=told) as workspace,
        ):
            yield workspace
            news = tuple(workspace.news)
        for line in news:
            say(line, err=True)

    def answer(self, value: object) -> None:
        """One line of JSON."""
        say_json(value)

    def next(self, command: str, why: str = "") -> None:
        """The last line: what to type next. For people only."""
        if not self.as_json:
            said = f"{why}：" if why else "下一步："
            say(f"{said}{self.command(command)}")

    def command(self, command: str) -> str:
        """With the folder, the name and the day, where they were given."""
        common = {"-C": self.folder, "--by": self.by, "--as-of": self.as_of}
        more = [word for name, value in common.items() if value for word in (name, str(value))]
        return " ".join([command, *([self.words(more)] if more else [])])

    def words(self, words: Iterable[str]) -> str:
        """As they must be typed: what holds a blank is quoted."""
        return " ".join(shlex.quote(word) if _needs_quotes(word) else word for word in words)


def _needs_quotes(word: str) -> bool:
    """Chinese needs none; what a shell would take for its own does."""
    return not word or any(each.isspace() or each in "'\"\\$`&|;<>()*?[]{}!#~" for each in word)


def moment(at: str | None) -> str:
    """An instant as China's clocks showed it."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    if not at:
        return ""
    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}"


def say_json(value: object) -> None:
    """Frozen values as JSON: days as ISO 8601, Decimals as numbers with the digits they have."""
    import msgspec

    text = msgspec.json.Encoder(decimal_format="number").encode(value).decode("utf-8")
    typer.echo(escaped(text))


_typed: dict[str, str] = {}  # passwords, for as long as the program runs


def password_typed(mailbox: str) -> str | None:
    """Typed in, once for sending and receiving; None where nobody sits there."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    if mailbox not in _typed:
        _typed[mailbox] = getpass(
            f"邮箱 {mailbox} 的密码（不显示，不保存；多数邮箱要填“授权码”）："
        )
    return _typed[mailbox] or None


def day_given(text: str | None, what: str) -> date | None:
    """A day in any usual form."""
    return None if text is None else given.day(text, f"{what} ")


def place_for(file: Path | None, what: str, suffix: str) -> Path | None:
    """A file that may be written: looked at before the work begins."""
    return None if file is None else given.place_for(file, what, (suffix,))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Names come from outside: no markup, and nothing unseen."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from harness.cli.console import console

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        made.add_column(head, overflow="fold")
    for row in rows:
        made.add_row(*(Text(named(told(each))) for each in row))
    out = console()
    if not out.is_terminal:
        out.width = WIDE  # a pipe or a file has room
    out.print(made)


WIDE = 160


def told(value: object) -> str:
    return "" if value is None else str(value)


def name_left(lines: Iterable[str]) -> bool:
    """What could not be judged, each on standard error; whether there is any."""
    found = list(lines)
    for line in found:
        say(line, err=True)
    return bool(found)
