"""A campaign's folder -> the same tables and settings as a drill, in a folder of its own.

Taken along are the files that people fill in, and nothing that happened: no evidence, no database,
no incoming or outgoing post. campaign.toml is written anew: the title says 演练, every letter will,
the servers are this machine's own. Identity numbers stand in none of these files.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from harness.drill.dealing.profile_file import FOLDER as PROFILES
from letters import toml_text
from letters.saving import save
from letters.tables import APPLICANTS, CAMPAIGN, QUESTIONS, UNITS

MARK = "演练"
LOOPBACK = {"smtp_host": "127.0.0.1", "smtp_port": 0, "imap_host": "127.0.0.1", "imap_port": 0}
# what a drill has no use for: it sends and receives on this machine, and tells nobody day by day
REAL = ("authorisation", "accounts", "sending", "mailboxes", "watch")
# where a campaign's own facts and evidence lie: what is simulated never comes among them
PLACES = ("store", "evidence", "engine")
TABLES = (UNITS, APPLICANTS, QUESTIONS)
FOLDERS = ("templates", PROFILES)


def copy_as_drill(source: Path, into: Path) -> None:
    """`into` is new or empty; campaign.toml is sound."""
    into.mkdir(parents=True, exist_ok=True)
    settings = toml_text.loads((source / CAMPAIGN).read_text(encoding="utf-8-sig"))
    save(into / CAMPAIGN, _text(as_drill(settings)).encode())
    for path in _tables(source):
        shutil.copyfile(path, into / path.name)
    for name in FOLDERS:
        if (source / name).is_dir():
            shutil.copytree(source / name, into / name)


def as_drill(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of the drill; the id is another one, and so are the tokens of its mails."""
    campaign = {k: value for k, value in settings["campaign"].items() if k not in PLACES}
    title = str(campaign["title"])
    campaign["title"] = title if MARK in title else f"{title}（{MARK}）"
    campaign["id"] = f"{campaign['id']}-{MARK}"
    campaign["drill"] = True
    taken = {name: value for name, value in settings.items() if name not in REAL}
    return {**taken, "campaign": campaign, "mail": LOOPBACK}


def _tables(source: Path) -> Iterator[Path]:
    """What people fill in, the rubrics of their own, and who gets which profile."""
    for path in sorted(source.iterdir()):
        rubric = path.suffix.lower() == ".toml" and path.name != CAMPAIGN
        if path.is_file() and (path.name in TABLES or rubric):
            yield path


def _text(settings: Mapping[str, Any]) -> str:
    """As TOML. Single tables first: what follows a [[list]] would belong to it."""
    lines = ["# 演练用的副本，由 mingcha drill 生成：收发都只在本机，信件都标明演练。"]
    many = {name for name, value in settings.items() if isinstance(value, list)}
    for name in sorted(settings, key=lambda name: name in many):
        for each in settings[name] if name in many else [settings[name]]:
            lines += ["", f"[[{name}]]" if name in many else f"[{name}]"]
            lines += [f"{key} = {_value(value)}" for key, value in each.items()]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    # JSON's escapes are TOML's, too; a character outside the basic plane stays as it is
    return json.dumps(value, ensure_ascii=False)
