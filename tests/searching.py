"""Words in a folder, however they lie there: in a file as it is, in what is packed into it, in a mail.

In: a folder. Out: the places at which one of the words stands; of a member of an archive, or a part of
a mail, the whole way to it.
"""

from __future__ import annotations

import email
import email.policy
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path


def found_in(folder: Path, *words: str) -> list[str]:
    needles = [
        word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le", "gb18030")
    ]
    return [
        place
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for place, data in unpacked(path.relative_to(folder).as_posix(), path.read_bytes())
        if any(needle in data for needle in needles)
    ]


def unpacked(place: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes, and those of everything that is packed into them."""
    yield place, data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield from unpacked(f"{place}!{name}", packed.read(name))
    elif (
        place.rpartition("/")[2].endswith(".eml") or b"\nContent-Transfer-Encoding:" in data[:4000]
    ):
        mail = email.message_from_bytes(data, policy=email.policy.default)
        for number, part in enumerate(mail.walk()):
            if not part.is_multipart():
                yield from unpacked(f"{place}!{number}", _decoded(part.get_payload(decode=True)))


def _decoded(payload: object) -> bytes:
    return payload if isinstance(payload, bytes) else b""


def members(place: str) -> Sequence[str]:
    """The way to what was found, from the outside in."""
    return place.split("!")
