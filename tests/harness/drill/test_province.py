"""The campaign folder: an invented province, read back as the harness reads it."""

import re

import pytest

from harness.drill import places
from harness.drill.province import make_campaign, province, shares
from harness.drill.published import UNITS
from letters.model import Channel
from letters.tables import read_campaign, read_units

# provinces, and the cities of the region that the report is about
REAL = re.compile(
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾|"
    "南宁|柳州|桂林|梧州|北海市|防城港|钦州|贵港|玉林|百色|贺州|河池|来宾|崇左"
)


def test_a_campaign_folder_is_what_an_assessor_makes_and_nothing_else(tmp_path):
    make_campaign(tmp_path, seed=7)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["campaign.toml", "units.xlsx"]


def test_the_campaign_reads_back_without_a_fault(tmp_path):
    make_campaign(tmp_path, seed=7)
    campaign = read_campaign(tmp_path)
    assert campaign.drill and campaign.seed == 7
    assert [round_.channel for round_ in campaign.rounds] == [
        Channel.REGISTERED_MAIL,
        Channel.EMAIL,
    ]
    assert campaign.smtp_host == campaign.imap_host == "127.0.0.1"


def test_the_whole_province_has_the_reports_units(tmp_path):
    make_campaign(tmp_path, seed=7)
    units = read_units(tmp_path / "units.xlsx")
    counts = {c: sum(unit.category == c for unit in units) for c in places.CATEGORIES}
    assert counts == UNITS
    assert len({unit.email for unit in units}) == len({unit.name for unit in units}) == 57
    assert all(unit.reconsideration_organs and unit.courts for unit in units)


def test_no_name_is_a_real_places_and_no_address_could_be_reached(tmp_path):
    make_campaign(tmp_path, seed=7)
    units = read_units(tmp_path / "units.xlsx")
    everything = "".join(map(repr, units)) + (tmp_path / "campaign.toml").read_text("utf-8")
    assert REAL.findall(everything) == []
    assert all(unit.email.endswith(".example") for unit in units)
    assert all(unit.phone.startswith("0000-") for unit in units)
    assert "id_number" not in everything.replace("id_number=''", "")


@pytest.mark.parametrize(
    ("units", "expected"), [(2, (1, 1)), (4, (3, 1)), (8, (6, 2)), (56, (42, 14))]
)
def test_a_smaller_province_keeps_the_proportion(units, expected):
    made = province(7, units)
    assert tuple(sum(u.category == c for u in made) for c in places.CATEGORIES) == expected


@pytest.mark.parametrize("units", [1, 58])
def test_a_province_without_both_kinds_or_too_large_is_refused(tmp_path, units):
    with pytest.raises(ValueError, match="units must lie between"):
        make_campaign(tmp_path, seed=7, units=units)


def test_which_units_a_smaller_province_has_is_the_seeds_choice():
    assert province(1, 10) == province(1, 10)
    assert province(1, 10) != province(2, 10)


def test_shares_always_add_up():
    for total in range(2, 58):
        assert sum(shares(total, UNITS, at_least=1).values()) == total
