"""Whatever a name stands for, only a regular file of a size that was told comes in, and at once."""

from __future__ import annotations

import ast
import io
import os
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from letters.opening import NO_FILE, NotOpened, all_of, opened, read_file, read_text

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="devices and pipes have no names elsewhere")


def _in_time(call):
    """What `call` raises; a failure where it is still waiting after five seconds."""
    told: list[BaseException] = []

    def run() -> None:
        try:
            call()
        except BaseException as wrong:  # noqa: BLE001
            told.append(wrong)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive(), "it waits"
    return told[0] if told else None


def test_a_file_comes_in_as_it_is(tmp_path):
    path = tmp_path / "甲.bin"
    for data in (b"", b"\r\n\x1a\x00", os.urandom(100_000)):
        path.write_bytes(data)
        assert read_file(path) == data == read_file(str(path))


@posix
def test_a_link_is_followed_to_a_file_and_to_nothing_else(tmp_path):
    (tmp_path / "真").write_bytes(b"it")
    (tmp_path / "链").symlink_to("真")
    assert read_file(tmp_path / "链") == b"it"
    (tmp_path / "零").symlink_to("/dev/zero")
    with pytest.raises(NotOpened, match="不是普通文件"):
        read_file(tmp_path / "零")
    with pytest.raises(OSError), opened(tmp_path / "链", links=False):
        pass


@posix
@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "/dev/urandom", "/dev/tty"])
def test_a_device_is_refused(name):
    with pytest.raises(NotOpened) as told:
        read_file(name)
    assert told.value.why == NO_FILE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_a_pipe_and_a_socket_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "管道")
    assert isinstance(_in_time(lambda: read_file(tmp_path / "管道")), NotOpened)
    with socket.socket(socket.AF_UNIX) as heard:
        heard.bind(str(tmp_path / "s"))
        assert isinstance(_in_time(lambda: read_file(tmp_path / "s")), NotOpened)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_a_file_that_becomes_a_pipe_between_look_and_opening_is_refused(tmp_path, monkeypatch):
    path, plain = tmp_path / "管道", tmp_path / "文件"
    os.mkfifo(path)
    plain.touch()
    look = Path.stat
    monkeypatch.setattr(Path, "stat", lambda _path, **how: look(plain, **how))
    assert isinstance(_in_time(lambda: read_file(path)), NotOpened)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@pytest.mark.parametrize("name", ["/proc/kmsg", "/proc/cpuinfo", "/proc/self/maps"])
def test_a_door_to_the_system_that_calls_itself_a_file_is_refused(name):
    wrong = _in_time(lambda: read_file(name))
    assert isinstance(wrong, OSError)


def test_a_folder_and_what_is_not_there_are_told_as_the_system_tells_them(tmp_path):
    with pytest.raises(IsADirectoryError):
        read_file(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "无")


def test_a_file_beyond_the_size_is_refused_unread(tmp_path):
    path = tmp_path / "大"
    with path.open("wb") as file:
        file.truncate(20_000_000_000 if os.name == "posix" else 501_000_000)  # takes no room
    begun = time.monotonic()
    with pytest.raises(NotOpened, match="超过500 MB"):
        read_file(path)
    assert time.monotonic() - begun < 1
    path.write_bytes(b"x" * 11)
    with pytest.raises(NotOpened):
        read_file(path, 10)
    assert len(read_file(path, 11)) == 11


def test_a_file_that_grows_while_it_is_read_is_not_taken_for_whole(tmp_path, monkeypatch):
    path = tmp_path / "长"
    path.write_bytes(b"x" * 10)
    reading = os.read

    def read(handle: int, most: int) -> bytes:
        with path.open("ab") as file:
            file.write(b"y")
        return reading(handle, most)

    monkeypatch.setattr(os, "read", read)
    with pytest.raises(NotOpened, match="还在变长"):
        read_file(path)


def test_a_text_is_read_with_any_line_ends_and_with_or_without_its_mark(tmp_path):
    path = tmp_path / "文.txt"
    for data in ("甲\n乙".encode(), "甲\r\n乙".encode("utf-8-sig"), "甲\r乙".encode()):
        path.write_bytes(data)
        assert read_text(path) == "甲\n乙"
    path.write_bytes("甲".encode("gb18030"))
    with pytest.raises(UnicodeDecodeError):
        read_text(path)


def test_what_is_poured_in_is_taken_up_to_the_size():
    assert all_of(io.BytesIO(b"12345"), 5) == b"12345"
    assert all_of(io.StringIO("甲乙"), 5) == "甲乙"
    with pytest.raises(NotOpened, match="超过"):
        all_of(io.BytesIO(b"123456"), 5)


# who opens a file past the gate, and why that file is no person's
OURS = {
    "harness/reading/page/mending.py": "a table of ours",
    "harness/law/statutes.py": "a table of ours",
    "harness/reading/wordings/book.py": "tables of ours",
    "harness/guide/wordings": "tables of ours",
    "harness/scoring/rubric_file/rubric.py": "a rubric of ours",
    "letters/questions.py": "the bank of ours",
    "harness/reports/paper/pdf.py": "reports that were just written, and what LibreOffice made of them",
    "harness/reports/paper/typeset.py": "a template of ours",
    "harness/web/render.py": "static files of ours",
    "harness/reports/workbooks/sheets.py": "a draft in a folder of its own",
    "harness/engine": "the cage's own files",
    "harness/drill": "what the rehearsal made itself",
    "parsers": "in the cage: pictures in memory, what a program has just written",
    "calendars": "data of ours",
    "letters/opening.py": "the gate",
    "harness/intake/mails.py": "an .mbox, which may be larger than memory: a look goes before it",
}
LIBRARIES = {"ZipFile", "mbox", "copyfile", "copy2", "from_path"}
ASKS = {"read_bytes", "read_text", "open"}


def test_nothing_opens_a_persons_file_past_the_gate():
    past = []
    for room in ("harness", "letters", "parsers", "calendars"):
        for source in sorted((ROOT / room).rglob("*.py")):
            name = source.relative_to(ROOT).as_posix()
            if any(name == each or name.startswith(f"{each}/") for each in OURS):
                continue
            past += [f"{name}:{line}" for line in _openings(source)]
    assert past == []


def _openings(source: Path) -> list[int]:
    """Lines that open a file by its path: `path.read_bytes()`, `path.open("rb")`, `open(...)`,
    `ZipFile(path)`; to write one is not to take it in."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if _opens(call)]


def _opens(call: ast.Call) -> bool:
    asked = call.func
    name = asked.id if isinstance(asked, ast.Name) else getattr(asked, "attr", "")
    if name in LIBRARIES:  # which take a path as well as bytes
        return bool(call.args) and isinstance(call.args[0], ast.Name) and call.args[0].id == "path"
    if name == "open" and _only_writes(call):
        return False
    if isinstance(asked, ast.Name):
        return name == "open"
    if not isinstance(asked, ast.Attribute) or asked.attr not in ASKS:
        return False
    # of a class or a module: Drill.open, webbrowser.open, os.open with devnull
    at = asked.value
    return not (isinstance(at, ast.Name) and at.id in {"Drill", "webbrowser", "packed", "os"})


def _only_writes(call: ast.Call) -> bool:
    """`place.open("wb")`, also with a choice of ways."""
    given = [*call.args[-1:], *(each.value for each in call.keywords if each.arg == "mode")]
    found = [
        each.value for one in given for each in ast.walk(one) if isinstance(each, ast.Constant)
    ]
    ways = [each for each in found if isinstance(each, str)]
    return bool(ways) and all(each[:1] in ("w", "x", "a") and "+" not in each for each in ways)
