"""A piece of evidence to take away: the bytes as they were kept, under a name that no system trips over."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy import Connection, select

from harness.campaign.errors import Refused
from harness.campaign.workspace import Workspace
from harness.store import tables

_SHA = re.compile("[0-9a-f]{64}")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
MOST_IN_A_NAME = 80
PLAIN = "佐证"


@dataclass(frozen=True, slots=True)
class Taken:
    name: str
    data: bytes


def held_evidence(workspace: Workspace, sha256: str) -> Taken:
    """Of what came. Refused where it is nothing that came to this campaign; StoreError where it is gone
    or was changed."""
    with workspace.store.reading() as connection:
        name = _name(connection, sha256) if _SHA.fullmatch(sha256) else None
    if name is None:
        raise Refused("没有这份佐证，请从申请或者来件的页面进入")
    return Taken(safe_name(name, workspace.store.path_of(sha256)), workspace.store.load(sha256))


def _name(connection: Connection, sha256: str) -> str | None:
    """The name under which it came; None where nothing came that has these bytes."""
    for table in (tables.arrivals, tables.files):
        name = connection.scalars(select(table.c.name).where(table.c.sha256 == sha256)).first()
        if name is not None:
            return str(name)
    return None


def safe_name(name: str, path: str = "") -> str:
    """A file's name alone: no folder, no sign that turns the line round, the ending of the kept file."""
    ending = PurePosixPath(path).suffix
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    plain = _FORBIDDEN.sub("_", plain).strip(" .")
    stem = plain[: -len(ending)] if ending and plain.lower().endswith(ending) else plain
    stem = stem[:MOST_IN_A_NAME].strip(" .") or PLAIN
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem}{ending}" if ending else stem
