"""A campaign begun on SQLite and in its folder, carried over to PostgreSQL and its evidence to an S3 server,
read by two workers that have neither: the same marks, the same reports."""

from __future__ import annotations

import shutil
import sys

import pytest

from harness.store import shelves
from harness.store.home import home_of
from tests import clusters
from tests.buckets import bucket

from .conftest import LAST, Here

AT = ("--as-of", LAST)
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="没有试过"),
    pytest.mark.needs("postgres"),
]


@pytest.fixture
def far(here, tmp_path, postgresql):
    with (
        bucket() as address,
        clusters.cluster(tmp_path / "cluster", tmp_path, "w1", "w2") as two,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setenv("MINGCHA_CLUSTER_CERTS", str(two.certificates))
        url = f"{address}/两家"
        settings = here.folder / "campaign.toml"
        lines = f'[campaign]\nevidence = "{url}"\nengine = "{two.address}"'
        settings.write_text(settings.read_text("utf-8").replace("[campaign]", lines, 1), "utf-8")
        place = shelves.at(here.folder, url)._far
        for path in (here.folder / "evidence").rglob("*"):
            if path.is_file():
                place.write(path.relative_to(here.folder).as_posix(), path.read_bytes())
        for name in ("evidence", "cache", "reports"):
            shutil.rmtree(here.folder / name, ignore_errors=True)
        assert here("store", "move", postgresql.url(postgresql.new_schema())).status == 0
        assert home_of(here.folder).setting.startswith("postgresql://")
        yield here


def _reports(here: Here) -> dict[str, bytes]:
    assert here("report", *AT).status in (0, 1)
    # its links lead to evidence on the disk
    return {
        each.relative_to(here.folder).as_posix(): each.read_bytes()
        for each in sorted((here.folder / "reports").rglob("*"))
        if each.is_file() and each.name != "台账.xlsx"
    }


def test_its_marks_and_reports_are_those_of_lanes_byte_for_byte(lived, tmp_path, far, monkeypatch):
    taken = []
    load = shelves.Remote.load
    monkeypatch.setattr(
        shelves.Remote, "load", lambda self, *given: (taken.append(given), load(self, *given))[1]
    )
    told = far("marks", *AT, "--json").told
    assert taken == []  # the workers have fetched what they read
    near = Here(shutil.copytree(lived, tmp_path / "near"))
    shutil.rmtree(near.folder / "cache", ignore_errors=True)
    assert told == near("marks", *AT, "--json").told
    assert _reports(far) == _reports(near)
    assert far("verify", str(far.folder)).status == 0
