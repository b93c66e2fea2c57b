"""Run by test_killing.py: writes numbered lines into lines.txt, tells each as done, in a given manner.

`honest` tells a line when it is written; `hasty` when it is only meant to be; `rewriter` writes the
whole file anew for each line, in place; `doubler` begins from nought each time. All but the last
go on after the last line that is there.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

LINES = Path("lines.txt")
MANY, PAUSE = 60, 0.002


def there() -> list[str]:
    """Only what ends in a line feed is a line: half a one was never told."""
    text = LINES.read_text(encoding="utf-8") if LINES.exists() else ""
    return text.splitlines() if text.endswith("\n") else text.splitlines()[:-1]


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def honest(lines: list[str]) -> None:
    LINES.write_text("".join(f"{line}\n" for line in there()), encoding="utf-8")
    with LINES.open("a", encoding="utf-8") as file:
        for line in lines:
            file.write(f"{line}\n")
            file.flush()
            tell(line)
            time.sleep(PAUSE)


def hasty(lines: list[str]) -> None:
    with LINES.open("a", encoding="utf-8") as file:
        for line in lines:
            file.write(f"{line}\n")
            tell(line)
            time.sleep(PAUSE)


def rewriter(lines: list[str]) -> None:
    held = there()
    for line in lines:
        held.append(line)
        with LINES.open("w", encoding="utf-8") as file:
            time.sleep(PAUSE)
            file.write("".join(f"{one}\n" for one in held))
        tell(line)


def main(manner: str) -> None:
    begun = [] if manner == "doubler" else there()
    lines = [str(number) for number in range(MANY) if str(number) not in begun]
    {"honest": honest, "doubler": honest, "hasty": hasty, "rewriter": rewriter}[manner](lines)


if __name__ == "__main__":
    main(sys.argv[1])
