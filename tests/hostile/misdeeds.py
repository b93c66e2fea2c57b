"""What was seen of a command -> what is wrong with it, a word each; nothing where all is well.

Right is: it ends within 10 seconds of processor time and 1 GB, with status 0, 1 or 2, what it tells
is Chinese, no control character reaches a terminal, nothing is left behind, nobody is spoken to.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from watched import Seen

SECONDS, MEMORY = 10.0, 2**30
MOST_TOLD = 60  # lines
LONG = 1000  # characters of one line
# C0 but for tab and line feed, C1, and what turns the direction of text
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_ADDRESS = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"')
_RESOLVER = re.compile(r"systemd\.?resolve|avahi|dbus")


def of(seen: Seen, folder: Path, trace: str = "") -> list[str]:
    found = [_too_much(seen), *_outcome(seen), *_words(seen)]
    found += [f"left process {name}" for name in seen.left]
    for place in ("tmp", "cwd"):
        left = sorted(path.name for path in (folder / place).iterdir())
        # what was ended from outside had no time to tidy up
        found += [f"left {place}/{name}" for name in left[:3] if not seen.ended]
    found += [f"reached out: {call}" for call in _beyond_loopback(trace)[:2]]
    return [each for each in found if each]


def _too_much(seen: Seen) -> str:
    if seen.ended == "memory" or seen.memory > MEMORY:
        return f"memory {seen.memory / 2**20:.0f} MB"
    if seen.ended:
        return "hangs" if seen.ended == "seconds" else "hangs (clock)"
    return f"slow {seen.seconds:.1f} s" if seen.seconds > SECONDS else ""


def _outcome(seen: Seen) -> list[str]:
    found = []
    if not seen.ended and seen.status not in (0, 1, 2):
        found.append(f"status {seen.status}")
    if b"Traceback" in seen.told or b"Traceback" in seen.out:
        last = seen.told.decode("utf-8", "replace").strip().rpartition("\n")[2]
        found.append(f"traceback {last[:100]}")
    return found


def _words(seen: Seen) -> list[str]:
    found = []
    out, told = (data.decode("utf-8", "surrogateescape") for data in (seen.out, seen.told))
    for place, text in (("stdout", out), ("stderr", told)):
        if control := _CONTROL.search(text):
            found.append(f"{place} has U+{ord(control[0]):04X}")
        if re.search("[\udc80-\udcff]", text):
            found.append(f"{place} is no UTF-8")
    lines = told.splitlines()
    if "Traceback" not in told:
        found += [f"not Chinese: {line[:60]!r}" for line in lines if not _CHINESE.search(line)][:1]
        found += [f"line of {len(line)}" for line in lines if len(line) > LONG][:1]
        found += [f"{len(lines)} lines told"] if len(lines) > MOST_TOLD else []
    if not seen.ended and seen.status in (1, 2) and not lines:
        found.append("fails without a word")
    if seen.out and not seen.ended and len(seen.out) < 5_000_000 and not _is_json(out):
        found.append("stdout is no JSON")
    return found


def _is_json(text: str) -> bool:
    try:
        for line in text.splitlines() if text.count("\n") > 1 else (text,):
            json.loads(line)
    except ValueError:
        return False
    return True


def _beyond_loopback(trace: str) -> list[str]:
    """Calls that named an address of another machine, or a service that looks names up."""
    return [line.strip()[:120] for line in trace.splitlines() if _leaves(line)]


def _leaves(call: str) -> bool:
    for port, address in _ADDRESS.findall(call):
        if port == "53" or not (address.startswith("127.") or address in ("::1", "0.0.0.0")):
            return True
    return "AF_UNIX" in call and _RESOLVER.search(call) is not None
