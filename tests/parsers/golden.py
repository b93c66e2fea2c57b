"""The golden files: samples named by trait in golden/, beside each the parse that it must give.

`python tests/parsers/golden.py` shows what differs; `--write` writes every parse anew, to be read
through before it is committed. Numbers that a machine may round otherwise (boxes, confidences) are
compared with some slack; a recognised text must be the same.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("golden")
_SLACK = {"bbox": 3.0, "confidence": 0.1, "width": 0.5, "height": 0.5}
_READ = {
    ("name", "ink"),
    ("name_confidence", "ink"),
}  # a name read from a seal's ring has tests of its own
_TOOLS = {".doc": "soffice", ".rar": "bsdtar", ".7z": "bsdtar"}  # what each needs to be read


def samples() -> list[Path]:
    return sorted(p for p in FOLDER.iterdir() if p.suffix not in (".json", ".md"))


def golden(sample: Path) -> Path:
    return sample.with_name(f"{sample.name}.json")


def tool(sample: Path) -> str | None:
    return _TOOLS.get(sample.suffix)


def parse(sample: Path) -> dict[str, Any]:
    from harness.cli.parse import as_dict
    from parsers import read

    return as_dict(read(sample.read_bytes(), sample.name))


def differences(seen: Any, wanted: Any, at: str = "") -> list[str]:
    """Where two parses differ, as paths into the JSON."""
    if isinstance(seen, dict) and isinstance(wanted, dict):
        keys = [
            key for key in dict.fromkeys((*wanted, *seen)) if (key, wanted.get("form")) not in _READ
        ]
        found = [differences(seen.get(key), wanted.get(key), f"{at}.{key}") for key in keys]
    elif isinstance(seen, list) and isinstance(wanted, list) and len(seen) == len(wanted):
        pairs = enumerate(zip(seen, wanted, strict=True))
        found = [differences(a, b, f"{at}[{index}]") for index, (a, b) in pairs]
    else:
        return [] if _same(seen, wanted, at) else [f"{at}: {seen!r} instead of {wanted!r}"]
    return [line for lines in found for line in lines]


def _same(seen: Any, wanted: Any, at: str) -> bool:
    name = at.rpartition(".")[2].partition("[")[0]
    slack = _SLACK.get(name)
    numbers = isinstance(seen, int | float) and isinstance(wanted, int | float)
    if slack and numbers:
        return abs(seen - wanted) <= slack
    return bool(seen == wanted)


def main() -> int:
    write = "--write" in sys.argv[1:]
    wrong = 0
    for sample in samples():
        seen = parse(sample)
        path = golden(sample)
        wanted = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
        found = differences(seen, wanted)
        if not found:
            continue
        wrong += 1
        sys.stderr.write(f"{sample.name}\n" + "".join(f"  {line}\n" for line in found[:8]))
        if write:
            text = json.dumps(seen, ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8", newline="\n")
    for path in FOLDER.glob("*.json"):
        if not path.with_suffix("").exists():
            wrong += 1
            sys.stderr.write(f"{path.name} has no sample\n")
    return 0 if write else min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
