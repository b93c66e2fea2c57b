"""`store` in campaign.toml: the address of a server, without a password; the line is written and taken out
without touching another."""

from __future__ import annotations

import pytest

from letters import toml_text
from letters.faults import BadTable
from letters.store_address import BadAddress, StoreAddress, parse
from letters.store_line import with_store, without_store, write_store

TEXT = """# 设置
[campaign]   # 本次
id = "样江"
# store = "旧的说明"
rubric = ""

[mail]
store = "不是这里"
"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("postgresql://a@db.example.org/m", StoreAddress("a", "db.example.org", 5432, "m")),
        ("postgres://a@db:6/m?schema=2026", StoreAddress("a", "db", 6, "m", "2026")),
        ("postgresql://a@[::1]/m", StoreAddress("a", "::1", 5432, "m")),
        ("postgresql://%E6%9D%8E@db/%E5%BA%93", StoreAddress("李", "db", 5432, "库")),
        (
            "postgresql://a@db/m?sslrootcert=ca.pem",
            StoreAddress("a", "db", 5432, "m", "", "ca.pem"),
        ),
        ("postgresql://a@/m?host=/run/pg", StoreAddress("a", "", 5432, "m", "", "", "/run/pg")),
    ],
)
def test_an_address_is_read_and_written_the_same(text, wanted):
    assert parse(text) == wanted
    assert parse(wanted.url) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mysql://a@db/m", "应以 postgresql:// 开头"),
        ("db.example.org", "应以 postgresql:// 开头"),
        ("postgresql://a:geheim@db/m", "不能写密码"),
        ("postgresql://a@db/m?password=geheim", "不能写密码"),
        ("postgresql://a@db/m?sslmode=disable", "不认识"),
        ("postgresql://db/m", "没有写用户名"),
        ("postgresql://a@/m", "没有写主机名"),
        ("postgresql://a@db", "没有写数据库名"),
        ("postgresql://a@db:x/m", "不成地址"),
        ("http://a:geheim@db:x/m", "不成地址"),
        ("postgresql://a@db/m?schema=pg_toast", "自己用的名称"),
        (f"postgresql://a@db/m?schema={'长' * 22}", "太长"),
        ("postgresql://a@db/m?host=/run", "不写主机名"),
    ],
)
def test_what_is_no_address_is_told_without_its_password(text, said):
    with pytest.raises(BadAddress, match=said) as told:
        parse(text)
    assert "geheim" not in str(told.value) and "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.0.0.9", True),
     ("10.0.0.1", False), ("db.example.org", False), ("localhost.example.org", False)],
)  # fmt: skip
def test_only_this_machine_is_this_machine(host, here):
    assert StoreAddress("a", host, 5432, "m").here == here


def test_the_line_is_written_changed_and_taken_out_and_all_else_stays(tmp_path):
    one, other = "postgresql://a@db/m?schema=1", "postgresql://a@db/m?schema=“2”"
    written = with_store(TEXT, one)
    assert toml_text.loads(written)["campaign"]["store"] == one
    assert toml_text.loads(written)["mail"]["store"] == "不是这里"
    changed = with_store(written, other)
    assert toml_text.loads(changed)["campaign"]["store"] == other
    assert without_store(changed) == TEXT == without_store(TEXT)
    path = tmp_path / "campaign.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    write_store(path, one)
    assert path.read_text(encoding="utf-8") == written


@pytest.mark.parametrize("text", ["campaign = {id = 'x'}\n", "[campaign]\nstore = '''\nx'''\n", ""])
def test_where_nobody_can_say_where_the_line_belongs_it_is_left_to_a_person(text):
    with pytest.raises(BadTable, match="自行"):
        with_store(text, "postgresql://a@db/m")
