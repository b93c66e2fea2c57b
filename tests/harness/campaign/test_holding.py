"""`recall` and `resend`: the letter that waits again is the one that was meant, and nothing is lost or
half done on the way."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from nobody import NUMBER

from harness.campaign.planning.numbers import with_numbers
from harness.campaign.sending import holding
from harness.campaign.sending.send import forecast, send
from harness.campaign.workspace import Refused, Workspace
from harness.dispatch.envelope import domain_of, same_address
from harness.dispatch.outgoing import put_out
from harness.dispatch.pace import CHINA
from harness.engine import HERE
from harness.store import keys, outbox, people, plan
from harness.store.database import open_store
from harness.store.errors import StoreError
from letters.model import Applicant, Application, Campaign, Channel, Question, Round, Unit

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
DAY = date(2026, 3, 10)

LI = Applicant("P1", "李演", "li@shenqing.example", "演练路1号", "000000", "0000-1")
ROUND = Round("B", "邮件申请", Channel.EMAIL, DAY, ("P1",), ("Q1",))
ASKED = Question("Q1", "2025年度部门决算", "请公开2025年度部门决算。")


def asked(number: int) -> Application:
    unit = Unit(
        f"U{number:03d}", f"样江市第{number}局", "市直单位", "地市级", f"xxgk@u{number}.example",
        "演练路2号", "000001", "0000-2",
    )  # fmt: skip
    return Application(f"{unit.id}-B", unit, LI, ASKED, ROUND)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Two mails are planned by a real person who has a number; none is composed."""
    folder = tmp_path / "测评"
    folder.mkdir()
    campaign = Campaign(
        "样江", "样江市测评", "", False, date(2026, 6, 30), (ROUND,), (LI,),
        smtp_host="127.0.0.1", smtp_port=25,
    )  # fmt: skip
    with open_store(folder, by="林小姐", now=lambda: NOW) as store:
        with store.writing(verb="plan", what="") as connection:
            plan.add_applications(connection, [asked(1), asked(2)])
            people.keep_number(connection, folder, LI.id, NUMBER)
        yield Workspace(folder, campaign, store, HERE, DAY)


def _put_out(workspace: Workspace) -> None:
    filled = with_numbers(workspace, [asked(1), asked(2)])
    put_out(workspace.store, workspace.campaign, filled, NOW.astimezone(CHINA))


def _letters(workspace: Workspace) -> dict[str, outbox.Queued]:
    with workspace.store.reading() as connection:
        return outbox.letters(connection)


def _states(workspace: Workspace) -> dict[str, str]:
    return {id: each.state for id, each in _letters(workspace).items()}


def _number(workspace: Workspace) -> str:
    with workspace.store.reading() as connection:
        return people.number_of(connection, LI.id)


@pytest.fixture
def key_away(monkeypatch):
    """As with a keyring that is locked: afterwards everything is there again."""

    def gone(id: str) -> bytes:
        raise keys.KeyLost(f"密钥 {id} 不在这台机器上")

    def away() -> None:
        monkeypatch.setattr(people, "load_key", gone)
        monkeypatch.setattr("harness.store.private.load_key", gone)

    return away


def test_what_is_sent_again_is_the_very_letter_with_the_number(workspace):
    _put_out(workspace)
    first = _letters(workspace)["U001-B"].sha256
    holding.recall(workspace, ["U001-B"], write=True)
    holding.resend(workspace, "U001-B", "", write=True)
    assert _letters(workspace)["U001-B"].sha256 == first


def test_what_is_recalled_before_it_was_composed_has_the_number_too(workspace):
    holding.recall(workspace, ["U001-B"], write=True)
    with workspace.store.reading() as connection:
        kept = outbox.bytes_of(
            workspace.store, "U001-B", outbox.letters(connection)["U001-B"].sha256
        )
    (form,) = (each for each in message_from_bytes(kept).walk() if each.get_filename())
    with ZipFile(BytesIO(form.get_payload(decode=True))) as parts:
        assert NUMBER in parts.read("word/document.xml").decode()


def test_while_the_key_is_away_nothing_is_recalled_or_sent_again_and_no_number_is_lost(
    workspace, key_away, monkeypatch
):
    key_away()
    with pytest.raises(StoreError, match="证件号码取不出来"):
        holding.recall(workspace, ["全部"], write=True)
    with pytest.raises(StoreError, match="没有另建密钥"):
        people.ready_key(workspace.store, LI.id)
    monkeypatch.undo()
    assert _number(workspace) == NUMBER and _states(workspace) == {}


