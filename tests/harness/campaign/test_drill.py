"""`drill`: any campaign, lived through in a copy, is judged as it was planted; the campaign is left alone."""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from harness.campaign.drill import drill
from harness.campaign.planning.new import new
from harness.campaign.workspace import Refused, Workspace, open_workspace
from harness.store import log
from harness.store import plan as planned
from letters.compose import compose
from letters.example import EXAMPLE_APPLICANTS, EXAMPLE_UNITS
from letters.faults import BadTable
from letters.model import Channel
from letters.tables import read_campaign, write_applicants, write_units

TODAY = date(2026, 3, 2)


@contextmanager
def opened(folder: Path) -> Iterator[Workspace]:
    with open_workspace(folder, as_of=TODAY, by="甲") as workspace:
        yield workspace


def state(folder: Path) -> dict[str, str]:
    """Every file of a folder; of the open database's own, which come and go, none."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("mingcha.db-")
    }


class Watch:
    """To whom this process connects, and where it listens; switched off, it cannot be taken away."""

    def __init__(self) -> None:
        self.on = True
        self.peers: set[str] = set()
        sys.addaudithook(self._heard)

    def _heard(self, event: str, args: tuple[object, ...]) -> None:
        if not self.on or event not in ("socket.connect", "socket.bind", "socket.getaddrinfo"):
            return
        address = args[0] if event == "socket.getaddrinfo" else args[1]
        if isinstance(address, tuple):
            address = address[0]
        self.peers.add(str(address))


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example, drilled once: its folder before and after, what came of it, whom it spoke to."""
    home = tmp_path_factory.mktemp("drill") / "样例"
    new(home, TODAY, example=True)
    watch = Watch()
    with opened(home) as workspace:
        before = state(home)
        done = drill(workspace, seed=3, scans=False)
        after = state(home)
    watch.on = False
    return home, before, after, done, watch.peers


def test_the_example_is_judged_as_it_was_planted(example):
    _, _, _, done, _ = example
    assert done.differences == () and done.failures == ()
    assert done.wrong == 0 and done.right > 50


def test_the_campaign_itself_is_left_as_it_was(example):
    _, before, after, _, _ = example
    assert before == after


def test_the_copy_lies_beside_the_campaign_and_the_next_one_beside_it(example):
    home, _, _, done, _ = example
    assert Path(done.folder) == home.with_name("样例-演练-1")
    assert (Path(done.folder) / "reports" / "总报告.docx").is_file()


def test_nothing_is_spoken_to_but_this_machine(example):
    *_, peers = example
    assert peers
    # a name that is looked up, and an address within a machine (a path), are named as they are
    assert {each for each in peers if not each.startswith(("127.", "/"))} <= {"::1", "localhost"}


def test_what_goes_out_says_that_it_is_a_drill(example):
    _, _, _, done, _ = example
    campaign = read_campaign(Path(done.folder))
    assert campaign.drill and "演练" in campaign.title and campaign.smtp_host == "127.0.0.1"
    with (
        open_workspace(Path(done.folder), as_of=campaign.collect_until) as workspace,
        workspace.store.reading() as connection,
    ):
        applications = planned.applications(connection)
        arrivals = log.arrivals(connection)
    assert "演练样本" in compose(applications[0], campaign).body
    assert {each.fact.source for each in arrivals} == {"mail", "paper"}


def test_the_same_seed_does_the_same_and_another_something_else(example, tmp_path):
    home, _, _, first, _ = example
    with opened(home) as workspace:
        again = drill(workspace, tmp_path / "again", seed=3, scans=False)
        other = drill(workspace, tmp_path / "other", seed=4, scans=False)
    assert evidence(again.folder) == evidence(first.folder) != evidence(other.folder)
    assert other.wrong == 0


def evidence(folder: str) -> set[str]:
    return {path.name for path in (Path(folder) / "evidence").rglob("*") if path.is_file()}


CHANNELS = (*Channel, Channel.REGISTERED_MAIL)


