"""The law as dated data: which text, which periods and which rule set are in force on a day.

In: data/*.toml beside this file. Out: frozen rows. A day before the first row gets the first row.
A file of ours that is broken raises at load, naming file and value.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from parsers import lazy_re as re

_FOLDER = Path(__file__).parent / "data"
ORDER_711 = date(2019, 5, 15)  # the day on which the 2008 text went out of force


class BrokenLaw(Exception):
    """A file under law/ says something that cannot be; the message names file, place and value."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the 条例: what its articles hold, and which decision each supports."""

    id: str
    since: date
    order: int
    articles: int
    paragraphs: Mapping[int, int]  # only articles whose number of paragraphs was checked
    items: Mapping[int, int]
    fits: Mapping[str, tuple[str, ...]]  # by decision code
    kinds: Mapping[str, tuple[str, ...]]  # by kind of reply
    silent: frozenset[int]  # articles that support no decision at all


@dataclass(frozen=True, slots=True)
class RemedyLaw:
    """What a letter of a day has to say of remedies."""

    reconsideration_days: int
    litigation_months: int
    after_reconsideration_days: int
    first: frozenset[str]  # decisions after which 复议 comes first
    either: frozenset[str]  # decisions after which either way of putting it is accepted
    first_if_cited: Mapping[str, frozenset[int]]  # likewise, where such an article is cited too
    no_suit: frozenset[str]  # decisions against which no court takes a suit


def text_on(day: date | None) -> Text:
    """The text of the 条例 in force on that day; the newest where the day is not known."""
    return _latest(_texts(), day)


def remedy_on(day: date | None) -> RemedyLaw:
    rows = _read("remedy.toml")
    order, no_suit = _row(rows, "order", day), _row(rows, "no_suit", day)
    cited = order.get("first_if_cited", {})
    return RemedyLaw(
        reconsideration_days=int(_row(rows, "reconsideration", day)["days"]),
        litigation_months=int(_row(rows, "litigation", day)["months"]),
        after_reconsideration_days=int(_row(rows, "after_reconsideration", day)["days"]),
        first=frozenset(order["first"]),
        either=frozenset(order["either"]),
        first_if_cited={code: frozenset(articles) for code, articles in cited.items()},
        no_suit=frozenset(no_suit["codes"]),
    )


def after_silence(due: date) -> str:
    """What the applicant may do where nothing was answered by `due`: a remark, in Chinese. No rule
    says which day decides between two texts: where a later one leaves that open, both are told."""
    rows = _read("remedy.toml")["silence"]
    now = [row for row in rows if row["from"] <= due][-1:] or rows[:1]
    told = [str(row["what"]) for row in now]
    for row in rows:
        if row["from"] > due and row["decided_by"] == "open":
            day = row["from"]
            told.append(
                f"{day.year}年{day.month}月{day.day}日以后才申请复议或者起诉的，{row['what']}"
                "（以哪一天为准没有过渡规定）"
            )
    return "；".join(told)


@dataclass(frozen=True, slots=True)
class OrganLaw:
    """Whom one kind of body's acts are reviewed by, as relations (jurisdiction.Relation)."""

    right: frozenset[str]
    open: frozenset[str]  # nothing is said of these
    doubt: str  # why only a person can say; empty where the law is plain


def organs_on(kind: str, day: date) -> OrganLaw | None:
    """The organs of reconsideration for a kind of body; None where the table does not know it."""
    row = _of_kind("organ", kind, day)
    if row is None:
        return None
    return OrganLaw(frozenset(row["right"]), frozenset(row["open"]), row.get("doubt", ""))


def court_levels_on(kind: str, day: date) -> frozenset[str]:
    """The levels of court that hear suits against a kind of body; empty where not known."""
    row = _of_kind("court", kind, day)
    return frozenset(row["right"]) if row else frozenset()


def _of_kind(head: str, kind: str, day: date) -> Mapping[str, Any] | None:
    rows = _read("organs.toml")[head]
    known = [row for row in rows if row["kind"] == kind and row["from"] <= day]
    return known[-1] if known else None


@cache
def kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds of bodies and what their names look like, in the order of trying."""
    return tuple((row["id"], re.compile(row["name"])) for row in _read("organs.toml")["kind"])


@cache
def systems() -> tuple[tuple[str, ...], ...]:
    """Lines of work whose departments stand above each other, by words in their names."""
    return tuple(tuple(words) for words in _read("organs.toml")["system"][0]["names"])


def ruleset_on(day: date | None) -> str:
    """The rule set's name: the day on which it came into force."""
    row = _row(_read("rulesets.toml"), "ruleset", day)
    return str(row["from"])


def rulesets() -> tuple[tuple[date, str, str], ...]:
    """Every switch: from when, what, by which source."""
    return tuple(
        (row["from"], row["what"], row["source"]) for row in _read("rulesets.toml")["ruleset"]
    )


@cache
def _read(name: str) -> Mapping[str, Any]:
    with (_FOLDER / name).open("rb") as file:
        tables = tomllib.load(file)
    for head, rows in tables.items():
        days = [row.get("from") for row in rows]
        if not all(isinstance(day, date) for day in days) or days != sorted(days):
            raise BrokenLaw(
                f"law/{name} [[{head}]]：每行都要有 from = 年-月-日，并按先后排列，现为 {days}"
            )
        missing = [row["from"] for row in rows if not row.get("source")]
        if missing:
            raise BrokenLaw(f"law/{name} [[{head}]] from = {missing[0]}：缺少 source（来源）")
    return tables


def _row(tables: Mapping[str, Any], head: str, day: date | None) -> Mapping[str, Any]:
    rows: Sequence[Mapping[str, Any]] = tables[head]
    known = [row for row in rows if day is None or row["from"] <= day]
    return known[-1] if known else rows[0]


def _latest(texts: Sequence[Text], day: date | None) -> Text:
    known = [text for text in texts if day is None or text.since <= day]
    return known[-1] if known else texts[0]


@cache
def _texts() -> tuple[Text, ...]:
    return tuple(_text(row) for row in _read("articles.toml")["text"])


def _text(row: Mapping[str, Any]) -> Text:
    return Text(
        id=row["id"],
        since=row["from"],
        order=row["order"],
        articles=row["articles"],
        paragraphs={int(key): value for key, value in row["paragraphs"].items()},
        items={int(key): value for key, value in row["items"].items()},
        fits={code: tuple(places) for code, places in row["fits"].items()},
        kinds={kind: tuple(places) for kind, places in row.get("kinds", {}).items()},
        silent=frozenset(row.get("silent", {}).get("articles", ())),
    )
