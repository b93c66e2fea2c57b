"""The cross-check against independent libraries."""

from __future__ import annotations

from datetime import date

from calendars.verify import Comparison, Difference, Report, verify_all


def test_no_shipped_day_differs_from_the_libraries_without_a_verdict() -> None:
    report = verify_all()
    assert report.clean, report.text()


def test_the_known_error_of_chinesecalendar_is_listed_with_who_is_right() -> None:
    assert (
        "2005-12-31：本日历为工作日，chinesecalendar为非工作日。本日历正确" in verify_all().text()
    )


def test_a_difference_that_nobody_looked_into_is_unclean() -> None:
    odd = Difference("holidays", date(2026, 1, 5), True, "")
    report = Report((Comparison("holidays", "1", date(2026, 1, 1), date(2026, 12, 25), (odd,)),))
    assert not report.clean
    assert "未核实" in report.text()


def test_with_no_library_installed_nothing_is_called_verified() -> None:
    report = Report((Comparison("holidays", "", None, None, (), "没有安装，未核对"),))
    assert not report.clean
    assert report.as_dict()["clean"] is False
