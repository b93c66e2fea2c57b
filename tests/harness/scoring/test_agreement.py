"""Cohen's κ and its interval: against its definition, worked out in another way."""

from __future__ import annotations

from collections import Counter
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.scoring.agreement import NORMAL, Agreement, agreement, compared

VERDICTS = ("present", "absent", "defective")
PAIRS = st.lists(st.tuples(st.sampled_from(VERDICTS), st.sampled_from(VERDICTS)), min_size=1)


def _kappa(shares: dict[tuple[str, str], float]) -> float:
    """By the definition, of shares that need not sum to one."""
    whole = sum(shares.values())
    same = sum(share for (a, b), share in shares.items() if a == b) / whole
    rows, columns = Counter(), Counter()
    for (a, b), share in shares.items():
        rows[a] += share / whole
        columns[b] += share / whole
    chance = sum(rows[each] * columns[each] for each in VERDICTS)
    return (same - chance) / (1 - chance)


def _error(pairs: list[tuple[str, str]]) -> float:
    """The delta method, with the slopes measured: what the formula of Fleiss, Cohen and Everitt is."""
    n = len(pairs)
    counts = Counter(pairs)
    shares = {(a, b): counts[a, b] / n for a in VERDICTS for b in VERDICTS}
    step = 1e-6
    slopes = {
        each: (
            _kappa({**shares, each: shares[each] + step})
            - _kappa({**shares, each: shares[each] - step})
        )
        / (2 * step)
        for each in shares
    }
    mean = sum(shares[each] * slopes[each] for each in shares)
    spread = sum(shares[each] * (slopes[each] - mean) ** 2 for each in shares)
    return sqrt(max(0.0, spread) / n)


def test_a_table_worked_out_by_hand():
    # 20 both yes, 15 both no, 5 and 10 differ: po 0.7, pe 0.5·0.6 + 0.5·0.4 = 0.5, κ 0.4
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(pairs)
    assert (found.n, found.same, found.raw) == (50, 35, 0.7)
    assert isclose(found.kappa, 0.4)


@given(PAIRS)
def test_kappa_and_its_interval_are_those_of_the_definition(pairs):
    found = agreement(pairs)
    if len({each for pair in pairs for each in pair}) == 1:
        assert (found.kappa, found.low, found.high) == (None, None, None)
        return
    counts = Counter(pairs)
    assert isclose(found.kappa, _kappa({each: many / len(pairs) for each, many in counts.items()}),
                   abs_tol=1e-9)  # fmt: skip
    wide = NORMAL * _error(pairs)
    assert isclose(found.low, max(-1.0, found.kappa - wide), abs_tol=1e-3)
    assert isclose(found.high, min(1.0, found.kappa + wide), abs_tol=1e-3)


@given(PAIRS)
def test_who_is_called_first_makes_no_difference(pairs):
    found, turned = agreement(pairs), agreement([(b, a) for a, b in pairs])
    assert (found.n, found.same) == (turned.n, turned.same)
    assert (found.kappa is None) == (turned.kappa is None)
    if found.kappa is not None:
        assert isclose(found.kappa, turned.kappa, abs_tol=1e-12)
        assert isclose(found.low, turned.low, abs_tol=1e-9)


@pytest.mark.parametrize("pairs", [[("present", "present")] * 9, []])
def test_where_both_marked_all_alike_there_is_no_kappa(pairs):
    assert agreement(pairs) == Agreement(len(pairs), len(pairs), None, None, None)


def test_elements_are_told_apart_and_together():
    marks = [("seal", ("present", "present"), True), ("seal", ("absent", "present"), False),
             ("remedy", ("defective", "defective"), False)]  # fmt: skip
    found = compared("first_second", marks)
    assert {name: (each.n, each.same) for name, each in found.elements.items()} == {
        "seal": (2, 1), "remedy": (1, 1),
    }  # fmt: skip
    assert (found.all.n, found.all.same, found.faults_too) == (3, 2, 1)
