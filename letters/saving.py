"""Bytes -> a file, whole or not at all: written beside it first, then put into its place.

A disk that fills up, a program that is ended, an old copy that lies open in Excel: what lay there
before stays as it was.
"""

from __future__ import annotations

import secrets
from pathlib import Path


def save(path: Path, data: bytes) -> Path:
    """`path`, holding `data`. OSError where that is not to be had; no draft is left behind."""
    if path.exists() and not path.is_file():  # a pipe, a terminal: nothing to replace
        path.write_bytes(data)
        return path
    place = path.resolve()  # a link stays a link
    draft = place.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        draft.write_bytes(data)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    return path
