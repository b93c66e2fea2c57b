"""What the report's own templates may fill in: their names, and words to try a campaign's templates with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

PREFACE, METHODS = "report_preface.txt.j2", "report_methods.txt.j2"
OPENING, OBJECTION = "feedback_opening.txt.j2", "feedback_objection.txt.j2"

_WORDS: dict[str, object] = {
    "title": "样江市2026年依申请公开测评",
    "region": "演江自治区",
    "principal": "样江市人民政府办公室",
    "agency": "样江咨询有限公司",
    "number": "样政办函〔2026〕12号",
    "as_of": "2026年6月30日",
    "units": 57,
    "applications": 114,
    "methods": "模拟用户实测法、电话咨询法",
    "rounds": "“正常渠道”申请于2026年3月5日以挂号信方式提交",
    "called": 57,
    "hours": "09:00-12:00、14:30-17:00",
    "within": 2,
    "answered": 100,
    "guides": 3,
    "by_hand": ["闭环管理机制"],
    "rubric": "样江市政务公开评估细则",
    "term": "自收到本反馈单之日起5个工作日内",
    "to": "样江咨询有限公司",
    "open": 1,
}
_NOTHING: dict[str, object] = {
    **_WORDS, "principal": "", "agency": "", "number": "", "called": 0, "applications": 0, "answered": 0,
    "guides": 0, "by_hand": [], "term": "", "to": "", "open": 0,
}  # fmt: skip


def tries() -> Iterator[tuple[str, Mapping[str, object]]]:
    """Each with everything known, and with nothing known that may be missing."""
    for name in (PREFACE, METHODS, OPENING, OBJECTION):
        yield name, _WORDS
        yield name, _NOTHING
