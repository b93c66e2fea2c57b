"""How the desk refuses. This module loads nothing, so that the command line can know the error at no
cost."""

from __future__ import annotations


class Refused(Exception):
    """What was asked cannot be done: one Chinese line, with what to do instead; of several faults a
    line each."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
