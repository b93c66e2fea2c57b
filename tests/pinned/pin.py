"""The findings of every pinned letter, compared with what they were; made again with --write.

`python tests/pinned/pin.py [GROUP ...] [--write] [--only ID] [--workers N]` prints one line for each
difference and ends with 1 where there is any. One file a group, one line a letter, sorted; of an
element its fields in the order of as_pinned.FIELDS, long values and all quoted words as digests.
What a digest stood for, another tree tells: `pin.py words --only 4w01 --show` in both. Take `--write` only where a finding is meant to change: the diff of the pins then says which.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import zip_longest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE))

from as_pinned import FIELDS  # noqa: E402
from pinned_letters import GROUPS, Pin, letters, pin  # noqa: E402

Pins = Mapping[str, Pin]
_LONG = 12  # characters of a value that stand in the pins as they are
_TOLD = 90  # of what is shown of a difference
_DIGITS = 4  # of a digest: what changes wrongly changes in more than one letter


def path_of(group: str) -> Path:
    return HERE / f"{group}.jsonl"


def kept(group: str) -> dict[str, Pin]:
    """What was pinned, by id."""
    if not path_of(group).exists():
        return {}
    lines = map(json.loads, path_of(group).read_text(encoding="utf-8").splitlines())
    return {line.pop("id"): line for line in lines}


def write(group: str, pins: Pins) -> None:
    lines = [
        json.dumps({"id": key, **short(pins[key])}, ensure_ascii=False, separators=(",", ":"))
        for key in sorted(pins)
    ]
    path_of(group).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def made(group: str, keys: Sequence[str], workers: int = 1) -> dict[str, Pin]:
    """These letters read and judged as the program does it now."""
    jobs = [(group, key) for key in keys]
    if workers == 1:
        return dict(zip(keys, map(pin, jobs), strict=True))
    with ProcessPoolExecutor(workers) as pool:
        return dict(zip(keys, pool.map(pin, jobs, chunksize=8), strict=True))


def short(pin: Pin) -> Pin:
    """As it is kept: what is long, or would fill the pins, by its digest."""
    if "elements" not in pin:
        return pin
    elements = {
        element: [_kept(name, field) for name, field in zip(FIELDS, fields, strict=False)]
        for element, fields in pin["elements"].items()
    }
    return {**pin, "elements": elements}


def _kept(name: str, field: str) -> str:
    if name in ("words", "beside"):
        return _digest(field)
    return f"{field[:8]}…{_digest(field)}" if len(field) > _LONG else field


def _digest(field: str) -> str:
    return hashlib.sha256(field.encode()).hexdigest()[:_DIGITS] if field else ""


def differences(was: Pins, now: Pins) -> list[str]:
    """One line for each thing that is no longer what was kept; letters on one side are named."""
    found = [f"{key}: pinned, and no longer there" for key in sorted(set(was) - set(now))]
    found += [f"{key}: not pinned yet" for key in sorted(set(now) - set(was))]
    for key in sorted(set(was) & set(now)):
        found += [f"{key} {line}" for line in _changed(was[key], now[key])]
    return found


def _changed(was: Pin, now: Pin) -> Iterator[str]:
    for name in dict.fromkeys((*was, *now)):
        if name != "elements" and was.get(name) != now.get(name):
            yield f"{name}: {was.get(name)} -> {now.get(name)}"
    old, new = was.get("elements", {}), now.get("elements", {})
    for element in dict.fromkeys((*old, *new)):
        if told := _changed_fields(old.get(element, []), new.get(element, [])):
            yield f"{element}: {told}"


def _changed_fields(was: list[str], now: list[str]) -> str:
    pairs = zip_longest(FIELDS, was, now, fillvalue="")
    return "; ".join(
        f"{name} {old or '(none)'} -> {_told(new)}"
        for name, old, new in pairs
        if old != _kept(name, new)
    )


def _told(field: str) -> str:
    line = field.replace("\n", " / ") or "(none)"
    return f"{line[:_TOLD]}…" if len(line) > _TOLD else line


def show(pins: Pins) -> None:
    """Every field in full."""
    for key, one in pins.items():
        sys.stdout.write(f"{key} {json.dumps(one, ensure_ascii=False, indent=1)}\n")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--only", default="", help="letters whose id holds this; only compared")
    asked.add_argument("--show", action="store_true", help="every field in full; with --only")
    asked.add_argument("--workers", type=int, default=2)
    options = asked.parse_args()
    if options.only and options.write:
        asked.error("--write takes whole groups")
    if unknown := set(options.groups) - set(GROUPS):
        asked.error(f"no such group: {', '.join(sorted(unknown))}")
    differing = 0
    for group in options.groups or GROUPS:
        keys = [key for key in letters(group) if options.only in key]
        now = made(group, keys, options.workers)
        was = {key: one for key, one in kept(group).items() if options.only in key}
        if options.show:
            show(now)
        for line in (found := differences(was, now)):
            sys.stdout.write(f"{group} {line}\n")
        if options.write:
            write(group, now)
        sys.stdout.write(f"{group}: {len(now)} letters, {len(found)} differences\n")
        sys.stdout.flush()
        differing += len(found)
    return 0 if options.write else min(differing, 1)


if __name__ == "__main__":
    sys.exit(main())
