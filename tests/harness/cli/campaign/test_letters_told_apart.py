"""`send` tells applications, withdrawals and answers to a 补正告知 apart, in the forecast and afterwards."""

from __future__ import annotations

import pytest

from harness.cli.campaign.sending import _apart, _by_kind

MIXED = ("U001-B", "U002-B/撤回申请", "U003-B/补正说明2")


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        ((), "无"),
        (MIXED[:1], "U001-B"),
        (MIXED[1:2], "撤回申请1封：U002-B/撤回申请"),
        (MIXED, "申请1封：U001-B；撤回申请1封：U002-B/撤回申请；补正说明1封：U003-B/补正说明2"),
    ],
)
def test_each_kind_is_told_by_its_name_and_number(ids, told):
    assert _apart(ids) == told


def test_a_program_that_reads_it_has_them_apart_too():
    assert list(_by_kind(MIXED).values()) == [[each] for each in MIXED]
