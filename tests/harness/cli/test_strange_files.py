"""Whatever a name on the command line stands for, the answer comes at once and is one line."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from harness.campaign.ledger.exchange import take
from harness.campaign.ledger.waiting import ledger_doubts
from harness.campaign.planning.new import new
from harness.campaign.receiving.collect import take_ledger
from harness.campaign.workspace import INCOMING, LEDGER, open_workspace
from letters.tables import BadTable, read_campaign, read_units

ROOT = Path(__file__).parents[3]
MINGCHA = [sys.executable, "-c", "from harness.cli import main; main()"]
ENOUGH = 3_000_000_000  # bytes of address space: what reads on without end is stopped by it

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="devices and pipes have no names elsewhere"
)


def _run(*arguments: object, stdin: str = os.devnull) -> subprocess.CompletedProcess[str]:
    def bounded() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (ENOUGH, ENOUGH))

    with Path(stdin).open("rb") as given:
        return subprocess.run(
            [*MINGCHA, *map(str, arguments)],
            stdin=given, cwd=ROOT, capture_output=True, check=False, encoding="utf-8",
            timeout=60, preexec_fn=bounded,
        )  # fmt: skip


@pytest.fixture(params=["device", "pipe"])
def strange(request, tmp_path):
    path = tmp_path / "来件"
    if request.param == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    return path


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (("check", "{}"), 2),
        (("check", "{}", "--json"), 2),
        (("check", ROOT / "README.md", "--expect", "{}"), 2),
        (("parse", "{}"), 2),
        (("clock", "{}", "--as-of", "2026-03-01"), 2),
        (("calendar", "import", "{}"), 2),
        (("score", "yanjiang_drill", "{}"), 2),
        (("score", "yanjiang_drill", "{}.csv"), 2),
        (("score", "{}.toml", ROOT / "README.md"), 2),
    ],
    ids=lambda each: " ".join(map(str, each[:2])) if isinstance(each, tuple) else "",
)
def test_a_strange_file_is_one_line(strange, command, status):
    ran = _run(*(_linked(word, strange) for word in command))
    assert ran.returncode == status
    assert ran.stderr.count("\n") == 1, ran.stderr
    assert "不是普通文件" in ran.stderr or "超过" in ran.stderr


def _linked(word: object, strange: Path) -> object:
    """`{}.csv`: the strange file by a name that ends so."""
    if not str(word).startswith("{}"):
        return word
    link = strange.with_name(f"n{str(word).removeprefix('{}')}")
    link.symlink_to(strange)
    return link


@pytest.mark.parametrize("read", [lambda path: read_campaign(path.parent), read_units])
def test_a_strange_file_in_a_campaign_is_one_fault(strange, read):
    path = strange.rename(strange.with_name("campaign.toml"))
    with pytest.raises(BadTable) as told:
        read(path)
    (fault,) = told.value.faults
    assert "不是普通文件" in fault


def test_a_strange_ledger_is_a_doubt(strange, tmp_path):
    folder, day = tmp_path / "测评", date(2026, 3, 2)
    new(folder, day, example=True)
    strange.rename(folder / INCOMING / LEDGER)
    with open_workspace(folder, as_of=day) as workspace:
        (doubt,) = ledger_doubts(workspace)
        assert "不是普通文件" in doubt.why
        assert take_ledger(workspace) == (doubt,)
        with pytest.raises(BadTable, match="不是普通文件"):
            take(workspace, write=True)


@pytest.mark.parametrize(
    "command",
    [("clock", "-", "--as-of", "2026-03-01"), ("calendar", "import", "-"), ("calendar", "due", "--stdin")],
)  # fmt: skip
def test_what_is_poured_in_without_end_is_one_line(command):
    ran = _run(*command, stdin="/dev/zero")
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stderr
    assert "超过50 MB" in ran.stderr
