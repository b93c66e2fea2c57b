"""How a file that a person wrote is refused: every fault at once, each one Chinese line."""

from __future__ import annotations


class BadTable(Exception):
    """`faults` name file, place and what was expected; nothing of the file was taken over."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults: tuple[str, ...] = faults
