"""bundle, verify, backup and restore, typed; and zips that a stranger made."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import LAST, MINGCHA, ROOT

AT = ("--as-of", LAST)


def _rewritten(source, target, change, *, packed=zipfile.ZIP_STORED):
    """The zip with its members changed: change(name -> bytes) -> name -> bytes."""
    with zipfile.ZipFile(source) as old:
        members = change({each: old.read(each) for each in old.namelist()})
    with zipfile.ZipFile(target, "w", packed) as new:
        for name, data in members.items():
            new.writestr(name, data)
    return target


def _told_again(members):
    """The manifest made to fit the members, as whoever alters a bundle would."""
    import hashlib

    manifest = json.loads(members["manifest.json"])
    for each in manifest["files"]:
        data = members[each["name"]]
        each |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return {**members, "manifest.json": json.dumps(manifest).encode()}


@pytest.fixture(scope="module")
def bundled(lived, tmp_path_factory):
    """A bundle, made once."""
    from .conftest import Here

    target = tmp_path_factory.mktemp("bundle") / "成果.zip"
    done = Here(lived)("bundle", str(target), *AT)
    assert done.status == 0, done.err
    return target


def test_a_bundle_is_verified_elsewhere_from_its_evidence(here, bundled, tmp_path):
    done = type(here)(tmp_path)("verify", str(bundled), "--json")
    assert done.status == 0 and done.told == {"ok": True, "differences": []}
    names = zipfile.ZipFile(bundled).namelist()
    assert {"mingcha.db", "campaign.toml", "units.xlsx", "results/marks.json"} <= set(names)
    assert all(each.date_time[0] == 1980 for each in zipfile.ZipFile(bundled).infolist())


def test_the_same_campaign_gives_the_same_bundle_byte_for_byte(here, bundled):
    assert here("bundle", "再.zip", *AT).status == 0
    assert (here.folder / "再.zip").read_bytes() == bundled.read_bytes()


def test_results_that_do_not_come_out_again_are_named_one_by_one(here, bundled):
    def better(members):
        marks = json.loads(members["results/marks.json"])
        marks[1]["score"], marks[1]["deductions"] = 16, []
        return _told_again({**members, "results/marks.json": json.dumps(marks).encode()})

    _rewritten(bundled, here.folder / "改.zip", better)
    done = here("verify", "改.zip", "--json")
    assert done.status == 1 and not done.told["ok"]
    assert any("U002.score：原 16，重算 15.5" in each for each in done.told["differences"])
    assert all("U001" not in each for each in done.told["differences"])


def test_evidence_that_was_altered_is_named(here, bundled):
    def forged(members):
        name = next(each for each in members if each.endswith(".pdf"))
        return {**members, name: members[name] + b" "}

    _rewritten(bundled, here.folder / "改.zip", forged)
    done = here("verify", "改.zip", "--json")
    assert done.status == 1 and any(".pdf" in each for each in done.told["differences"])
    _rewritten(bundled, here.folder / "改.zip", lambda members: _told_again(forged(members)))
    done = here("verify", "改.zip", "--json")
    assert done.status == 1 and "佐证文件 evidence/" in done.told["differences"][0]


def test_facts_that_were_altered_past_the_program_are_named(here, bundled, tmp_path):
    def altered(members):
        place = tmp_path / "db"
        place.write_bytes(members["mingcha.db"])
        with closing(sqlite3.connect(place)) as facts:
            facts.execute("update events set \"on\" = '2020-09-01' where kind = 'delivered'")
            facts.commit()
        return _told_again({**members, "mingcha.db": place.read_bytes()})

    _rewritten(bundled, here.folder / "改.zip", altered)
    done = here("verify", "改.zip", "--json")
    assert done.status == 1 and any("绕过程序改动" in each for each in done.told["differences"])


def test_a_database_with_a_view_of_a_stranger_is_not_asked_anything(here, bundled, tmp_path):
    def strange(members):
        place = tmp_path / "db"
        place.write_bytes(members["mingcha.db"])
        with closing(sqlite3.connect(place)) as facts:
            facts.execute("drop table calls")
            facts.execute("create view calls as select 1 as id")
            facts.commit()
        return _told_again({**members, "mingcha.db": place.read_bytes()})

    _rewritten(bundled, here.folder / "改.zip", strange)
    done = here("verify", "改.zip", "--json")
    assert done.status == 1 and "view calls" in done.told["differences"][0]


def _outside(members):
    manifest = json.loads(members["manifest.json"])
    manifest["files"][0]["name"] = "../出去.txt"
    first = next(iter(members))
    rest = {name: data for name, data in members.items() if name != first}
    text = json.dumps(manifest).encode()
    return {"../出去.txt": members[first], **rest, "manifest.json": text}


@pytest.mark.parametrize(
    ("change", "packed", "why"),
    [
        (_outside, zipfile.ZIP_STORED, "不能用的文件名"),
        (lambda members: {**members, "/etc/x": b""}, zipfile.ZIP_STORED, "不能用的文件名"),
        (lambda members: {**members, "CAMPAIGN.toml": b""}, zipfile.ZIP_STORED, "同名"),
        (dict, zipfile.ZIP_DEFLATED, "manifest.json"),
        (lambda _: {"a": b"1"}, zipfile.ZIP_STORED, "manifest.json"),
        (lambda members: {**members, "manifest.json": b"["}, zipfile.ZIP_STORED, "读不懂"),
    ],
)
def test_a_zip_that_no_bundle_can_be_is_refused_unopened(here, bundled, change, packed, why):
    _rewritten(bundled, here.folder / "坏.zip", change, packed=packed)
    before = sorted(here.folder.parent.rglob("*"))
    assert why in here("verify", "坏.zip").refusal
    assert why in here("restore", "坏.zip", "新").refusal
    assert sorted(here.folder.parent.rglob("*")) == before


def test_what_is_no_zip_is_one_line(here):
    (here.folder / "假.zip").write_bytes(b"PK\x03\x04 nothing")
    assert "不是压缩包" in here("verify", "假.zip").refusal
    assert "没有“无.zip”" in here("verify", "无.zip").refusal


def test_a_backup_comes_back_whole_into_a_new_folder_only(here):
    (here.folder / "incoming" / "附件.zip").write_bytes(b"any")
    assert here("backup", "备份.zip").status == 0
    assert "不是空文件夹" in here("restore", "备份.zip", ".").refusal
    done = here("restore", "备份.zip", "恢复", "--json")
    assert done.status == 0 and done.told["amiss"] == []
    back = type(here)(here.folder / "恢复")
    assert (back.folder / "incoming" / "附件.zip").read_bytes() == b"any"
    assert not (back.folder / "备份.zip").exists() and not (back.folder / "cache").exists()
    assert back.json("due") == here.json("due") and back.past == here.past
    assert back("verify").status == 0
    assert here("backup", "备份.zip").status == 0  # a newer one takes its place
    (here.folder / "照片.zip").write_bytes(b"holiday")
    assert "已经存在" in here("backup", "照片.zip").refusal
    assert (here.folder / "照片.zip").read_bytes() == b"holiday"


def test_a_damaged_backup_restores_nothing(here):
    here("backup", "备份.zip")
    data = bytearray((here.folder / "备份.zip").read_bytes())
    data[2000] ^= 1
    (here.folder / "备份.zip").write_bytes(data)
    before = sorted(here.folder.rglob("*"))
    assert "已经损坏" in here("restore", "备份.zip", "恢复").refusal
    assert sorted(here.folder.rglob("*")) == before


def test_a_backup_of_what_is_amiss_already_is_made_and_says_so(here):
    lost = next((here.folder / "evidence").rglob("*.eml"))
    lost.unlink()
    done = here("backup", "备份.zip", "--json")
    assert done.status == 1 and lost.name in done.told["amiss"][0] and lost.name in done.err
    back = here("restore", "备份.zip", "恢复", "--json")
    assert back.status == 1 and lost.name in back.err
    assert "没有制作" in here("bundle", "成果.zip", *AT).refusal


def test_a_backup_is_of_one_moment_while_others_write(here):
    """Two writers go on all the while: each backup agrees with itself, and is row by row what the
    campaign was at one moment."""
    writing = (
        "import sys; from pathlib import Path; from harness.store.database import open_store\n"
        "from harness.intake.receive import take_in, Sheet, Thing\n"
        "from harness.store.log import NewArrival; from datetime import date\n"
        "with open_store(Path(sys.argv[1])) as store:\n"
        "    for n in range(100000):\n"
        "        data = f'{sys.argv[2]}{n}'.encode() * 50\n"
        "        new = NewArrival('paper', f'{sys.argv[2]}{n}', date(2020, 10, 1), None, '', 'a.txt', '')\n"
        "        take_in(store, [Thing(new, (Sheet('a.txt', data),))])\n"
    )
    path = {**os.environ, "PYTHONPATH": ROOT}
    writers = [
        subprocess.Popen([sys.executable, "-c", writing, str(here.folder), name], env=path)
        for name in ("甲", "乙")
    ]
    try:
        for number in range(3):
            past = len(here.past)
            while len(here.past) <= past:  # it has begun, and goes on
                assert [each.poll() for each in writers] == [None, None]
            done = here("backup", f"备份{number}.zip", "--json")
            assert done.status == 0, done.err
            assert here("restore", f"备份{number}.zip", f"恢复{number}").status == 0
    finally:
        for each in writers:
            each.kill()
            each.wait()
    live = _rows(here.folder)
    for number in range(3):
        kept = _rows(here.folder / f"恢复{number}")
        assert kept["history"] == live["history"][: len(kept["history"])]
        assert len(kept["arrivals"]) > 2 and all(
            set(kept[name]) <= set(live[name]) for name in kept
        )
    rows = [len(type(here)(here.folder / f"恢复{number}").past) for number in range(3)]
    assert rows[0] < rows[1] < rows[2]


def _rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in the order in which it was written."""
    with closing(sqlite3.connect(folder / "mingcha.db")) as database:
        names = database.execute("select name from sqlite_master where type = 'table'").fetchall()
        return {
            name: database.execute(f'select * from "{name}" order by rowid').fetchall()
            for (name,) in names
            if name != "sqlite_sequence"
        }


