"""Where a place belongs: the four regions' own, the others in silence, the unknown told."""

from __future__ import annotations

from datetime import date

import pytest

from calendars import load
from calendars.places import place
from calendars.regions import shipped


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("广西壮族自治区", "广西壮族自治区"),
        ("广西", "广西壮族自治区"),
        ("广西壮族自治区南宁市", "广西壮族自治区"),
        ("南宁市", "广西壮族自治区"),
        ("南宁", "广西壮族自治区"),
        ("南宁市青秀区", "广西壮族自治区"),
        (" 阳朔县 ", "广西壮族自治区"),
        ("横县", "广西壮族自治区"),
        ("中国广西", "广西壮族自治区"),
        ("吴忠市", "宁夏回族自治区"),
        ("固原地区", "宁夏回族自治区"),
        ("新疆生产建设兵团", "新疆维吾尔自治区"),
        ("新疆生产建设兵团第八师", "新疆维吾尔自治区"),
        ("伊犁哈萨克自治州伊宁市", "新疆维吾尔自治区"),
        ("伊犁州", "新疆维吾尔自治区"),
        ("昌吉", "新疆维吾尔自治区"),
        ("克孜勒苏州", "新疆维吾尔自治区"),
        ("喀什", "新疆维吾尔自治区"),
        ("石河子市", "新疆维吾尔自治区"),
        ("拉萨市", "西藏自治区"),
        ("阿里地区", "西藏自治区"),
    ],
)
def test_a_place_in_a_region_with_holidays_is_found(name: str, region: str) -> None:
    found = place(name)
    assert found.known and found.region is not None
    assert found.region.name == region
    assert load(name).region.startswith(region)  # and the prefecture, where it has days of its own


@pytest.mark.parametrize(
    "name",
    [
        *(
            "广东省",
            "广东",
            "广东省广州市",
            "广州市",
            "广州",
            "北京市海淀区",
            "内蒙古自治区",
            "兴安盟",
        ),
        *(
            "吉林市",
            "海南省",
            "海南藏族自治州",
            "香港特别行政区",
            "澳门",
            "台湾省",
            "仙桃市",
            "全国",
        ),
        *("凉山州", "黔东南州", "湘西", "大理州"),
        *("凉山彝族自治州", "恩施土家族苗族自治州", "青海省西宁市城中区", "重庆市", ""),
    ],
)
def test_a_place_elsewhere_is_known_and_has_the_national_calendar(name: str) -> None:
    found = place(name)
    assert found.known and found.region is None and not found.fault
    assert load(name) is load()


@pytest.mark.parametrize(
    "name", ["火星", "演江自治区", "城中区", "城关区", "朝阳区", "桃源区", "西域"]
)
def test_a_place_that_cannot_be_placed_says_how_to_write_it(name: str) -> None:
    found = place(name)
    assert not found.known and found.region is None
    assert f"“{name}”" in found.fault and "应写所在省级行政区的名称" in found.fault
    assert load(name) is load()  # an invented campaign still runs


def test_nanning_rests_on_the_third_of_the_third_month() -> None:
    assert not load("南宁市").is_workday(date(2024, 4, 11))


def test_no_place_belongs_to_two_regions() -> None:
    every = [name for region in shipped() for name in (*region.prefectures, *region.counties)]
    assert len(every) == len(set(every))
    for region in shipped():
        for name in (*region.prefectures, *region.counties):
            found = place(name).region
            assert found is not None and found.name == region.name
