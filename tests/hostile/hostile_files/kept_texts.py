"""Files that a person keeps, as text: campaign.toml, rubric, facts, EXPECT.json, TIMELINE.json, notices."""

from __future__ import annotations

import json

from hostile_files.listing import naming

campaign = naming("campaign", ".toml", "campaign")
rubric = naming("rubric", ".toml", "rubric")
facts = naming("facts", ".csv", "facts")
expect = naming("expect", ".json", "expect")
timeline = naming("timeline", ".json", "timeline")
notice = naming("notice", ".txt", "notice")

_CAMPAIGN = """[campaign]
id = "甲-2026"
title = "测评（演练）"
region = ""
drill = true
collect_until = 2026-11-20
[[applicants]]
id = "P1"
name = "张演一"
email = "zhang@example.org"
address = "演练路1号"
postcode = "990001"
phone = "0990-5550101"
[[rounds]]
id = "A"
label = "正常渠道"
channel = "registered_mail"
send_on = 2026-09-21
"""
_RUBRIC = """title = "细则"
source = "自拟"
full = 5
[[grade]]
name = "合格"
at_least = 0
[[criterion]]
id = "answer"
name = "依申请公开答复"
weight = 5
[[criterion.deduction]]
id = "late"
name = "未按期答复"
points = 3
when = ["late"]
"""
_EVENTS = [{"kind": "sent", "on": "2026-03-02"}, {"kind": "delivered", "on": "2026-03-04"}]
_NOTICE = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
{}
国务院办公厅
2025年11月4日
"""


def _changed(text: str, before: str, after: str) -> bytes:
    assert before in text
    return text.replace(before, after).encode("utf-8", "surrogatepass")


def _in_campaign(before: str, after: str) -> bytes:
    return _changed(_CAMPAIGN, before, after)


def _in_rubric(before: str, after: str) -> bytes:
    return _changed(_RUBRIC, before, after)


def _expected(**values: object) -> bytes:
    return json.dumps({"applicant": "张三", "unit": "某省某厅", **values}).encode()


def _timeline(events: object = None, **values: object) -> bytes:
    table = {
        "channel": "registered_mail",
        "region": "",
        "events": _EVENTS if events is None else events,
    }
    return json.dumps({**table, **values}).encode()


def _notice(more: str) -> bytes:
    return _NOTICE.format(more).encode("utf-8", "surrogatepass")


_DEEP = b"[" * 100_000
_CONTROLS = "\\u001b[31m\\u0000\\u009b\\u202e\\ud800\\ufffe"
# a line a file
# fmt: off
FILES = (
    campaign("dots", "a key of 20,000 dots", lambda: b"a." * 20_000 + b"b = 1\n" + _CAMPAIGN.encode()),
    campaign("arrays-deep", "arrays 20,000 deep", lambda: b"a = " + b"[" * 20_000),
    campaign("tables-deep", "inline tables 5,000 deep", lambda: b"a = " + b"{a = " * 5000),
    campaign("digits", "an integer of 100,000 digits", lambda: b"a = " + b"9" * 100_000),
    campaign("float", "a float of 10^10^9", _in_campaign, "drill = true", "drill = true\nseed = 1e1000000000"),
    campaign("seed", "a seed of 10^4,000", _in_campaign, "drill = true", "drill = true\nseed = " + "9" * 4000),
    campaign("date", "the year 0", _in_campaign, "2026-11-20", "0000-01-01"),
    campaign("date-far", "the year 9999", _in_campaign, "collect_until = 2026-11-20", "collect_until = 9999-12-31"),
    campaign("date-before", "a first letter in the year 1", _in_campaign, "2026-09-21", "0001-01-01"),
    campaign("id-path", "an id that climbs", _in_campaign, "甲-2026", "../../../etc"),
    campaign("id-control", "an id of NUL, escapes and bidi", _in_campaign, "甲-2026", "\\u0000\\u001b[31m\\u009b\\u202e"),
    campaign("title-long", "a title of 150,000 letters", _in_campaign, "测评（演练）", "答" * 50_000),
    campaign("rubric-path", "a rubric that is a path", _in_campaign, "drill = true", 'drill = true\nrubric = "../../../../etc/passwd"'),
    campaign("region", "a region of control characters", _in_campaign, 'region = ""', 'region = "\\u001b]0;x\\u0007"'),
    campaign("rounds-3000", "1,500 rounds of one name", (_CAMPAIGN + _CAMPAIGN[_CAMPAIGN.index("[[rounds]]") :] * 1500).encode),
    campaign("applicants-1000", "700 applicants of one name", (_CAMPAIGN[: _CAMPAIGN.index("[[rounds]]")] + _CAMPAIGN[_CAMPAIGN.index("[[app") : _CAMPAIGN.index("[[rounds]]")] * 700).encode),
    campaign("keys-unknown", "9,000 keys that nobody knows", (_CAMPAIGN + "".join(f"a{n} = 1\n" for n in range(9000))).encode),
    campaign("tables-unknown", "9,000 tables that nobody knows", (_CAMPAIGN + "".join(f"[a{n}]\n" for n in range(9000))).encode),
    campaign("wrong-kinds", "values of the wrong kind", lambda: b"campaign = 1\napplicants = [1, [2]]\nrounds = {a = 1}\nmail = []\n"),
    campaign("mail-host", "a server that is no server", _in_campaign, "[[applicants]]", '[mail]\nsmtp_host = "a\\u0000b\\n"\nsmtp_port = 99999999999999999999\nimap_host = ""\nimap_port = -1\n[[applicants]]'),
    campaign("string-open", "a string that never ends", lambda: b'a = """' + b"x" * 150_000),
    campaign("comments", "150,000 comment signs", lambda: b"#" * 150_000 + b"\n" + _CAMPAIGN.encode()),
    campaign("nul", "NUL within", lambda: _CAMPAIGN.encode().replace(b"=", b"\0=")),
    campaign("gbk", "GBK", lambda: _CAMPAIGN.encode("gbk")),
    campaign("utf16", "UTF-16", lambda: _CAMPAIGN.encode("utf-16")),
    campaign("empty", "no bytes", lambda: b""),
    rubric("weight-nan", "a weight of NaN", _in_rubric, "weight = 5", "weight = nan"),
    rubric("weight-inf", "a weight without end", _in_rubric, "weight = 5", "weight = inf"),
    rubric("weight-huge", "a weight of 10^999,999,999", _in_rubric, "weight = 5", "weight = 1e999999999"),
    rubric("weight-digits", "a weight of 4,000 digits", _in_rubric, "weight = 5", "weight = " + "9" * 4000),
    rubric("points-tiny", "points of 10^-999999", _in_rubric, "points = 3", "points = 1e-999999"),
    rubric("points-negative", "points below zero", _in_rubric, "points = 3", "points = -3"),
    rubric("criteria-2000", "1,500 criteria", (_RUBRIC + "".join(f'[[criterion]]\nid = "c{n}"\nname = "指标{n}"\nweight = 1\n' for n in range(1500))).encode),
    rubric("when-9000", "9,000 conditions", _in_rubric, '["late"]', "[" + '"absent:seal", ' * 9000 + "]"),
    rubric("when-strange", "conditions of colons and slashes", _in_rubric, '["late"]', '["' + ":/" * 20_000 + '", "", ":", "defect:", "defect:a/b/c"]'),
    rubric("name-control", "a name of escapes", _in_rubric, "未按期答复", "\\u001b[31m\\u202e\\u0000"),
    rubric("arrays-deep", "arrays 20,000 deep", lambda: b"full = " + b"[" * 20_000),
    rubric("grades-same", "3,000 equal grades", lambda: (_RUBRIC.replace("[[criterion]]", '[[grade]]\nname = "合格"\nat_least = 0\n' * 3000 + "[[criterion]]", 1)).encode()),
    rubric("empty", "no bytes", lambda: b""),
    facts("rows-20000", "20,000 units of one name", ("单位名称,依申请公开答复\n" + "甲,3\n" * 20_000).encode),
    facts("columns-20000", "20,000 columns", ("单位名称," + "x," * 20_000 + "\n甲\n").encode),
    facts("quote-open", "a quotation that never ends", ('单位名称,"' + "x\n" * 90_000).encode),
    facts("field-long", "a field of 190,000 letters", lambda: b'a,"' + b"x" * 190_000 + b'"\n'),
    facts("number-huge", "marks of 10^999,999,999 and NaN", "单位名称,申请渠道畅通\n甲,1e999999999\n乙,nan\n丙,inf\n丁,-0\n戊,1_0\n己,١٢\n".encode),
    facts("formula", "names that are formulas", "单位名称,申请渠道畅通\n=cmd|' /c calc'!A0,1\n@SUM(1),1\n".encode),
    facts("nul", "NULs", "单位名称,依申请公开答复\n\0甲,\0\n".encode),
    facts("control", "names of escapes and bidi", "单位名称,依申请公开答复\n\x1b[31m\u202e甲\x9b,x\n".encode),
    facts("no-encoding", "bytes of no encoding", lambda: b"\xff\xfe\x00\xd8" * 9000),
    facts("sheet", "a sheet that is called .csv", lambda: b"PK\3\4" + b"\0" * 900),
    facts("empty", "no bytes", lambda: b""),
    expect("deep", "arrays 100,000 deep", lambda: _DEEP),
    expect("objects-deep", "objects 30,000 deep", lambda: b'{"applicant":' * 13_000),
    expect("digits", "a number of 100,000 digits", lambda: b'{"items": ' + b"9" * 100_000 + b"}"),
    expect("digits-4000", "a number of 4,000 digits", lambda: b'{"items": ' + b"9" * 4000 + b"}"),
    expect("items", "items that are NaN, negative and broken", lambda: b'{"items": NaN}'),
    expect("items-float", "10^400 items", lambda: b'{"items": 1e400}'),
    expect("courts-20000", "9,000 courts", lambda: _expected(courts=["某市中级人民法院"] * 3000)),
    expect("organs-long", "an organ of 30,000 letters", lambda: _expected(reconsideration_organs=["某" * 30_000])),
    expect("aliases-patterns", "names of signs that mean something in patterns", lambda: _expected(unit_aliases=["(a+)+$", "[", "\\", "*", "(?:" * 900])),
    expect("applicant-long", "an applicant of 30,000 letters", lambda: _expected(applicant="张" * 30_000)),
    expect("applicant-control", "an applicant of escapes and half characters", f'{{"applicant": "{_CONTROLS}"}}'.encode),
    expect("applicant-empty", "an applicant of nothing and of blanks", lambda: _expected(applicant="", unit=" ", courts=[""])),
    expect("keys-same", "9,000 equal keys", lambda: b"{" + b'"unit": "a", ' * 9000 + b'"unit": "b"}'),
    expect("keys-unknown", "9,000 keys that nobody knows", lambda: _expected(**{f"k{n}\x1b": 1 for n in range(5000)})),
    expect("date", "a day that is none", lambda: _expected(requested_on="9999-99-99")),
    expect("date-number", "a day of another kind", lambda: _expected(requested_on=[1, {"a": None}])),
    expect("list", "a list", lambda: b"[1, 2]"),
    expect("utf16", "UTF-16", lambda: '{"unit": "甲"}'.encode("utf-16")),
    expect("surrogate", "half characters as UTF-8", lambda: b'{"unit": "\xed\xa0\x80"}'),
    expect("empty", "no bytes", lambda: b""),
    timeline("deep", "arrays 100,000 deep", lambda: _DEEP),
    timeline("digits", "a period of 100,000 digits", lambda: b'{"channel": "email", "events": [{"kind": "extension_notified", "on": "2026-03-01", "days": ' + b"9" * 100_000 + b"}]}"),
    timeline("days-huge", "an extension of 10^9 days", lambda: _timeline([*_EVENTS, {"kind": "extension_notified", "on": "2026-03-06", "days": 10**9}])),
    timeline("days-negative", "an extension of -10^9 days", lambda: _timeline([*_EVENTS, {"kind": "extension_notified", "on": "2026-03-06", "days": -(10**9)}])),
    timeline("days-million", "an extension of 2,000,000 days", lambda: _timeline([*_EVENTS, {"kind": "extension_notified", "on": "2026-03-06", "days": 2_000_000}])),
    timeline("period-huge", "a period for mending of 10^18 days", lambda: _timeline([*_EVENTS, {"kind": "clarification_requested", "on": "2026-03-06", "period_days": 10**18}])),
    timeline("days-nan", "an extension of NaN days", lambda: b'{"channel": "email", "events": [{"kind": "extension_notified", "on": "2026-03-01", "days": NaN}]}'),
    timeline("year-1", "sent in the year 1", lambda: _timeline([{"kind": "sent", "on": "0001-01-01"}])),
    timeline("year-9999", "received at the end of time", lambda: _timeline([{"kind": "sent", "on": "9999-12-30"}, {"kind": "delivered", "on": "9999-12-31"}])),
    timeline("year-1900", "received in 1900", lambda: _timeline([{"kind": "sent", "on": "1900-01-01"}, {"kind": "delivered", "on": "1900-01-02"}])),
    timeline("events-3000", "2,500 events of one day", lambda: _timeline(_EVENTS * 1200)),
    timeline("mends-2000", "1,500 demands and mendings in turn", lambda: _timeline([*_EVENTS, *[{"kind": k, "on": f"20{26 + n // 300:02}-{1 + n // 25 % 12:02}-{1 + n % 25:02}"} for n in range(600) for k in ("clarification_requested", "clarification_submitted")]])),
    timeline("kinds-unknown", "2,000 events of no kind", lambda: _timeline([{"kind": "\x1b[31m\u202e", "on": "2026-03-01"}] * 900)),
    timeline("events-object", "events that are an object", lambda: _timeline({"a": 1})),
    timeline("events-null", "events that are null, numbers and lists", lambda: _timeline([None, 1, [], "x", {}])),
    timeline("region", "a region of 30,000 letters", lambda: _timeline(region="某" * 30_000)),
    timeline("region-control", "a region of escapes", lambda: _timeline(region="\x1b]0;x\x07\x9b")),
    timeline("channel", "a channel that is an object", lambda: _timeline(channel={"a": []})),
    timeline("convention", "conventions of the wrong kind", lambda: _timeline(convention={"count_receipt_day": "x" * 9000, "no_confirmation": [], "z": 1})),
    timeline("evidence", "evidence of 100,000 letters and escapes", lambda: _timeline([{**event, "evidence": "\x1b[2J\u202e" * 5000} for event in _EVENTS])),
    timeline("empty", "no bytes", lambda: b""),
    notice("days-9999", "共 with 10,000 digits", lambda: _notice("二、春节：2月15日至23日放假，共" + "9" * 10_000 + "天。")),
    notice("ranges", "2,000 sentences of ranges", lambda: _notice("二、春节：2月15日（周日）至23日（周一）放假调休，共9天。\n" * 1500)),
    notice("range-endless", "至 alone", lambda: _notice("二、春节：" + "2月15日至" * 8000 + "放假。")),
    notice("brackets", "brackets without end", lambda: _notice("二、春节：2月15日" + "（" * 40_000 + "放假。")),
    notice("days-list", "a list of 6,000 days", lambda: _notice("二、春节：" + "2月14日（周六）、" * 5000 + "上班。")),
    notice("year-wrong", "the year 99999999", lambda: _NOTICE.replace("2026", "99999999").encode()),
    notice("year-zero", "the year 0000", lambda: _NOTICE.replace("2026", "0000").encode()),
    notice("no-stops", "one sentence of 50,000 letters", lambda: _notice("春节放假调休上班" * 6000)),
    notice("digits", "100,000 digits", lambda: _notice("二、春节：" + "1" * 100_000 + "月")),
    notice("lines", "60,000 lines", lambda: _notice("\n" * 150_000)),
    notice("blanks", "blanks of every kind", lambda: _notice("\u3000\u00a0 \t" * 20_000)),
    notice("control", "escapes, bidi and half characters", lambda: _notice("二、\x1b[31m\u202e\ud800\ufffe春节：2月15日放假。")),
    notice("festivals", "9,000 festivals", lambda: _notice("、".join(f"节{n}" for n in range(9000)) + "：2月15日放假。")),
    notice("gbk", "GB18030", lambda: _NOTICE.encode("gb18030")),
    notice("utf16", "UTF-16", lambda: _NOTICE.encode("utf-16")),
    notice("binary", "bytes of nothing", lambda: bytes(range(256)) * 300),
    notice("empty", "no bytes", lambda: b""),
)
# fmt: on
