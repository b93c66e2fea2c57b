"""The index on a server finds what the one in a file finds, in the same order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from harness.store.database import open_store
from harness.store.home import home_of
from harness.store.search import in_file, on_server
from harness.store.search.words import phrases

pytestmark = pytest.mark.needs("postgres")
ALPHABET = "财政厅公开第号年一二〔〕2019 xxgkＡ，。\n申请答复信息部门决算é\\\"'{}"
WHOLE = (
    "演财公开〔2020〕12号",
    "第12号",
    "xxgk@cz.example",
    "2019年度部门决算，予以公开",
    "a\0b 财政",
)


def _texts(chance: random.Random) -> list[str]:
    made = ["".join(chance.choices(ALPHABET, k=chance.randint(1, 60))) for _ in range(250)]
    return [*made, *WHOLE, "x" * 40, "厅" * 3]


def _questions(chance: random.Random, texts: list[str]) -> list[str]:
    asked = ["财政", "厅", "20", "2020", "x" * 20, "xxg", "年", "公开 第", "财 20", "号", "é"]
    for _ in range(250):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        asked.append(text[start : start + chance.randint(1, 8)])
        asked.append("".join(chance.choices(ALPHABET, k=chance.randint(1, 4))))
    return [each for each in asked if phrases(each)]


@pytest.fixture
def engine(tmp_path, postgresql):
    setting = postgresql.url(postgresql.new_schema())
    (tmp_path / "campaign.toml").write_text(f'[campaign]\nstore = "{setting}"\n', encoding="utf-8")
    with open_store(tmp_path) as store:
        yield store.engine


def test_both_find_the_same_in_random_chinese(tmp_path: Path, engine):
    chance = random.Random(16)
    texts = _texts(chance)
    with in_file.opened(tmp_path) as file, on_server.opened(engine) as server:
        for each in (file, server):
            for number, text in enumerate(texts):
                each.put("calls", str(number), "U001", text[:9], text)
            for number in range(0, len(texts), 7):  # written once more, or taken back
                each.put("calls", str(number), "U001", "又", texts[-1 - number])
            for number in range(0, len(texts), 11):
                each.drop("calls", str(number))
            each.commit()
        found = 0
        for asked in _questions(chance, texts):
            wanted = file.find(asked, ("calls",), None, 1000)
            there = server.find(asked, ("calls",), None, 1000)
            assert [row[2] for row in there[1]] == [row[2] for row in wanted[1]], asked
            assert there[0] == wanted[0]
            found += wanted[0] > 0
            assert server.find(asked, ("rulings",), None, 10)[0] == 0
        assert found > 200


def test_the_next_page_goes_on_where_the_first_ended(engine):
    with on_server.opened(engine) as server:
        for number in range(25):
            server.put("calls", str(number), "U001", "", f"财政{number}")
        server.commit()
        _, first = server.find("财政", (), None, 10)
        _, then = server.find("财政", (), first[-1][0], 10)
        assert [row[2] for row in (*first, *then)] == [str(each) for each in range(24, 4, -1)]
    with on_server.opened(engine) as again:
        assert again.find("财政24", (), None, 10)[0] == 1


def test_what_is_found_does_not_hang_on_a_table_of_facts(tmp_path, engine):
    """The index is derived: it is made anew where it is gone, and the history knows nothing of it."""
    with on_server.opened(engine) as server:
        server.put("calls", "1", "U001", "", "财政")
        server.commit()
    home = home_of(tmp_path)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from changes").scalar() == 0
    assert home.exists()
