"""Everything that the checker's own tests judge, all eleven elements of it, compared with what it was.

`python tests/pinned/recorded.py [--write] [--show KEY]` runs tests/harness/checker and listens. A test
asks for one element or two of a letter; while things move, the others must stay too. Kept is a line
for each letter: a digest of what was judged and one of what was found. What another tree found of a
letter, `--show` tells there. Letters that only one side has are counted: tests come and go.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE))

import as_pinned  # noqa: E402
from as_pinned import Pin  # noqa: E402

KEPT = HERE / "recorded.txt"
TESTS = HERE.parent / "harness" / "checker"
# these judge what they make larger and larger, or what was pinned by pin.py
_LEFT_OUT = (
    "test_growth.py",
    "test_pinned.py",
    "test_written_letters.py",
    "test_faultless_letters.py",
)
_FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")  # of files that hold the time of their making


class Listener:
    """A plugin of pytest: key -> (the test that judged it first, what was found)."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, Pin]] = {}
        self._test = ""
        as_pinned.listen(self._heard)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._test = nodeid

    def _heard(self, dossier: object, judgement: as_pinned.Judgement) -> None:
        key = _digest(_FINGERPRINT.sub("", repr(dossier)))
        self.found.setdefault(key, (self._test, as_pinned.of_judgement(judgement)))


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _of(pin: Pin) -> str:
    return _digest(json.dumps(pin, ensure_ascii=False, sort_keys=True))[:6]


def _kept() -> dict[str, str]:
    lines = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else []
    return dict(line.split() for line in lines)


def _show(found: dict[str, tuple[str, Pin]], key: str) -> None:
    for each, (test, pin) in found.items():
        if each.startswith(key):
            sys.stdout.write(f"{each} {test}\n{json.dumps(pin, ensure_ascii=False, indent=1)}\n")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--show", default="", metavar="KEY")
    options = asked.parse_args()
    listener = Listener()
    left_out = [f"--ignore={TESTS / name}" for name in _LEFT_OUT]
    status = pytest.main([str(TESTS), "-q", "-n", "0", *left_out], plugins=[listener])
    found, was = listener.found, _kept()
    now = {key: _of(pin) for key, (_, pin) in found.items()}
    if options.show:
        _show(found, options.show)
    changed = [key for key in sorted(set(was) & set(now)) if was[key] != now[key]]
    for key in changed:
        sys.stdout.write(f"{key} is found otherwise, judged by {found[key][0]}\n")
    if options.write:
        text = "".join(f"{key} {now[key]}\n" for key in sorted(now))
        KEPT.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(
        f"{len(now)} letters, {len(changed)} differences, {len(set(now) - set(was))} new, "
        f"{len(set(was) - set(now))} not seen\n"
    )
    return max(int(status), 0 if options.write else min(len(changed), 1))


if __name__ == "__main__":
    sys.exit(main())
