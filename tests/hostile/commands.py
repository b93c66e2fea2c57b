"""How a hostile file is given to the command line: the arguments of `mingcha`, by what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hostile_files import LETTER, Hostile
from hostile_files.listing import letter

_MAIN = "from harness.cli import main; main()"
# what no command of its own reads today is read by the function that reads it in a campaign
_READERS = {
    "units": "from letters.tables import read_units as read",
    "campaign": "from letters.tables import read_campaign as read_folder; read = lambda p: read_folder(p.parent)",
    "ledger": (
        "from harness.ledger.reading import read as read_bytes; "
        "read = lambda p: read_bytes(p.read_bytes(), p.name)"
    ),
}
_READ = (
    "import sys; from pathlib import Path; from letters.faults import BadTable; {}\n"
    "try: read(Path(sys.argv[1]))\n"
    "except BadTable as wrong: sys.stderr.write(str(wrong) + '\\n'); sys.exit(2)"
)
_FACTS = "单位名称,依申请公开答复\n演江市财政局,3\n"
_NAMES = {"campaign": "campaign.toml", "facts": "facts"}

Arguments = Callable[[Path, Path], list[str]]  # the file, a folder for what else is needed


def lay(file: Hostile, folder: Path) -> Path:
    """Write the file where a command will find it."""
    name = _NAMES.get(file.opened_as, file.name)
    path = folder / (name if "." in name else f"{name}{file.suffix}")
    path.write_bytes(file.make())
    return path


def of(file: Hostile) -> dict[str, Arguments]:
    """Name -> arguments of Python, of each way in which this file is opened."""
    if file.opened_as == LETTER:
        return {"check": _cli("check", "--json"), "parse": _cli("parse", "--json")}
    if file.opened_as in _READERS:
        code = _READ.format(_READERS[file.opened_as])
        return {file.opened_as: lambda path, _: ["-c", code, str(path)]}
    return {file.opened_as: _KEPT[file.opened_as]}


def _cli(*words: str) -> Arguments:
    return lambda path, _: ["-c", _MAIN, *words, str(path)]


def _expect(path: Path, folder: Path) -> list[str]:
    reply = folder / "reply.txt"
    reply.write_text(letter(), encoding="utf-8")
    return ["-c", _MAIN, "check", str(reply), "--json", "--expect", str(path)]


def _rubric(path: Path, folder: Path) -> list[str]:
    facts = folder / "given.csv"
    facts.write_text(_FACTS, encoding="utf-8")
    return ["-c", _MAIN, "score", str(path), str(facts), "--json"]


_KEPT: dict[str, Arguments] = {
    "expect": _expect,
    "rubric": _rubric,
    "facts": lambda path, _: ["-c", _MAIN, "score", "yanjiang_drill", str(path), "--json"],
    "timeline": lambda path, _: [
        "-c",
        _MAIN,
        "clock",
        str(path),
        "--as-of",
        "2026-03-31",
        "--json",
    ],
    "notice": _cli("calendar", "import", "--json"),
}
