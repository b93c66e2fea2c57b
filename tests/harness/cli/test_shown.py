"""Whatever strangers wrote, nothing that moves a cursor or hides itself reaches the terminal."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.progress import Progress

from harness.cli.console import console
from harness.cli.shown import Guarded, escaped, guarded, json_text, shown

ANY = st.text(st.characters(codec=None, exclude_categories=()))
# what no stream may carry: C0 but \t and \n, DEL, C1, bidi, zero-width, separators, BOM, surrogates
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
HOSTILE = "\x1b[2J\x9b31m\x07\x08\x7f\u202e\u2066\u200f\u061c\u200b\u2028\u2029\ufeff"
ROOT = Path(__file__).parents[3]


@given(ANY)
@example(HOSTILE)
def test_nothing_unseen_is_left_and_all_else_stays(text):
    assert not UNSEEN.search(shown(text))
    plain = "".join(one for one in text if not UNSEEN.search(one) and shown(one) == one)
    assert shown(plain) == plain


def test_every_character_that_unicode_calls_a_control_or_a_format_is_written_out():
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp") and code not in (
            9,
            10,
        ):
            assert shown(chr(code)) == f"<U+{code:04X}>"


def test_chinese_and_its_layout_stay_as_they_are():
    plain = "〔2020〕3号\t“答复”\n　①—\U00020000"
    assert shown(plain) == plain == escaped(plain)


@given(ANY)
@example(HOSTILE + "\U000e0001\ud800")
def test_json_shows_nothing_unseen_and_keeps_its_value(text):
    told = json_text({text: [text]})
    assert not UNSEEN.search(told)
    value = json.loads(told)
    # two halves side by side are one character to JSON
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert value in ({text: [text]}, {joined: [joined]})


def test_the_guard_escapes_what_anybody_prints_and_lets_colours_of_ours_through():
    bare = io.StringIO()
    stream = guarded(bare)
    assert guarded(stream) is stream
    print(HOSTILE, file=stream)
    assert not UNSEEN.search(bare.getvalue())


def test_a_table_keeps_our_own_colours_and_shows_those_of_others(monkeypatch):
    bare = io.StringIO()
    monkeypatch.setattr("sys.stdout", Guarded(bare))
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = console()
    out.print(f"[bold]{HOSTILE}[/x]", style="red")
    written = bare.getvalue()
    assert written.startswith("\x1b[31m") and "[bold]<U+001B>[2J" in written
    assert not UNSEEN.search(re.sub(r"\x1b\[[0-9;]*m", "", written))


def test_a_bar_moves_but_what_it_says_does_not(monkeypatch):
    bare = io.StringIO()
    monkeypatch.setattr("sys.stderr", Guarded(bare))
    monkeypatch.setenv("FORCE_COLOR", "1")
    with Progress(console=console(err=True)) as bars:
        bars.add_task(HOSTILE, total=2)
    ours = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", bare.getvalue())
    assert "<U+001" in ours and not UNSEEN.search(ours)


def run(folder: Path, *arguments: str, text: str = "") -> str:
    """What the program says on both streams, byte for byte."""
    done = subprocess.run(
        [sys.executable, "-c", "from harness.cli import main; main()", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        input=text.encode("utf-8", "surrogatepass"),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr
    return (done.stdout + b"\n" + done.stderr).decode("utf-8", "surrogatepass")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    mail = (
        b"From: =?utf-8?b?4oCuG1szMW1h?= <a@b.example>\r\nTo: c@d.example\r\n"
        b"Subject: =?utf-8?b?G1sySmHigK7vv77CmzMx?=\r\nMessage-ID: <1@b>\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
    ) + f"关于答复\r\n{HOSTILE}\r\n文\x1b]0;x\x07\r\n".encode()
    (tmp_path / "m.eml").write_bytes(mail)
    (tmp_path / f"a{NAME}.eml").write_bytes(mail)
    (tmp_path / f"b{NAME}.pdf").write_bytes(b"%PDF-1.4 broken")
    facts = f"单位名称,闭环\n甲{HOSTILE}局,3.5\n"
    (tmp_path / "f.csv").write_text(facts, encoding="utf-8", newline="")
    (tmp_path / "t.json").write_text(
        json.dumps({"channel": "email", HOSTILE: 1, "events": []}), encoding="utf-8"
    )
    return tmp_path


# a name of a file may hold all but / and NUL
NAME = "\x1b[31m\u202e\x9b\u200b" if os.name != "nt" else "\u202e\x9b\u200b"
CALLS = [
    ("parse", "m.eml"),
    ("parse", "m.eml", "--json"),
    ("parse", f"a{NAME}.eml"),
    ("parse", f"b{NAME}.pdf"),
    ("parse", f"nowhere{NAME}"),
    ("check", "m.eml", f"a{NAME}.eml", f"b{NAME}.pdf", f"nowhere{NAME}"),
    ("check", "m.eml", f"a{NAME}.eml", f"b{NAME}.pdf", f"nowhere{NAME}", "--json"),
    ("check", "m.eml", "--expect", f"nowhere{NAME}"),
    ("check", "m.eml", "--replied-on", NAME),
    ("clock", "t.json", "--as-of", "2026-01-01"),
    ("clock", "t.json", "--as-of", NAME),
    ("clock", f"nowhere{NAME}", "--as-of", "2026-01-01", "--json"),
    ("calendar", "due", NAME),
    ("calendar", "due", "--stdin"),
    ("calendar", "due", "--stdin", "--json"),
    ("calendar", "due", "2026-01-01", "--region", NAME),
    ("calendar", "import", f"nowhere{NAME}"),
    ("calendar", "import", "-"),
    ("score", "guangxi_2020", "f.csv"),
    ("score", f"nowhere{NAME}.toml", "f.csv"),
    ("score", "guangxi_2020", f"nowhere{NAME}.csv"),
    ("rules", NAME),
    ("demo", "--dir", f"b{NAME}.pdf"),
    (NAME,),
    ("check", f"--{NAME}"),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: shown("-".join(call)))
def test_no_command_lets_anything_unseen_through(folder, call):
    said = run(folder, *call, text=f"2026-01-01{HOSTILE}\n{HOSTILE}\n")
    assert not UNSEEN.search(said), UNSEEN.findall(said)
    assert said.strip()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are Unicode there")
def test_a_name_that_is_no_unicode_is_shown_and_survives_in_json(folder):
    odd = os.fsdecode(b"x\xff.eml")
    (folder / odd).write_bytes((folder / "m.eml").read_bytes())
    assert "x\ufffd.eml" in run(folder, "parse", odd)
    assert "x<U+DCFF>.eml" in run(folder, "check", odd)
    assert "x<U+DCFE>" in run(folder, "check", "x\udcfe")
    said = run(folder, "check", odd, "--json")
    assert not UNSEEN.search(said)
    assert json.loads(said.splitlines()[0])["source"] == odd
