"""S10 numbers test themselves; others are taken as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.posting_number import check_digit, fault


def test_the_standards_own_example_has_check_digit_9() -> None:
    assert check_digit("47312482") == 9 and fault("RR473124829GB") == ""


@pytest.mark.parametrize(("serial", "digit"), [("00000000", 5), ("00000004", 5), ("00000010", 2)])
def test_eleven_is_written_as_five_and_ten_as_zero(serial: str, digit: int) -> None:
    assert check_digit(serial) == digit
    assert check_digit("00000008") == 0  # 8 x 7 = 56, 11 - 1 = 10


@given(st.from_regex("[0-9]{8}", fullmatch=True), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_found_save_where_ten_and_eleven_hide_it(
    serial: str, place: int, more: int
) -> None:
    right = check_digit(serial)
    wrong = f"{serial[:place]}{(int(serial[place]) + more) % 10}{serial[place + 1 :]}"
    assert fault(f"EA{serial}{right}CN") == ""
    if check_digit(wrong) != right:
        assert "校验码不符" in fault(f"EA{wrong}{right}CN")
    else:
        assert right in (0, 5)


@pytest.mark.parametrize(
    "number", ["EA 4731 2482 9 CN", "ea473124829cn", "ＥＡ４７３１２４８２９ＣＮ"]
)
def test_it_may_be_written_in_any_usual_way(number: str) -> None:
    assert fault(number) == ""


@pytest.mark.parametrize("number", ["", "XA12345678945", "1012345678901", "XA1", "无", "CN"])
def test_numbers_of_another_form_are_not_judged(number: str) -> None:
    assert fault(number) == ""


@pytest.mark.parametrize(
    "number", ["EA47312482CN", "EA47312482O9CN", "EA4731248299CN", "EA47312482OCN"]
)
def test_a_digit_too_few_or_a_letter_among_them_is_named(number: str) -> None:
    assert "中间应为9位数字" in fault(number)
