"""`python tests/bench/verdicts/scans_bench.py scans|scans2 FOLDER [NAME ...]`: blind scans, measured.

FOLDER holds the pictures of scans/SHA256SUMS (22 MB, not in the repository), or of scans2. Each is read and judged
against the set's labels.json; printed is what is not right, then how often each element came out how, and the days.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.finding import Finding
from parsers import read

REMARKS = {"style", "no_received_date"}
ACCUSING = {"absent", "defective"}


def _home(which: str) -> Path:
    return Path(__file__).with_name(which)


def _labels(which: str) -> dict[str, Any]:
    return dict(json.loads((_home(which) / "labels.json").read_text(encoding="utf-8")))


def _sums(which: str) -> dict[str, str]:
    lines = (_home(which) / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in map(str.split, lines)}


def _expected(said: dict[str, Any]) -> Expected:
    day = said.get("requested_on")
    return Expected(
        applicant=said.get("applicant") or "",
        unit=said.get("unit") or "",
        reconsideration_organs=tuple(said.get("reconsideration_organs") or ()),
        courts=tuple(said.get("courts") or ()),
        requested_on=date.fromisoformat(day) if day else None,
        items=said.get("items"),
    )


def _mark(found: Finding, label: dict[str, Any]) -> str:
    wanted = set(label["defects"]) - REMARKS
    claimed = set(found.defects) - REMARKS - (set(label.get("allowed_defects", ())) - wanted)
    if found.verdict in label["verdicts"] and (found.verdict != "defective" or claimed == wanted):
        return "right"
    if found.verdict == "unclear":
        return "unclear"
    accused = found.verdict in ACCUSING and not ACCUSING & set(label["verdicts"])
    more = found.verdict == "defective" and claimed > wanted
    return "false accusation" if accused or more else "wrong"


def _rows(judged: Judgement, label: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield "kind", "right" if judged.kind == label["kind"] else "wrong", str(judged.kind)
    day = judged.replied_on.isoformat() if judged.replied_on else None
    same = day == label.get("replied_on")
    yield "replied_on", "right" if same else "wrong" if day else "not told", str(day)
    for element, wanted in label["elements"].items():
        found = next(one for one in judged.findings if one.element == element)
        yield element, _mark(found, wanted), f"{found.verdict} {found.value} | {found.reason}"


def outcome(which: str, folder: Path, name: str) -> tuple[str, list[tuple[str, str, str]]]:
    data = (folder / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != _sums(which)[name]:
        raise SystemExit(f"{name}: not the picture that was frozen")
    label = _labels(which)[name]
    judged = judge(Dossier(read(data, name), _expected(label.get("expect") or {})))
    return name, list(_rows(judged, label))


def main() -> None:
    which, folder, only = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    names = [name for name in sorted(_labels(which)) if not only or name in only]
    counts: Counter[tuple[str, str]] = Counter()
    with ProcessPoolExecutor(2) as pool:
        for name, rows in pool.map(partial(outcome, which, folder), names):
            for element, mark, told in rows:
                counts[element, mark] += 1
                if mark != "right":
                    sys.stdout.write(f"{name} {element}: {mark.upper()} {told}\n")
    for (element, mark), number in sorted(counts.items()):
        sys.stdout.write(f"{element:12} {mark:16} {number}\n")


if __name__ == "__main__":
    main()
