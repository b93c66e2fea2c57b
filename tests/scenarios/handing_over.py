"""June: reports, the bundle, the backup."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import excel
import handed_in
from desk import Desk
from life import Life


def reported(life: Life) -> None:
    """Every file opens; whoever was silent is named, who waits for a decision is not."""
    here = life.on("2026-06-01")
    done = here.json("due", "--ics", "期限.ics", "--xlsx", "期限.xlsx")
    assert len(done) == 15
    assert (life.folder / "期限.ics").read_text("utf-8").count("BEGIN:VEVENT") >= 1
    assert len(excel.rows(life.folder / "期限.xlsx", "逐件期限")) >= 15
    files = [life.folder / each for each in here.json("report")["files"]]
    told = {each: handed_in.text_of(each) for each in files}
    assert len(told) >= 8 and all(told.values())
    (overview,) = [text for each, text in told.items() if "总报告" in each.name]
    silent = [line for line in overview.splitlines() if line.endswith("未答复")]
    accused = {id[:4] for line in silent for id in re.findall(r"U\d{3}-[A-Z]", line)}
    assert "U004" in accused and "U003" not in accused, accused
    for id, words in (("U003", "认定之前，本件申请不认定为未答复"), ("U004", "时限认定　未答复")):
        (letter,) = [text for each, text in told.items() if f"反馈单-{id}" in each.name]
        assert words in letter and (id == "U004" or "时限认定　未答复" not in letter)
    letters = {each.stem: text for each, text in told.items() if each.parent.name == "反馈单"}
    assert len(letters) == 5
    assert here.json("status")["planned"] == 15


def kept(life: Life) -> None:
    """Handed over and put aside; checked elsewhere, and what was altered is named."""
    here, elsewhere = life.on("2026-06-01"), life.folder.parent / "别处"
    elsewhere.mkdir()
    here.json("bundle", str(elsewhere / "成果.zip"))
    there = Desk(elsewhere)
    assert there.json("verify", "成果.zip") == {"ok": True, "differences": []}
    altered(elsewhere / "成果.zip", elsewhere / "改.zip", "results/marks.json")
    found = there.json("verify", "改.zip", status=1)
    assert not found["ok"] and any("marks.json" in each for each in found["differences"])

    here.json("backup", str(elsewhere / "备份.zip"))
    there.json("restore", "备份.zip", "恢复")
    back = Desk(elsewhere / "恢复", here.day)
    for words in (("due",), ("marks",), ("history",), ("queue",)):
        assert back.json(*words) == here.json(*words), words
    assert back.json("verify") == here.json("verify") == {"ok": True, "differences": []}
    evidence = next((elsewhere / "恢复" / "evidence").glob("*/*.docx"))
    evidence.chmod(0o644)
    evidence.write_bytes(evidence.read_bytes() + b" ")
    found = back.json("verify", status=1)
    assert any(evidence.name[:8] in each for each in found["differences"])
    verbs = {each["verb"] for each in here.json("history")}
    assert verbs >= {"plan", "send", "collect", "log", "file", "rule", "ledger", "undo"}


def altered(source: Path, target: Path, member: str) -> None:
    """A bundle in which one file says something else."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"18", b"19", 1) if name == member else data)
