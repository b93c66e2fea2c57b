"""A mail's bytes -> what of them is the mail, however it was kept: on a server, as a file, in an mbox.

Line ends, the quoting of “From ” in an mbox, the marks that mail programs put into the head for
themselves, empty lines at the end: all that storing changes is made one; every other byte counts.
"""

from __future__ import annotations

import hashlib
import re

# heads that programs add to a mail which they keep, or write anew
_KEEPERS = re.compile(
    rb"(?:status|x-status|x-keywords|x-uid|x-mozilla-status2?|x-mozilla-keys|content-length|lines):",
    re.IGNORECASE,
)
_QUOTED = re.compile(rb"^>+(?=From )", re.MULTILINE)
SLACK = 4096  # bytes for heads of keepers and empty lines at the end


def bare(raw: bytes) -> bytes:
    """Never longer than the mail as it is kept."""
    text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if text.startswith(b"From "):  # the line by which an mbox divides its mails
        text = text.partition(b"\n")[2]
    head, gap, body = text.partition(b"\n\n")
    return (_without_keepers(head) + gap + _QUOTED.sub(b"", body)).rstrip(b"\n")


def _without_keepers(head: bytes) -> bytes:
    kept, dropping = [], False
    for line in head.split(b"\n"):
        if not line.startswith((b" ", b"\t")):  # else it goes on with the line before
            dropping = bool(_KEEPERS.match(line))
        if not dropping:
            kept.append(line)
    return b"\n".join(kept)


def mark(raw: bytes) -> str:
    """The same for one mail however it was kept."""
    return hashlib.sha256(bare(raw)).hexdigest()


def sizes(raw: bytes) -> tuple[int, int]:
    """The least and the most bytes that this mail can have as it is kept elsewhere."""
    least = len(bare(raw))
    return least, least + 2 * raw.count(b"\n") + 2 * raw.count(b"From ") + SLACK
