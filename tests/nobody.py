"""An identity number that no person can have, for tests.

Its last digit checks, so that the program takes it for one; its body is invented so that nobody was
ever given it: no region of China has a code that begins with 99, there is no 13th month, no 99th
day, and whoever was born in 1888 had died before such numbers were given out.
"""

from __future__ import annotations


def _checked(body: str) -> str:
    """The body with the check digit of GB 11643, reckoned here and not by the program."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[rest]


REGION, BORN = "990000", "18881399"
NUMBER = _checked(f"{REGION}{BORN}007")
OTHER = _checked(f"{REGION}{BORN}123")
