"""campaign.toml: who has authorised the sending, from which accounts, and how fast."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from letters import toml_text
from letters.model import Authorisation, MailAccount, SendingRule
from letters.tables import BadTable, read_campaign

REAL = """
[authorisation]
principal = "样江市人民政府办公室"
number = "样政办函〔2026〕12号"
from = 2026-03-01
to = "2026年6月30日"
units = ["全部"]
domains = ["Yangjiang.gov.cn"]

[sending]
hours = []
per_minute_domain = 6

[[accounts]]
address = "li@example.org"
smtp_host = "smtp.example.org"
smtp_port = 465
per_day = 300
"""


def with_real(folder: Path, text: str = REAL) -> Path:
    path = folder / "campaign.toml"
    settings = path.read_text(encoding="utf-8")
    address = toml_text.loads(settings)["applicants"][0]["email"]
    path.write_text(f"{settings}\n{text.replace('li@example.org', address)}", encoding="utf-8")
    return folder


def faults(folder: Path, old: str, new: str) -> str:
    assert old in REAL
    with pytest.raises(BadTable) as refused:
        read_campaign(with_real(folder, REAL.replace(old, new, 1)))
    return "\n".join(refused.value.faults)


def test_without_these_parts_nobody_has_authorised_anything(folder: Path) -> None:
    campaign = read_campaign(folder)
    assert campaign.authorisation is None and campaign.accounts == ()
    assert campaign.sending == SendingRule()


def test_what_is_written_is_what_is_read(folder: Path) -> None:
    campaign = read_campaign(with_real(folder))
    assert campaign.authorisation == Authorisation(
        "样江市人民政府办公室", "样政办函〔2026〕12号", date(2026, 3, 1), date(2026, 6, 30), ("全部",),
        ("yangjiang.gov.cn",),
    )  # fmt: skip
    address = campaign.applicants[0].email
    assert campaign.accounts == (
        MailAccount(address, "smtp.example.org", 465, "implicit", address, per_day=300),
    )
    assert campaign.sending == SendingRule((), 6)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("from = 2026-03-01\n", "", "[authorisation]：缺少 from"),
        ("2026-03-01", "2026-07-01", "from（2026-07-01）晚于 to（2026-06-30）"),
        ('["全部"]', "[]", "units"),
        ('["全部"]', '["全部", "U001"]', "就不要再列单位编号"),
        ('"Yangjiang.gov.cn"', '"@yangjiang.gov.cn"', "domains"),
        ('"Yangjiang.gov.cn"', '"cn"', "domains"),
        ("smtp_port = 465", "smtp_port = 0", "smtp_port：不能是0"),
        ("per_day = 300", 'smtp_tls = "ssl"', "implicit（一般为465端口）"),
        ("per_day = 300", 'password = "x"', "password：密码不写在文件里"),
        ("per_day = 300", 'ca_file = "../x.pem"', "应只写文件名"),
        ("hours = []", 'hours = ["12:00-09:00"]', "结束时间应晚于开始时间"),
        ("li@example.org", "other@example.org", "没有发信账号，请补一段 [[accounts]]"),
    ],
)
def test_each_fault_is_named_with_what_to_write(folder: Path, old, new, says) -> None:
    assert says in faults(folder, old, new)
