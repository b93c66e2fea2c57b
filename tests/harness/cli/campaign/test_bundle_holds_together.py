"""A bundle of which one byte was flipped, or one row removed, doubled or altered, says so by name."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from harness.campaign.errors import Refused
from harness.campaign.handing.packing import MANIFEST, unpack
from harness.store.audit import differences_in
from harness.store.database import FILE

from .conftest import LAST, Here

FLIPS = 60


@pytest.fixture(scope="module")
def bundled(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("bundle") / "成果.zip"
    done = Here(lived)("bundle", str(target), "--as-of", LAST)
    assert done.status == 0, done.err
    return target


def _places(path: Path) -> dict[str, tuple[int, int]]:
    """Where each member's bytes lie."""
    data, found = path.read_bytes(), {}
    with zipfile.ZipFile(path) as packed:
        for each in packed.infolist():
            name, more = (
                int.from_bytes(data[each.header_offset + n :][:2], "little") for n in (26, 28)
            )
            begin = each.header_offset + 30 + name + more
            found[each.filename] = (begin, begin + each.file_size)
    return found


def test_one_flipped_byte_of_any_file_is_named_by_that_file(bundled, tmp_path):
    places, dice = _places(bundled), random.Random(14)
    names = [name for name, (begin, end) in places.items() if name != MANIFEST and begin < end]
    data = bytearray(bundled.read_bytes())
    for name in dice.choices(names, k=FLIPS):
        at = dice.randrange(*places[name])
        data[at] ^= 1 << dice.randrange(8)
        altered = tmp_path / "改.zip"
        altered.write_bytes(data)
        _, wrong = unpack(altered, None)
        assert wrong == (f"{name}：内容已被改动或损坏（与清单的 SHA-256 不符）",)
        data = bytearray(bundled.read_bytes())


def test_one_flipped_byte_anywhere_else_is_never_passed_over(bundled, tmp_path):
    """The manifest, the zip's own heads and its list: refused, or something is named."""
    places, dice = _places(bundled), random.Random(41)
    whole = bundled.read_bytes()
    inside = {at for name, (b, e) in places.items() if name != MANIFEST for at in range(b, e)}
    others = [at for at in range(len(whole)) if at not in inside]
    told = json.loads(whole[slice(*places[MANIFEST])])
    for at in dice.sample(others, FLIPS):
        data = bytearray(whole)
        data[at] ^= 1 << dice.randrange(8)
        altered = tmp_path / "改.zip"
        altered.write_bytes(data)
        try:
            manifest, wrong = unpack(altered, None)
        except Refused:
            continue
        same = manifest.made == told["made"] and manifest.kind == told["kind"]
        # a bit of the zip that says nothing of any file: its day, its rights, its version
        assert wrong or not same or _contents(altered) == _contents(bundled), at


def _contents(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as packed:
        return {n: hashlib.sha256(packed.read(n)).hexdigest() for n in packed.namelist()}


def _tables(facts: Path) -> dict[str, list[str]]:
    """The tables with rows, and their columns."""
    with closing(sqlite3.connect(facts)) as db:
        names = [n for (n,) in db.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: [column[1] for column in db.execute(f"pragma table_info({name})")]
            for name in names
            if not name.startswith(("sqlite_", "alembic"))
            and db.execute(f"select 1 from {name}").fetchone()
        }


def _changed(folder: Path, work: Path, statement: str) -> tuple[str, ...]:
    """What an audit says of a copy in which somebody changed the database past the program."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work)
    with closing(sqlite3.connect(work / FILE)) as db:
        db.execute(statement)
        db.commit()
    return differences_in(work)


def test_a_row_removed_from_any_table_is_named(lived, tmp_path):
    for table in _tables(lived / FILE):
        last = f"delete from {table} where rowid = (select max(rowid) from {table})"
        assert _changed(lived, tmp_path / "改", last), table


def test_a_row_put_into_any_table_is_named(lived, tmp_path):
    for table, columns in _tables(lived / FILE).items():
        key, *others = columns
        new = f"max({key}) + 1" if table != "evidence" else f"'x' || {key}"
        chosen = ", ".join(f'"{each}"' for each in others)
        insert = (
            f'insert into {table} ("{key}", {chosen}) select {new}, {chosen} from {table} limit 1'
        )
        try:
            found = _changed(lived, tmp_path / "改", insert)
        except sqlite3.IntegrityError:
            continue  # the database itself does not take it
        assert found, table


@pytest.mark.parametrize("folder", ["", "成果/"])
def test_one_that_was_packed_again_says_so(bundled, tmp_path, folder):
    again = tmp_path / "再.zip"
    with zipfile.ZipFile(bundled) as was, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as now:
        for each in was.infolist():
            now.writestr(folder + each.filename, was.read(each))
    with pytest.raises(Refused, match="重新压缩过"):
        unpack(again, None)