def test_the_help_needs_none_of_the_desk():
    """`mingcha --help` loads neither the database library nor the readers."""
    asked = "import sys; from harness.cli import build; build(); print(*sys.modules)"
    done = subprocess.run(
        [MINGCHA[0], "-c", asked],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": ROOT},
    )
    assert not {"sqlalchemy", "msgspec", "numpy", "pypdfium2"} & set(done.stdout.split())


# --- what people keep beside the tables

OWN = {
    "templates/withdrawal.txt.j2": "# 撤回\n\n{{ unit.name }}：请撤回。\n",
    "profiles/先补正.toml": 'first = ["clarification"]\n',
    "drill.toml": '[units]\nU001 = "先补正"\n',
    "guides/U001.html": "<p>指南</p>",
    "根证书.pem": "-----BEGIN CERTIFICATE-----",
    "台账/旧/记录.txt": "旧",
}


def _with_own(folder):
    for name, text in OWN.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_a_backup_gives_back_whatever_people_keep_in_the_folder(here, tmp_path):
    _with_own(here.folder)
    assert here("backup", "备份.zip").status == 0
    assert here("restore", "备份.zip", str(tmp_path / "恢复")).status == 0
    again = tmp_path / "恢复"
    assert {name: (again / name).read_text("utf-8") for name in OWN} == OWN


def test_a_bundle_takes_the_words_and_profiles_of_the_folder_along(here):
    _with_own(here.folder)
    assert here("bundle", "成果.zip", *AT).status == 0
    names = set(zipfile.ZipFile(here.folder / "成果.zip").namelist())
    assert {"templates/withdrawal.txt.j2", "profiles/先补正.toml", "drill.toml"} <= names
    assert here("verify", "成果.zip", "--json").told["ok"]


def test_status_names_the_faults_of_the_drill_and_of_the_templates(fresh):
    _with_own(fresh.folder)
    assert fresh("status", "--json").told["faults"] == []
    (fresh.folder / "drill.toml").write_text('[units]\nU009 = "先补正"\n', encoding="utf-8")
    (found,) = fresh("status", "--json").told["faults"]
    assert found.startswith("drill.toml，[units] U009")
    (fresh.folder / "profiles" / "先补正.toml").write_text('form = "odf"\n', encoding="utf-8")
    (fresh.folder / "templates" / "withdrawal.txt.j2").write_text("{{ nobody }}", encoding="utf-8")
    told = fresh("status")
    assert told.status == 1
    assert "profiles/先补正.toml，form" in told.err and "templates/withdrawal.txt.j2" in told.err
