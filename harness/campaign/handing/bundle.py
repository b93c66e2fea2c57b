"""`bundle`: what a campaign rests on and what it came to, to be handed over; `verify` of one, anywhere.

In it: evidence, facts, settings, tables, rubric, the versions that judged, and the results. Whoever
has it needs nothing else to compute the results from the evidence again, and sees what differs.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from harness.campaign.clocks.due import due
from harness.campaign.errors import Refused
from harness.campaign.handing import packing
from harness.campaign.handing.backup import copy, link
from harness.campaign.handing.keeping import (
    copy_of_facts,
    evidence_of,
    files_of,
    head_of,
    made_of,
    settings_here,
    strange,
    tables_of,
)
from harness.campaign.marks.scores import marks
from harness.campaign.workspace import SETTINGS, Told, Workspace, open_workspace, silent
from harness.casebook.remembered import judges
from harness.reports.examined.letter import judgement_dict
from harness.scoring.rubric_file.rubric import BadRubric
from harness.store.audit import differences_laid_out
from harness.store.database import FILE
from harness.store.errors import StoreError, disk_error
from harness.store.shelves import Evidence
from letters.faults import BadTable
from letters.opening import pieces, read_file

log = logging.getLogger(__name__)
KIND = "bundle"
RESULTS = "results"
_NAMES = {"due": "期限", "marks": "评分", "judgements": "认定"}
_KEYS = ("application", "unit_id", "unit")  # what a row of the results goes by
MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Bundled:
    file: str
    files: int
    size: int
    sha256: str  # told by another way, it shows that nobody made the bundle anew on its way


@dataclass(frozen=True, slots=True)
class Verified:
    ok: bool
    differences: tuple[str, ...]
    remarks: tuple[str, ...] = ()  # what explains a difference, and is none


def bundle(workspace: Workspace, target: Path) -> Bundled:
    """The zip at `target`. Refused where facts or evidence are not as they were recorded: nobody
    could verify it. An older bundle of the same campaign there is replaced."""
    packing.writable(target, KIND, {"campaign": workspace.campaign.id})
    with packing.beside(target) as work:
        files = _staged(workspace.folder, workspace.store.evidence, work / "campaign")
        amiss = differences_laid_out(work / "campaign")
        if amiss:
            raise Refused(*amiss[:20], f"记录或佐证有{len(amiss)}处不符，没有制作；请先查明")
        made = {**made_of(workspace.campaign, files[FILE]), "as_of": workspace.as_of.isoformat()}
        for name, text in _results(work / "campaign", workspace.as_of, workspace.told).items():
            place = work / f"{name}.json"
            place.write_bytes(text)
            files[f"{RESULTS}/{name}.json"] = place
        packing.pack(target, KIND, made, files)
    digest = hashlib.sha256()
    for block in pieces(target):
        digest.update(block)
    return Bundled(str(target), len(files), target.stat().st_size, digest.hexdigest())


def _staged(folder: Path, held: Evidence, place: Path) -> dict[str, Path]:
    """The campaign at one moment, laid out apart: what is computed there is computed from what the
    bundle holds, whatever people write meanwhile."""
    place.mkdir()
    copy_of_facts(folder, place / FILE)
    # a database that is opened changes a little, even where nothing is written
    facts = place.with_name(FILE)
    copy(place / FILE, facts)
    files = {FILE: facts}
    named = files_of(held, evidence_of(facts), place.with_name("brought"))
    for name, path in tables_of(folder).items():  # a table may be saved over meanwhile
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        data = settings_here(folder) if name == SETTINGS else read_file(path)
        (place / name).write_bytes(data)
        files[name] = place / name
    for name, path in named.items():
        link(path, place / name)
        files[name] = place / name
    return files


def _results(folder: Path, as_of: date, told: Told) -> dict[str, bytes]:
    """due, marks and every judgement, read from the evidence in this very run."""
    with open_workspace(folder, as_of=as_of, by="核对", told=told, apart=True) as workspace:
        assessment = workspace.assess(final=True)
        judged = {
            case.application.id: judgement_dict(case.judgement) if case.judgement else None
            for case in assessment.cases
        }
        found = {
            "due": due(workspace, assessment),
            "marks": marks(workspace, assessment),
            "judgements": judged,
        }
    encoder = msgspec.json.Encoder(decimal_format="number", order="sorted")
    return {
        name: msgspec.json.format(encoder.encode(value), indent=1) for name, value in found.items()
    }


def verify_bundle(path: Path, told: Told = silent) -> Verified:
    """Unpack, check, compute again, compare. Refused where it is no bundle at all."""
    with tempfile.TemporaryDirectory(prefix="mingcha-") as work:
        place = Path(work) / "campaign"
        place.mkdir()
        manifest, wrong = packing.unpack(path, place)
        if manifest.kind != KIND:
            raise Refused(f"“{path}”是备份，不是成果包；请先用 mingcha restore 恢复，再核对文件夹")
        differences = list(wrong)
        needed = {FILE, SETTINGS, *(f"{RESULTS}/{name}.json" for name in _NAMES)}
        missing = sorted(name for name in needed if not (place / name).is_file())
        if missing:
            differences += [f"没有 {name}，不能重算" for name in missing if name not in str(wrong)]
            return Verified(False, tuple(differences))
        differences += _checked(place, manifest, told)
    return Verified(not differences, tuple(differences), tuple(_remarks(manifest)))


def _checked(place: Path, manifest: packing.Manifest, told: Told) -> list[str]:
    """What a stranger made may break any step: how far it was got is told, and why no further."""
    found = list(strange(place / FILE))
    if found:
        return found
    try:
        for each in chain(_facts(place, manifest), _recomputed(place, manifest, told)):
            found.append(each)
    except (StoreError, BadTable, BadRubric, Refused) as wrong:
        # where it was unpacked is gone before anybody reads it
        found += [
            f"不能重算：{each.replace(str(place), '成果包')}"
            for each in getattr(wrong, "faults", (str(wrong),))
        ]
    except OSError as wrong:
        found.append(f"不能重算：{disk_error(wrong)}")
    except Exception as wrong:
        log.exception("a bundle could not be computed again")
        found.append(f"不能重算：包内的记录不合格式（{type(wrong).__name__}）")
    return found


def _facts(place: Path, manifest: packing.Manifest) -> Iterator[str]:
    yield from differences_laid_out(place)
    if head_of(place / FILE) != manifest.made.get("history"):
        yield "历史的最后一号操作与清单所记不符"


def _recomputed(place: Path, manifest: packing.Manifest, told: Told) -> Iterator[str]:
    try:
        as_of = date.fromisoformat(str(manifest.made.get("as_of")))
    except ValueError:
        yield "清单没有写明结果算到哪一天（as_of），不能重算"
        return
    held = {name: read_file(place / RESULTS / f"{name}.json") for name in _NAMES}
    again = _results(place, as_of, told)
    for name, text in held.items():
        try:
            before = msgspec.json.decode(text)
        except msgspec.DecodeError:
            yield f"{RESULTS}/{name}.json：不是 JSON"
            continue
        for number, line in enumerate(_differing(before, msgspec.json.decode(again[name]))):
            if number == MOST_TOLD:
                yield f"{_NAMES[name]}：另有更多不同，没有列出"
                break
            yield f"{_NAMES[name]} {line}"


def _remarks(manifest: packing.Manifest) -> Iterator[str]:
    if manifest.made.get("judges") != judges():
        yield (
            f"成果包由另一版本的程序制作（{manifest.made.get('program')}），"
            "阅读和核对的方法有改动，重算的结果可能因此不同"
        )


def _differing(before: Any, now: Any, place: str = "") -> Iterator[str]:
    """Each place in which two values differ: `U001-A.state：原 running，重算 overdue`."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted({*before, *now}):
            yield from _differing(before.get(key), now.get(key), f"{place}.{key}" if place else key)
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, (a, b) in enumerate(zip(before, now, strict=True), 1):
            yield from _differing(a, b, _row(place, number, b))
    elif before != now:
        yield f"{place}：原 {_short(before)}，重算 {_short(now)}"


def _row(place: str, number: int, value: Any) -> str:
    named = isinstance(value, dict) and not place
    key = next((str(value[each]) for each in _KEYS if named and each in value), str(number))
    return f"{place}[{key}]" if place else key


def _short(value: Any) -> str:
    text = msgspec.json.encode(value).decode("utf-8")
    return text if len(text) <= 80 else f"{text[:80]}……"
