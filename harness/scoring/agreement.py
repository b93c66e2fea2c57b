"""Pairs of marks -> how far they agree: for each element n, the raw agreement, Cohen's κ and its
95 % interval.

κ = (po − pe) / (1 − pe), po the share of pairs that agree, pe = Σ p_i. p_.i what would agree by
chance alone (J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
Measurement 20 (1960) 37–46). Its large-sample standard error is that of J. L. Fleiss, J. Cohen and
B. S. Everitt, Large sample standard errors of kappa and weighted kappa, Psychological Bulletin 72
(1969) 323–327, as in Fleiss, Levin, Paik, Statistical Methods for Rates and Proportions, 3rd ed.,
(18.13)–(18.16):

    se(κ) = sqrt(A + B − C) / ((1 − pe) sqrt(n))
    A = Σ_i p_ii [1 − (p_i. + p_.i)(1 − κ)]²
    B = (1 − κ)² Σ_{i≠j} p_ij (p_.i + p_j.)²
    C = [κ − pe (1 − κ)]²

The interval is κ ± 1.96 se, cut off at −1 and 1. It is one of large samples: under some thirty pairs
it says little, and where every pair agrees it has no width, whatever n is. Where both marked all alike
(pe = 1) there is no κ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

NORMAL = 1.959963984540054  # the 97.5 % point of the normal distribution
FEW = 30  # pairs, under which the interval says little


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `n` pairs `same` agree. κ and its interval are None where κ is not defined."""

    n: int
    same: int
    kappa: float | None
    low: float | None
    high: float | None

    @property
    def raw(self) -> float | None:
        return self.same / self.n if self.n else None


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """`who`: first_second | machine_second | machine_decided. `elements`: by their code; `all` of
    them together; `faults_too`: of how many the faults are the same, too."""

    who: str
    elements: Mapping[str, Agreement]
    all: Agreement
    faults_too: int


COMPARED_NAMES = {
    "first_second": "初评与复评",
    "machine_second": "程序与复评",
    "machine_decided": "程序与定论",
}


def agreement(pairs: Iterable[Pair]) -> Agreement:
    """Of two raters who each put the same things into categories."""
    counts = Counter(pairs)
    n = sum(counts.values())
    same = sum(many for (one, other), many in counts.items() if one == other)
    if not n:
        return Agreement(0, 0, None, None, None)
    shares = {pair: many / n for pair, many in counts.items()}
    rows, columns = _margins(shares)
    chance = sum(share * columns.get(each, 0.0) for each, share in rows.items())
    if len({*rows, *columns}) == 1:
        return Agreement(n, same, None, None, None)
    kappa = (same / n - chance) / (1 - chance)
    wide = NORMAL * _error(shares, rows, columns, chance, kappa) / sqrt(n)
    return Agreement(n, same, kappa, max(-1.0, kappa - wide), min(1.0, kappa + wide))


def _margins(shares: Mapping[Pair, float]) -> tuple[dict[str, float], dict[str, float]]:
    rows: dict[str, float] = {}
    columns: dict[str, float] = {}
    for (one, other), share in shares.items():
        rows[one] = rows.get(one, 0.0) + share
        columns[other] = columns.get(other, 0.0) + share
    return rows, columns


def _error(
    shares: Mapping[Pair, float],
    rows: Mapping[str, float],
    columns: Mapping[str, float],
    chance: float,
    kappa: float,
) -> float:
    """Without sqrt(n)."""
    a = sum(
        share * (1 - (rows[one] + columns[one]) * (1 - kappa)) ** 2
        for (one, other), share in shares.items()
        if one == other
    )
    b = (1 - kappa) ** 2 * sum(
        share * (columns.get(one, 0.0) + rows.get(other, 0.0)) ** 2
        for (one, other), share in shares.items()
        if one != other
    )
    c = (kappa - chance * (1 - kappa)) ** 2
    return sqrt(max(0.0, a + b - c)) / (1 - chance)


def compared(who: str, marks: Sequence[tuple[str, Pair, bool]]) -> Compared:
    """`marks`: the element, the two verdicts, and whether the faults are the same as well."""
    of: dict[str, list[Pair]] = {}
    for element, pair, _ in marks:
        of.setdefault(element, []).append(pair)
    return Compared(
        who,
        {element: agreement(pairs) for element, pairs in of.items()},
        agreement(pair for _, pair, _ in marks),
        sum(alike for _, _, alike in marks),
    )