def test_while_the_key_is_away_a_recalled_mail_stays_recalled(workspace, key_away, monkeypatch):
    _put_out(workspace)
    holding.recall(workspace, ["U001-B"], write=True)
    key_away()
    with pytest.raises(StoreError, match="证件号码取不出来"):
        holding.resend(workspace, "U001-B", "", write=True)
    monkeypatch.undo()
    assert _number(workspace) == NUMBER and _states(workspace)["U001-B"] == "recalled"


def test_a_number_typed_in_anew_takes_the_place_of_one_whose_key_is_away(workspace, monkeypatch):
    with workspace.store.reading() as connection:
        before = people.person(connection, LI.id).key_id
    monkeypatch.setattr(people, "_is_here", lambda id: id != before)
    with workspace.store.writing(verb="applicant", what="") as connection:
        people.keep_number(connection, workspace.folder, LI.id, NUMBER)
    assert _number(workspace) == NUMBER


def test_a_recall_that_is_cut_short_leaves_no_mail_that_waits_to_be_sent(workspace, monkeypatch):
    """At whatever transaction it is killed: what stands in the outbox then is taken back."""
    real = type(workspace.store).writing
    begun = []

    def killed(store, **told):
        if begun:
            raise KeyboardInterrupt
        begun.append(told)
        return real(store, **told)

    monkeypatch.setattr(type(workspace.store), "writing", killed)
    with contextlib.suppress(KeyboardInterrupt):
        holding.recall(workspace, ["全部"], write=True)
    assert "queued" not in _states(workspace).values()


def test_what_was_composed_and_what_was_not_are_recalled_together(workspace):
    first = with_numbers(workspace, [asked(1)])
    put_out(workspace.store, workspace.campaign, first, NOW.astimezone(CHINA))
    done = holding.recall(workspace, ["全部"], write=True)
    assert done.applications == ("U001-B", "U002-B") and done.written
    assert set(_states(workspace).values()) == {"recalled"}


def _moves(workspace: Workspace, application: Application, email: str) -> None:
    with workspace.store.writing(verb="plan", what="") as connection:
        plan.add_units(connection, [replace(application.unit, email=email)])


def test_a_mail_that_waits_for_an_address_the_unit_has_no_more_is_barred_until_composed_anew(
    workspace,
):
    _put_out(workspace)
    _moves(workspace, asked(1), "new@u1.example")
    seen = forecast(workspace, DAY)
    assert seen.due == ("U002-B",)
    ((id, why),) = seen.barred
    assert id == "U001-B" and "xxgk@u1.example" in why and "new@u1.example" in why
    assert "mingcha recall U001-B --write" in why and "mingcha resend U001-B --write" in why
    with pytest.raises(Refused, match="现在到期待发的是1封"):
        send(workspace, DAY, 2)
    holding.recall(workspace, ["U001-B"], write=True)
    holding.resend(workspace, "U001-B", "", write=True)
    seen = forecast(workspace, DAY)
    assert seen.due == ("U001-B", "U002-B") and seen.barred == ()


def test_what_waits_is_authorised_by_the_address_that_it_bears(workspace):
    """What was put out while another authorisation held does not leave without one."""
    abroad = replace(asked(1), unit=replace(asked(1).unit, email="xxgk@yangjiang.gov.cn"))
    put_out(workspace.store, workspace.campaign, with_numbers(workspace, [abroad]), NOW)
    seen = forecast(workspace, DAY)
    assert seen.due == ("U002-B",) and "xxgk@yangjiang.gov.cn" in seen.barred[0][1]


def test_a_mail_that_cannot_be_read_is_barred_and_says_why(workspace, key_away):
    _put_out(workspace)
    key_away()
    seen = forecast(workspace, DAY)
    assert seen.due == () and all("打不开" in why for _, why in seen.barred)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("xxgk@u1.example", "XXGK@U1.example.", True),
        ("xxgk@样江.example", f"xxgk@{domain_of('x@样江.example')}", True),
        ('"x y"@u1.example', '"x y"@u1.example', True),
        ("xxgk@u1.example", "xxgk@u2.example", False),
        ("xxgk@u1.example", "xxg@u1.example", False),
    ],
)
def test_an_address_is_the_same_however_it_is_written(one, other, same):
    assert same_address(one, other) is same
