"""campaign.toml -> its tables, each field of the kind it should be; every fault names the part, the item, and
what to write instead."""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from letters import days, identity, toml_text
from letters.campaign_shape import DATES, MANY, SINGLE, told
from letters.faults import BadTable
from letters.opening import NotOpened, read_text, reason

Table = TypeVar("Table", bound=msgspec.Struct)


def parse(path: Path) -> dict[str, Any]:
    """BadTable where it is no TOML."""
    try:
        # Notepad writes a byte order mark, which TOML does not know
        text = read_text(path)
        if numbers := identity.faults_in_text(path.name, text):
            raise BadTable(*numbers)  # alone: another fault might repeat what it is about
        return toml_text.loads(text)
    except FileNotFoundError:
        raise BadTable(f"{path.name}：找不到文件，应放在 {path.parent}") from None
    except NotOpened as wrong:
        raise BadTable(f"{path.name}：{wrong.why}") from None
    except OSError as wrong:
        raise BadTable(f"{path.name}：无法读取（{reason(wrong)}）") from None
    except UnicodeDecodeError:
        raise BadTable(f"{path.name}：不是 UTF-8 编码，请用记事本另存为 UTF-8") from None
    except RecursionError:
        raise BadTable(f"{path.name}：方括号或花括号嵌套过深") from None
    except ValueError as wrong:  # of TOML itself, or an integer of thousands of digits
        at = re.search(r"line (\d+), column (\d+)", str(wrong))
        where = f"第{at[1]}行第{at[2]}个字符处" if at else _where(wrong)
        if at and (day := _no_such_day(text, int(at[1]))):
            raise BadTable(f"{path.name}：第{at[1]}行的 {day}：没有这一天") from None
        raise BadTable(
            f'{path.name}：{where}不合 TOML 写法，文字要加英文双引号，每行一项，如 id = "A"'
        ) from None


def _no_such_day(text: str, line: int) -> str:
    """What looks like a day in that line and is none: 2027-02-30."""
    lines = text.splitlines()
    told = lines[line - 1] if 0 < line <= len(lines) else ""
    for found in re.findall(r"\d{4}-\d{2}-\d{2}", told):
        try:
            date.fromisoformat(found)
        except ValueError:
            return str(found)
    return ""


def _where(wrong: ValueError) -> str:
    return "文件末尾" if isinstance(wrong, tomllib.TOMLDecodeError) else "有一个位数过多的整数，"


def unknown_tables(data: Mapping[str, Any]) -> list[str]:
    return [
        f"[{name}]：未知的部分，只能有 {'、'.join(f'[{each}]' for each in SINGLE)}、"
        f"{'、'.join(f'[[{each}]]' for each in MANY)}"
        for name in data
        if name not in SINGLE and name not in MANY
    ]


def single(
    data: Mapping[str, Any], name: str, kind: type[Table], faults: list[str]
) -> Table | None:
    """The part [name]; what is wrong with it is added to the faults."""
    if name not in data:
        if name == "campaign":
            faults.append("缺少 [campaign] 部分，请照模板补上")
        return None
    if not isinstance(data[name], dict):
        faults.append(f"{name}：应写成 [{name}] 部分，各项另起一行")
        return None
    return _table(data[name], f"[{name}]", kind, faults)


def many(
    data: Mapping[str, Any], name: str, kind: type[Table], faults: list[str]
) -> tuple[Table, ...]:
    """The parts [[name]], in order."""
    entries = data.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.append(f"[{name}]：应写成 [[{name}]]（双方括号），每个一段")
        return ()
    if not entries:
        faults.append(f"缺少 [[{name}]] 部分，请照模板至少写一段")
    read = (
        _table(entry, f"[[{name}]] 第{number}段", kind, faults)
        for number, entry in enumerate(entries, 1)
    )
    return tuple(table for table in read if table is not None)


def _table(
    entry: Mapping[str, Any], place: str, kind: type[Table], faults: list[str]
) -> Table | None:
    before = len(faults)
    entry = _with_days(entry)
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for key in entry:
        if key not in fields and key.casefold() in ("password", "smtp_password", "imap_password"):
            faults.append(
                f"{place} 的 {key}：密码不写在文件里，请删去；放在环境变量 MINGCHA_MAIL_PASSWORD 或者系统钥匙串，"
                "或者在窗口里运行时输入（见 docs/sending.md）"
            )
        elif key not in fields:
            faults.append(f"{place} 的 {key}：未知的项，这里只能有 {'、'.join(fields)}")
    for key, field in fields.items():
        meta = told(field.type)
        if key not in entry:
            if field.required:
                faults.append(f"{place}：缺少 {key}，请写 {key} = {meta[1]}（{meta[0]}）")
            continue
        try:
            msgspec.convert(entry[key], field.type)
        except msgspec.ValidationError:
            faults.append(
                f"{place} 的 {key}：现为 {_shown(entry[key])}，应为{meta[0]}，如 {key} = {meta[1]}"
            )
    return msgspec.convert(entry, kind) if len(faults) == before else None


def _with_days(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A day in quotation marks, in any usual form, is the day; what is none stays as it was."""
    read = dict(entry)
    for key in DATES:
        if isinstance(entry.get(key), str):
            with contextlib.suppress(days.NoDay):
                read[key] = days.written(entry[key])
    return read


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)
