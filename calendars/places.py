"""A place's name -> whose calendar it has: `place(name) -> Place`.

In: what somebody wrote as a region (广西壮族自治区南宁市, 南宁, 广东省, 新疆生产建设兵团). Out: the region
with holidays of its own, or none; and whether the name was placed at all. A bare county elsewhere,
or what is no place of ours, is not placed: only its province tells whether it has such holidays.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from calendars.regions import Region, region_named, shipped

# what is asked for the country as a whole
NATION = ("", "全国", "中国", "中华人民共和国", "中央", "国家级")
KINDS = ("特别行政区", "自治州", "地区", "省", "市", "盟", "州")
# 凉山 of 凉山彝族自治州, 博尔塔拉 of 博尔塔拉蒙古自治州
PEOPLES = re.compile(
    r"(?:(?:土家|朝鲜|布依|哈尼|景颇|傈僳|柯尔克孜|哈萨克|蒙古|[回苗侗彝藏羌壮白傣])族?)+(?=自治州$)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """`region` is None where the national calendar holds; so it does, for want of better, where
    the place is not `known`."""

    asked: str
    region: Region | None
    known: bool

    @property
    def fault(self) -> str:
        """One Chinese sentence that says how to write it; empty where the place is known."""
        if self.known:
            return ""
        return (
            f"不知道“{self.asked}”在哪个省，不能确定有没有地区假日："
            "应写所在省级行政区的名称，如“广东省”“广西壮族自治区”，或者在市县名称前写上省名"
        )


@lru_cache(maxsize=4096)
def place(name: str | None) -> Place:
    """Where a name belongs."""
    written = "".join((name or "").split())
    if written in NATION:
        return Place(written, None, True)
    region = region_named(written) or _holding(written)
    if region is not None:
        return Place(written, region, True)
    if written.startswith(_provinces()) or _within(written, _elsewhere()):
        return Place(written, None, True)
    # 中国广西, 中央驻新疆单位
    region = next((r for r in shipped() if any(alias in written for alias in r.aliases)), None)
    return Place(written, region, region is not None)


def _holding(name: str) -> Region | None:
    return next((r for r in shipped() if _within(name, (*r.prefectures, *r.counties))), None)


def _within(name: str, places: Iterable[str]) -> bool:
    """Whether a name is one of the places (南宁市, 南宁) or lies in one (南宁市兴宁区, 南宁地区)."""
    return any(name.startswith(full) or _is_short(name, full) for full in places)


def _is_short(name: str, full: str) -> bool:
    kind = next((k for k in KINDS if full.endswith(k)), "")
    stem = PEOPLES.sub("", full).removesuffix(kind)
    return bool(kind) and len(stem) > 1 and name in (stem, *(stem + each for each in KINDS))


@cache
def _table() -> tuple[dict[str, list[str]], ...]:
    text = (resources.files("calendars") / "places.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["provinces"])


@cache
def _provinces() -> tuple[str, ...]:
    """The provinces without holidays of their own, by their short names."""
    return tuple(str(province["short"]) for province in _table())


@cache
def _elsewhere() -> tuple[str, ...]:
    return tuple(name for province in _table() for name in province["within"])