def everything(folder: Path, begin: date, convention: str, *, email: str) -> None:
    """A real campaign: every channel, labels that repeat, units without telephone, mailbox, organs;
    one address is that of an applicant, and its servers are elsewhere."""
    folder.mkdir()
    one, two, three = EXAMPLE_UNITS
    seat = "样江市样本区演练路9号"
    write_units(
        folder / "units.xlsx",
        (
            replace(one, email="xxgk@czj.sample.gov.cn"),
            replace(two, phone=""),
            three,
            replace(one, id="U004", name="南溪县水利局", aliases=(), email=email, address=seat,
                    category="县直单位", level="县级"),
            replace(one, id="U005", name="东山镇人民政府", aliases=(), address=seat, level="乡级",
                    email="Dong@qq.com", reconsideration_organs=(), courts=(), category="乡镇"),
            replace(one, id="U006", name="样江市水务局", aliases=(), address=seat,
                    email=EXAMPLE_APPLICANTS[0].email),
        ),
    )  # fmt: skip
    person = replace(EXAMPLE_APPLICANTS[1], email="Li.Yan@People.example")
    write_applicants(folder / "applicants.xlsx", (EXAMPLE_APPLICANTS[0], person))
    channels = [each for each in CHANNELS if email or each is not Channel.EMAIL]
    rounds = "".join(
        f'[[rounds]]\nid = "{"ABCDEFG"[place]}"\nlabel = "{("信函", "网上")[place % 2]}"\n'
        f'channel = "{channel}"\nsend_on = {begin + timedelta(days=place)}\n'
        + ('posting = "EMS"\n' if place == len(channels) - 1 else "")
        for place, channel in enumerate(channels)
    )
    (folder / "campaign.toml").write_text(
        f'[campaign]\nid = "实测"\ntitle = "实\\"测\\""\nregion = ""\ndrill = false\n'
        f"collect_until = '{(begin + timedelta(days=150)):%Y/%m/%d}'\nseed = 5\n{convention}"
        '[telephone]\nwithin = 3\noffice_hours = ["10:00-10:20"]\n[mail]\n'
        'smtp_host = "mail.sample.gov.cn"\nsmtp_port = 25\nimap_host = "mail.sample.gov.cn"\n'
        f"imap_port = 993\n{rounds}",
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("begin", "convention", "email"),
    [
        (date(2024, 2, 19), '[convention]\nanswered_on = "signed"\n', "u4@nanxi.example"),
        (date(2027, 1, 11), '[convention]\nanswered_on = "delivered"\ncount_receipt_day = true\n', ""),
    ],
    ids=["past", "years to come"],
)  # fmt: skip
def test_every_channel_in_any_year_is_judged_as_it_was_planted(tmp_path, begin, convention, email):
    home = tmp_path / "实测"
    everything(home, begin, convention, email=email)
    with opened(home) as workspace:
        done = drill(workspace, seed=1, scans=False)
    assert done.differences == () and done.wrong == 0 and done.right > 300
    settings = tomllib.loads((Path(done.folder) / "campaign.toml").read_text("utf-8"))
    assert settings["campaign"]["drill"] and settings["mail"]["smtp_host"] == "127.0.0.1"
    assert settings["campaign"]["title"] == '实"测"（演练）'


def test_a_campaign_that_ends_before_anybody_must_answer_accuses_nobody(tmp_path):
    home = tmp_path / "短"
    new(home, TODAY, example=True)
    path = home / "campaign.toml"
    until = f"collect_until = {TODAY + timedelta(days=36)}"
    text = path.read_text("utf-8").replace(f"collect_until = {TODAY + timedelta(days=120)}", until)
    path.write_text(text, encoding="utf-8")
    assert until in text
    with opened(home) as workspace:
        done = drill(workspace, seed=3, scans=False)
    assert done.differences == () and done.right > 6


def test_tables_with_faults_are_told_and_no_copy_is_begun(tmp_path):
    home = tmp_path / "空"
    new(home, TODAY)
    # an empty table of applicants cannot even be opened; this one lacks its units only
    write_applicants(home / "applicants.xlsx", EXAMPLE_APPLICANTS)
    with opened(home) as workspace, pytest.raises(BadTable, match=r"units\.xlsx"):
        drill(workspace, seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["空"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("drill.toml", '[units]\nU009 = "ofd"'),
        ("drill.toml", '[units]\nU001-C = "ofd"'),
        ("profiles/某局.toml", 'form = "pdf"'),
    ],
)
def test_a_profile_with_faults_is_told_and_no_copy_is_begun(tmp_path, name, text):
    home = tmp_path / "样例"
    new(home, TODAY, example=True)
    (home / "profiles").mkdir()
    (home / name).write_text(text, encoding="utf-8")
    with opened(home) as workspace, pytest.raises(BadTable, match=name):
        drill(workspace, seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["样例"]


@pytest.mark.parametrize(
    ("where", "why"), [("里/面", "里面"), ("../满", "不是空文件夹")], ids=["inside", "in use"]
)
def test_a_place_in_the_campaign_or_in_use_is_refused(example, where, why):
    home, *_ = example
    if where.startswith(".."):
        (home / where).mkdir()
        (home / where / "信.txt").write_text("x")
    with opened(home) as workspace, pytest.raises(Refused, match=why):
        drill(workspace, home / where, seed=1)


def test_a_campaign_under_the_law_of_2007_is_refused(tmp_path):
    home = tmp_path / "旧"
    new(home, date(2018, 3, 1), example=True)
    with opened(home) as workspace, pytest.raises(Refused, match="2019-05-15"):
        drill(workspace, seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["旧"]
