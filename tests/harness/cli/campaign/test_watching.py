"""`collect --watch` as it is typed, and as a timer calls it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime

import pytest

from harness.cli.campaign.watching import seconds
from harness.cli.errors import UserError
from harness.store import digests
from harness.store.database import open_store

from .conftest import MINGCHA, ROOT

ONCE = ("collect", "--watch", "--once")
SECRET = {"MINGCHA_MAIL_PASSWORD": "x"}


def _made(here):
    with open_store(here.folder) as store, store.reading() as connection:
        return digests.made(connection)


def _settings(here, watch: str, **values: object) -> None:
    path = here.folder / "campaign.toml"
    text = path.read_text("utf-8")
    for name, value in values.items():
        text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
    path.write_text(f"{text}\n[watch]\n{watch}\n", encoding="utf-8")


def test_once_is_one_round_and_one_digest_a_day(here):
    done = here(*ONCE, "--digest-at", "0:00", **SECRET)
    assert "每日简报　" in done.out and "一、来件" in done.out.splitlines()
    (made,) = _made(here)
    assert (here.folder / "reports" / "每日简报" / f"{made.on}.html").is_file()
    again = here(*ONCE, "--digest-at", "0:00", **SECRET)
    assert "每日简报　" not in again.out and len(_made(here)) == 1
    assert here("verify").status == 0
    assert "守候" in here("history").out


def test_the_exit_status_tells_that_something_could_not_be_done(here):
    _settings(here, 'at = "00:00"', imap_port=1)
    lacking = here(*ONCE, "--json")
    assert lacking.status == 1 and "MINGCHA_MAIL_PASSWORD" in lacking.err
    told = lacking.out.splitlines()
    assert '"arrivals"' in told[0] and told[1].startswith('{"digest":{"on":')
    assert "收不了邮箱" in here(*ONCE, **SECRET).err


def test_a_day_that_somebody_names_for_a_trial_gets_no_digest(here):
    assert here(*ONCE, "--digest-at", "0:00", "--as-of", "2020-11-20").status in (0, 1)
    assert _made(here) == ()


def test_what_is_wrong_in_the_call_is_refused(here):
    assert "与 --watch 同用" in here("collect", "--once").refusal
    assert "不是时间" in here(*ONCE, "--every", "三天").refusal
    assert "不是钟点" in here(*ONCE, "--digest-at", "25:00").refusal
    assert "没有写地址" in here(*ONCE, "--digest-to", "a@b.example").refusal
    _settings(here, 'to = "office@gongzuo.example"\nevery = 0')
    assert "[watch] 的 every" in here(*ONCE).refusal


@pytest.mark.parametrize(
    ("text", "number"),
    [("90", 90), ("90秒", 90), ("10分钟", 600), ("10 分", 600), ("1小时", 3600), ("24H", 86400)],
)
def test_a_pause_is_read_as_people_write_it(text, number):
    assert seconds(text) == number


@pytest.mark.parametrize("text", ["", "0", "分钟", "-5分钟", "25小时", "10天", "1.5小时"])
def test_what_is_no_pause_is_refused(text):
    with pytest.raises(UserError, match="不是时间"):
        seconds(text)


@pytest.mark.needs("smtp-sink")
@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
def test_ctrl_c_waits_until_a_digest_that_is_being_handed_over_has_its_outcome(here):
    from smtp_sink import sinking

    with sinking("-w", "2") as sink:  # it takes its time for the answer to a mail
        _settings(here, 'to = "office@gongzuo.example"\nat = "00:00"', smtp_port=sink.port)
        watching = subprocess.Popen(
            [*MINGCHA, "collect", "--watch"], cwd=here.folder, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, **SECRET, "PYTHONPATH": ROOT},
        )  # fmt: skip
        while watching.poll() is None and [each.state for each in _made(here)] != ["sending"]:
            time.sleep(0.05)
        watching.send_signal(signal.SIGINT)
        _, err = watching.communicate(timeout=60)
        assert watching.returncode == 0 and "已停止收件。" in err and "Traceback" not in err
        assert [each.state for each in _made(here)] == ["sent"] and len(sink.mails()) == 1


@pytest.mark.needs("dovecot")
@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
def test_a_mail_is_told_of_at_once_where_the_server_tells(here, dovecot):
    from dovecot import PASSWORD

    box, path = "hoert@shenqing.example", here.folder / "campaign.toml"
    text = re.sub(r'(?m)^email = ".*"$', f'email = "{box}"', path.read_text("utf-8"), count=1)
    mailbox = f'[[mailboxes]]\naddress = "{box}"\nhost = "127.0.0.1"\nsecurity = "none"\n'
    path.write_text(f"{text}\n{mailbox}port = {dovecot.port}\n", encoding="utf-8")
    _append(dovecot, box, 0)
    watching = subprocess.Popen(
        [*MINGCHA, "collect", "--watch", "--every", "1小时", "--as-of", "2020-11-20", "--json"],
        cwd=here.folder, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "MINGCHA_MAIL_PASSWORD": PASSWORD, "PYTHONPATH": ROOT},
    )  # fmt: skip
    assert watching.stdout is not None
    first = watching.stdout.readline()  # the next round is an hour away
    with ThreadPoolExecutor(1) as aside:
        second = aside.submit(watching.stdout.readline)
        for number in range(1, 20):  # it may be about to listen
            _append(dovecot, box, number)
            if wait([second], 1).done:
                break
        watching.send_signal(signal.SIGINT)
        line = second.result(60)
    _, err = watching.communicate(timeout=60)
    assert '"new":1' in first and '"new":' in line
    assert watching.returncode == 0 and "Traceback" not in err


def _append(dovecot, box: str, number: int) -> None:
    raw = f"From: ad@spam.example\r\nSubject: x\r\n\r\nbuy {number}\r\n"
    with dovecot.client(box) as client:
        client.append("INBOX", raw.encode(), msg_time=datetime(2020, 11, 2, 9))
