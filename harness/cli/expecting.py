"""What the caller says a right answer would hold: `--expect EXPECT.json`.

In: a path. Out: `Expected`; what is wrong is a `UserError` that says where.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from harness.cli.errors import UserError
from harness.cli.given import day, text_of
from harness.cli.shown import named

if TYPE_CHECKING:
    from harness.checker.dossier import Expected

_HALF = re.compile("[\ud800-\udfff]")  # "\\ud800" in JSON: no text, nothing can write it down
MOST_ITEMS = 99  # no application asks for more
_LISTS = ("unit_aliases", "reconsideration_organs", "courts")
_WORDS = ("applicant", "unit", "level", "region")
_KNOWN = (*_WORDS, *_LISTS, "requested_on", "items")


def expected(path: str | None) -> Expected:
    from harness.checker.dossier import Expected

    if path is None:
        return Expected()
    given = _load(path)
    unknown = sorted(set(given) - set(_KNOWN))
    if unknown:
        listed = "、".join(one[:20] for one in unknown[:5]) + ("等" if len(unknown) > 5 else "")
        raise UserError(f"{named(path)}：不认识的字段 {listed}；可用的字段是 {'、'.join(_KNOWN)}")
    for key in _LISTS:
        if not isinstance(given.get(key, []), list) or not all(
            isinstance(one, str) for one in given.get(key, [])
        ):
            raise UserError(f'{named(path)}：{key} 应当是名称的列表，如 ["某某市人民政府"]')
    for key in _WORDS:
        if not isinstance(given.get(key, ""), str):
            raise UserError(f"{named(path)}：{key} 应当是文字")
    items = given.get("items")
    if items is not None and (
        not isinstance(items, int) or isinstance(items, bool) or not 1 <= items <= MOST_ITEMS
    ):
        raise UserError(f"{named(path)}：items 应当是1至{MOST_ITEMS}的整数（申请的项数）")
    asked = given.get("requested_on")
    return Expected(
        applicant=given.get("applicant", ""),
        unit=given.get("unit", ""),
        unit_aliases=tuple(given.get("unit_aliases", ())),
        reconsideration_organs=tuple(given.get("reconsideration_organs", ())),
        courts=tuple(given.get("courts", ())),
        requested_on=day(asked, f"{named(path)}：requested_on ") if asked is not None else None,
        items=items,
        level=given.get("level", ""),
        region=given.get("region", ""),
    )


def _load(path: str) -> dict[str, Any]:
    try:
        given = json.loads(text_of(path))
    except json.JSONDecodeError as wrong:
        raise UserError(
            f"{named(path)} 不是有效的 JSON（第{wrong.lineno}行第{wrong.colno}列有误），请改正后重试"
        ) from None
    except RecursionError:
        raise UserError(f"{named(path)}：JSON 的嵌套太深") from None
    except ValueError:  # an integer of thousands of digits
        raise UserError(f"{named(path)}：JSON 中有位数过多的整数") from None
    if _HALF.search(json.dumps(given, ensure_ascii=False)):
        raise UserError(f"{named(path)}：含有不成字的半个字符（\\ud800 至 \\udfff），请改正后重试")
    if not isinstance(given, dict):
        raise UserError(
            f'{named(path)} 应当是一个 JSON 对象，如 {{"applicant": "张某", "unit": "某某市财政局"}}'
        )
    return given
