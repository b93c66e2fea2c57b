"""The fields of a TOML table -> values, with every fault as one Chinese line: file, line number, place,
what is wrong and what is allowed. One run names them all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from harness.scoring.rubric_file.places import Path, Places

Table = dict[str, Any]
MOST = 1_000_000  # points or per cent; sums of larger numbers leave what Decimal can hold
BLANK = "待填"  # a number that whoever uses the file has to fill in


@dataclass(frozen=True, slots=True)
class Where:
    """A table: its path in the file, and what a person calls it (empty: the file itself)."""

    path: Path = ()
    name: str = ""

    def into(self, *keys: str | int, name: str = "") -> Where:
        return Where((*self.path, *keys), name or self.name)


class Fields:
    def __init__(self, file: str, text: str) -> None:
        self.file, self.places = file, Places(text)
        self.faults: list[tuple[int, str]] = []
        self.blanks: list[tuple[int, str]] = []

    def fault(self, where: Where, what: str, *, key: str = "", words: str = "") -> None:
        path = (*where.path, key) if key else where.path
        line = self.places.line_of(path, words) if words else self.places.line(path)
        self.faults.append((line, self._told(line, where, what)))

    def told(self) -> tuple[str, ...]:
        """As they stand in the file, from above."""
        return tuple(text for _, text in sorted(self.faults, key=lambda each: each[0]))

    def told_blanks(self) -> tuple[str, ...]:
        return tuple(text for _, text in sorted(self.blanks, key=lambda each: each[0]))

    def _told(self, line: int, where: Where, what: str) -> str:
        place = f"{where.name}：" if where.name else ""
        return f"{self.file}：第{line}行：{place}{what}"

    def known(self, table: Table, keys: set[str], where: Where) -> None:
        for key in sorted(set(table) - keys):
            meant = get_close_matches(key, keys, 1)
            guess = f"（是不是“{meant[0]}”？）" if meant else ""
            allowed = "、".join(sorted(keys))
            self.fault(where, f"不认得的项“{key[:40]}”{guess}，可用的有：{allowed}", key=key)

    def tables(self, table: Table, key: str, where: Where) -> list[Table]:
        items = table.get(key, [])
        if isinstance(items, list) and all(isinstance(item, dict) for item in items):
            return items
        heads = [name for name in where.path if isinstance(name, str)]
        self.fault(where, f"“{key}”应写成[[{'.'.join([*heads, key])}]]", key=key)
        return []

    def table(self, table: Table, key: str, where: Where, example: str) -> Table:
        """A table within the table; empty where it is missing."""
        item = table.get(key, {})
        if isinstance(item, dict):
            return item
        self.fault(where, f"“{key}”应写成{example}", key=key)
        return {}

    def text(self, table: Table, key: str, where: Where, *, needed: bool = True) -> str:
        value = table.get(key, "")
        if isinstance(value, str) and (value.strip() or not needed):
            return value.strip()
        if key not in table:
            self.fault(where, f'缺少“{key}”，请补上 {key} = "…"')
        else:
            self.fault(where, f"“{key}”应为文字，写在引号里，不能是空的", key=key)
        return ""

    def texts(self, table: Table, key: str, where: Where, example: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            return tuple(one.strip() for one in value)
        self.fault(where, f"{key}应为一组{example}", key=key)
        return ()

    def number(
        self,
        table: Table,
        key: str,
        where: Where,
        *,
        needed: bool = True,
        most: int = MOST,
        fallback: Decimal | None = None,
    ) -> Decimal | None:
        value = table.get(key)
        if value is None:
            if needed:
                self.fault(where, f"缺少“{key}”，请补上 {key} = 数")
            return fallback
        if isinstance(value, str) and value.strip() == BLANK:
            line = self.places.line((*where.path, key))
            self.blanks.append(
                (line, self._told(line, where, f"“{key}”待填写，来源没有写，请换成一个数"))
            )
            return fallback
        if fits(value, most):
            return Decimal(value)
        quoted = "，不要加引号" if isinstance(value, str) else ""
        self.fault(where, f"“{key}”为{str(value)[:40]}，应为0至{most}的数{quoted}", key=key)
        return fallback


def fits(value: object, most: int = MOST) -> bool:
    # bool is an int in Python, and `true` is no number of points
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return False
    return Decimal(value).is_finite() and 0 <= value <= most
