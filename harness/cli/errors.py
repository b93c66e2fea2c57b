"""How the command line tells a user that the call or its input is wrong: the sentences that more than
one command says, each in one wording.

In: what was given, and what came of it. Out: a Chinese line (what, where, how to mend it), or the
`UserError` that ends the command with status 2.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.cli.shown import named
from harness.store.errors import reason

__all__ = [
    "UserError", "all_wrong", "bad_number", "exists_already", "is_folder", "missing",
    "missing_argument", "no_text", "nothing_matches", "reason", "unopened", "unwritable",
]  # fmt: skip


class UserError(Exception):
    """One clear line in Chinese: what, where, how to mend it; of several faults a line each. Printed
    to stderr; exit status 2."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def all_wrong(faults: Sequence[str]) -> UserError:
    """Every fault at once, a line each."""
    return UserError(*faults)


def missing(name: object) -> str:
    return f"没有文件“{named(name)}”，请检查路径"


def nothing_matches(pattern: object) -> str:
    return f"没有与“{named(pattern)}”相符的文件，请检查路径"


def is_folder(name: object) -> str:
    return f"“{named(name)}”是文件夹，这里应给一个文件"


def unopened(name: object, wrong: OSError) -> str:
    """Why a file that was named cannot be had."""
    if isinstance(wrong, FileNotFoundError):
        return missing(name)
    if isinstance(wrong, IsADirectoryError):
        return is_folder(name)
    return f"打不开文件“{named(name)}”：{reason(wrong)}"


def unwritable(name: object, wrong: OSError) -> str:
    return f"写不了文件“{named(name)}”：{reason(wrong)}，请另行指定位置，或者关闭正打开它的程序"


def exists_already(name: object) -> str:
    return f"“{named(name)}”已经存在，为免覆盖没有写入，请另取文件名"


def no_text(name: object) -> str:
    return f"“{named(name)}”不是 UTF-8 或者 GBK 编码的文本，请另存为 UTF-8 编码"


def bad_number(what: str, given: object, least: int, most: int) -> str:
    return f"{what}应是{least}到{most}的整数，给的是“{given}”"


def missing_argument(name: str, command: str) -> str:
    return f"缺少{name}。用法见 mingcha {command} --help"
