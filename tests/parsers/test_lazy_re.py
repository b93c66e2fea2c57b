"""A pattern that waits for its first use is a pattern in every other way."""

from __future__ import annotations

import re

import pytest

from parsers import lazy_re


@pytest.fixture
def compiled(monkeypatch) -> list[str]:
    """What is compiled meanwhile."""
    seen, compile_ = [], re.compile
    monkeypatch.setattr(re, "compile", lambda *asked: seen.append(asked[0]) or compile_(*asked))
    return seen


def test_a_pattern_is_compiled_when_it_is_first_used_and_once(compiled):
    pattern = lazy_re.compile(r"第(?P<number>\d+)号")
    assert (pattern.pattern, compiled) == (r"第(?P<number>\d+)号", [])
    assert pattern.search("第12号")["number"] == "12"
    assert pattern.sub("", "第3号令") == "令"
    assert pattern.groupindex["number"] == 1
    assert compiled == [pattern.pattern]


def test_flags_and_bytes_are_kept():
    assert lazy_re.compile("a", lazy_re.IGNORECASE).fullmatch("A")
    assert lazy_re.compile(b"a").findall(b"aa") == [b"a", b"a"]


def test_a_name_that_patterns_do_not_have_is_none_of_its_own():
    with pytest.raises(AttributeError, match="sort"):
        lazy_re.compile("a").sort()
