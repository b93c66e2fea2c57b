"""What campaign.toml says of servers, held against what is allowed, where it is read."""

from __future__ import annotations

from datetime import date

import pytest

from letters.campaign_faults import faults
from letters.campaign_file import read
from letters.faults import BadTable
from letters.mailboxes import MailboxPlace
from letters.mailboxes import faults as faults_of_mailboxes
from letters.model import Applicant, Campaign, Channel, MailAccount, Round

LI = Applicant("P1", "李演", "li@people.example", "路1号", "000000", "0000-1")
ROUND = Round("B", "邮件", Channel.EMAIL, date(2026, 3, 16), ("P1",), ("Q1",))


def _faults(host: str, tls: str) -> list[str]:
    own = MailAccount(LI.email, host, 25, tls, "li", "")
    campaign = Campaign(
        "样江", "样江", "", False, date(2026, 6, 30), (ROUND,), (LI,), accounts=(own,)
    )
    return faults(campaign, ["Q1"], has_mail=False)


def test_without_encryption_only_a_server_on_this_machine_is_talked_to():
    (told,) = _faults("smtp.people.example", "none")
    assert "li@people.example 的 smtp_tls" in told and "只用于本机" in told


@pytest.mark.parametrize(
    ("host", "tls"),
    [("127.0.0.1", "none"), ("localhost", "none"), ("::1", "none"), ("smtp.a.example", "implicit")],
)
def test_else_there_is_nothing_wrong(host, tls):
    assert _faults(host, tls) == []


def test_a_certificate_of_a_mailbox_is_a_file_beside():
    place = MailboxPlace(LI.email, "imap.people.example", ca_file="根证书.pem")
    assert faults_of_mailboxes([place], [LI.email]) == []
    other = MailboxPlace(LI.email, "imap.people.example", ca_file="../root.pem")
    (told,) = faults_of_mailboxes([other], [LI.email])
    assert "ca_file" in told


def _read(tmp_path, text: str) -> tuple[str, ...]:
    path = tmp_path / "campaign.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadTable) as wrong:
        read(path, [])
    return wrong.value.faults


def test_a_day_that_there_is_not_is_told_as_that(tmp_path):
    (told,) = _read(tmp_path, "[campaign]\nid = 'x'\ncollect_until = 2027-02-30\n")
    assert "第3行的 2027-02-30：没有这一天" in told and "双引号" not in told


def test_where_a_password_belongs_is_told(tmp_path):
    told = _read(tmp_path, "[[mailboxes]]\npassword = 'geheim'\n")
    (line,) = [each for each in told if "的 password" in each]
    assert "MINGCHA_MAIL_PASSWORD" in line and "geheim" not in line


def test_of_an_account_that_could_not_be_read_is_not_said_that_it_is_missing():
    own = MailAccount("other@people.example", "smtp.a.example", 465, "implicit", "", "")
    campaign = Campaign(
        "样江", "样江", "", False, date(2026, 6, 30), (ROUND,), (LI,), accounts=(own,)
    )
    (told,) = faults(campaign, ["Q1"], has_mail=False)
    assert "没有发信账号" in told
    assert faults(campaign, ["Q1"], has_mail=False, accounts_read=False) == []
