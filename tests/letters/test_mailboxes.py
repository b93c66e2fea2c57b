"""[[mailboxes]] of campaign.toml: what is written there is taken over, what is wrong is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from letters.faults import BadTable
from letters.tables import read_campaign

HERE = Path(__file__).parent
BOX = '[[mailboxes]]\naddress = "{address}"\nhost = "imap.sample.example"\n{more}\n\n'


@pytest.fixture
def read(tmp_path):
    """The campaign of the tests, with these sections put in."""

    def put(*sections: str):
        text = (HERE / "campaign.toml").read_text("utf-8")
        for each in HERE.glob("*.xlsx"):
            shutil.copy(each, tmp_path)
        place = text.index("[[rounds]]")
        written = text[:place] + "".join(sections) + text[place:]
        (tmp_path / "campaign.toml").write_text(written, "utf-8")
        return read_campaign(tmp_path)

    return put


@pytest.fixture
def address(read) -> str:
    return read().applicants[0].email


def test_a_campaign_needs_none(read):
    assert read().mailboxes == ()


def test_what_is_not_written_is_the_usual(read, address):
    (box,) = read(BOX.format(address=address, more="")).mailboxes
    assert (box.login, box.used_port, box.protocol, box.security) == (address, 993, "imap", "tls")
    assert (box.folders, box.mark, box.remove) == ((), True, False)


@pytest.mark.parametrize(
    ("more", "port"),
    [
        ('protocol = "pop3"', 995),
        ('protocol = "pop3"\nsecurity = "starttls"', 110),
        ('security = "starttls"', 143),
        ("port = 1993", 1993),
    ],
)
def test_the_port_is_the_usual_one_unless_it_is_written(read, address, more, port):
    assert read(BOX.format(address=address, more=more)).mailboxes[0].used_port == port


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('protocol = "imap4"', 'protocol：现为 "imap4"，应为imap 或 pop3'),
        ('password = "x"', "password：密码不写在文件里"),
        ('security = "none"', '请写 "tls" 或 "starttls"'),
        ("remove = true", "remove：只用于 pop3"),
        ('protocol = "pop3"\nfolders = ["INBOX"]', "pop3 没有文件夹"),
        ("port = 70000", "port：现为 70000"),
    ],
)
def test_what_is_wrong_is_named(read, address, more, said):
    with pytest.raises(BadTable) as wrong:
        read(BOX.format(address=address, more=more))
    assert said in "\n".join(wrong.value.faults)


def test_a_mailbox_is_an_applicants_and_stands_there_once(read, address):
    with pytest.raises(BadTable) as wrong:
        read(*(BOX.format(address=each, more="") for each in (address, address, "x@y.example")))
    told = "\n".join(wrong.value.faults)
    assert "写了2段" in told
    assert "x@y.example 的 address：不是任何申请人的邮箱" in told
