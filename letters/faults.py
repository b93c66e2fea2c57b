"""How a file that a person wrote is refused: every fault at once, each one Chinese line."""

from __future__ import annotations

from collections.abc import Sequence

MOST_LINES = 50  # more are told by their number: whoever mends these sees the others next
MOST_CHARACTERS = 400  # of one line; a cell may hold 30,000
_ROOM = 20  # to say how much was left out


class BadTable(Exception):
    """`faults` name file, place and what was expected; nothing of the file was taken over."""

    def __init__(self, *faults: str) -> None:
        self.faults: tuple[str, ...] = brief(faults)
        super().__init__("\n".join(self.faults))


def brief(faults: Sequence[str]) -> tuple[str, ...]:
    """As many as a person reads, each on one line of a length that can be read. Brief already, they
    stay as they are."""
    # "one more" takes the room of that one
    told = tuple(map(one_line, faults if len(faults) == MOST_LINES + 1 else faults[:MOST_LINES]))
    rest = len(faults) - len(told)
    return (*told, f"……另有{rest}处，请先改好以上各处") if rest else told


def one_line(fault: str) -> str:
    fault = " ".join(fault.split("\n"))
    if len(fault) <= MOST_CHARACTERS + _ROOM:
        return fault
    half = MOST_CHARACTERS // 2
    return f"{fault[:half]}……（略{len(fault) - 2 * half}字）……{fault[-half:]}"
