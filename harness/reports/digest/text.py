"""每日简报 in words: a `Digest` -> its parts, each a whole sentence and lines; and as plain text.

`text` is for a mail and a phone: short lines, no table; of the same digest the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from harness.reports.digest.digest import Arrived, Digest, RunsOut, Waits
from letters.writable import writable

MOST = 12  # things told one by one; the others are counted
LONGEST = 90  # characters of what comes from outside
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Line:
    """`note` is said more quietly; `pressing` things stand out."""

    text: str
    note: str = ""
    pressing: bool = False
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """`lead` is a whole sentence, also where there is nothing else."""

    name: str
    lead: str
    lines: tuple[Line, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """The digest in words."""

    head: str
    title: str
    day: str
    summary: str
    notes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


def tell(digest: Digest) -> Told:
    parts = (
        () if digest.broken else
        (_came(digest), _periods(digest), _to_go(digest), _waiting(digest))
    )  # fmt: skip
    return Told(
        f"每日简报　{digest.on.month}月{digest.on.day}日",
        brief(digest.title),
        _day(digest),
        _summary(digest),
        tuple(_notes(digest)),
        (*parts, _failed(digest)),
    )


def text(digest: Digest) -> str:
    """Plain lines, the same bytes each time."""
    told = tell(digest)
    lines = [told.head, told.title, told.day, "", told.summary, *told.notes]
    for number, part in enumerate(told.parts):
        lines += ["", f"{'一二三四五'[number]}、{part.name}", part.lead]
        for each in part.lines:
            lines.append(f"{'！' if each.pressing else '·'}{_with_note(each)}")
            lines += [f"　－{one}" for one in each.under]
    lines += ["", "（明察自动整理；细看请运行 mingcha status）", ""]
    return writable("\n".join(lines))


def _with_note(line: Line) -> str:
    return f"{line.text}（{line.note}）" if line.note else line.text


def brief(words: str, most: int = LONGEST) -> str:
    """What came from outside, on one line, and no longer than can be read at a glance."""
    line = " ".join(writable(words).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


# --- days


def day_told(day: date, beside: date) -> str:
    """With its year where that is another."""
    year = "" if day.year == beside.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def days_told(days: Sequence[date], beside: date) -> str:
    """11月28日、11月30日至12月2日."""
    told = []
    for first, last in _runs(sorted(days)):
        one = day_told(first, beside)
        if last != first:
            end = f"{last.day}日" if _same_month(first, last) else day_told(last, beside)
            one += f"{'、' if last - first == timedelta(1) else '至'}{end}"
        told.append(one)
    return "、".join(told)


def _same_month(a: date, b: date) -> bool:
    return (a.year, a.month) == (b.year, b.month)


def _runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    first = last = None
    for day in days:
        if last is not None and day == last + timedelta(1):
            last = day
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = day
    if first is not None and last is not None:
        yield first, last


def _day(digest: Digest) -> str:
    weekday = f"{digest.on.year}年{digest.on.month}月{digest.on.day}日，星期{WEEKDAYS[digest.on.weekday()]}"
    if digest.workday:
        return f"{weekday}，{'调休上班' if digest.on.weekday() > 4 else '工作日'}"
    off = digest.off or "休息日"
    after = digest.next_workday
    return f"{weekday}，{off}" + (f"，{day_told(after, digest.on)}上班" if after else "")


# --- parts


def _summary(digest: Digest) -> str:
    """What there is to do, in one sentence."""
    if digest.broken:
        return f"今天的情况没有整理出来：{brief(digest.broken)}。来件已照样收下，请尽快查看。"
    things = (
        (len(digest.came), "新来件{}件"),
        (len(digest.running_out), "{}件快到期"),
        (len(digest.ran_out), "{}件新近期满没有见到答复"),
        (digest.disputed, "{}件期满待认定"),
        (len(digest.to_go) + len(digest.mails), "{}件该寄该发"),
        (len(digest.ours), "{}件等我方补正或缴费"),
        (len(digest.returned), "{}件被退回"),
        (sum(each.number for each in digest.waiting), "{}项等人定"),
        (sum(not each.until for each in digest.failed), "{}处收件故障"),
    )
    told = [sentence.format(number) for number, sentence in things if number]
    return f"{'，'.join(told)}。" if told else "今天没有要办的事。"


def _notes(digest: Digest) -> Iterator[str]:
    whys: dict[str, list[date]] = {}
    for each in digest.missed:
        whys.setdefault(each.why, []).append(each.on)
    for why, days in whys.items():
        yield f"{days_told(days, digest.on)}{why}，这里一并补上。"
    if digest.first:
        yield "这是第一份简报，来件从头算起。"


def _came(digest: Digest) -> Part:
    came = digest.came
    if not came:
        return Part("来件", "没有新来件。")
    homeless = sum(bool(each.doubt) for each in came)
    lead = f"新来件{len(came)}件"
    if homeless:
        lead += "，要人看" if homeless == len(came) else f"，其中{homeless}件要人看"
    back = sum(each.weight == 0 for each in came)
    lead += f"，{back}件是退信" if back else ""
    # what did not arrive is told first, then what a person must look at; automatic words last
    ordered = sorted(came, key=lambda each: (each.weight != 0, not each.doubt, each.weight))
    lines = tuple(_arrival(each, digest.on) for each in ordered[:MOST])
    return Part("来件", f"{lead}。", (*lines, *_others(len(came))), len(came))


def _arrival(each: Arrived, beside: date) -> Line:
    where = each.where or f"归属不明“{brief(each.name, 40)}”"
    note = f"{each.id}，{day_told(each.on, beside)}收到"
    under = (brief(each.doubt),) if each.doubt else ()
    return Line(f"{where}：{each.kind}", note, bool(each.doubt) or not each.weight, under)


def _others(number: int, what: str = "件") -> tuple[Line, ...]:
    more = number - MOST
    return (Line(f"另有{more}{what}没有逐一列出"),) if more > 0 else ()


def _periods(digest: Digest) -> Part:
    soon = digest.running_out
    until = f"（到{day_told(digest.horizon, digest.on)}为止）" if digest.horizon else ""
    lead = f"{len(soon)}件申请的答复期限在三个工作日内届满{until}。" if soon else (
        f"三个工作日内{until}没有期限届满。"
    )  # fmt: skip
    lines = [_period(each, digest.on) for each in soon[:MOST]]
    lines += _others(len(soon))
    lines += _over(digest)
    if digest.disputed:
        lines.append(
            Line(f"{digest.disputed}件期限已过，但有来件待人认定，认定之前不算逾期", "", True)
        )
    if digest.collect_until:
        lines.append(Line(f"数据采集{_when(digest.collect_until, digest.on)}截止", "", True))
    return Part("期限", lead, tuple(lines), len(soon))


def _over(digest: Digest) -> Iterator[Line]:
    """While something cannot be collected, the answer may lie there: nobody is said to be silent."""
    over, deaf = digest.ran_out, any(not each.until for each in digest.failed)
    said = "没有见到答复；收件故障还没有恢复，不能断定" if deaf else "没有答复"
    for each in over[:MOST]:
        yield Line(f"{each.where}：{day_told(each.on, digest.on)}期满，{said}", "", True)
    if len(over) > MOST:
        yield Line(f"新近期满的另有{len(over) - MOST}件")


def _when(day: date, today: date) -> str:
    near = {0: "今天", 1: "明天", 2: "后天"}.get((day - today).days, "")
    return f"{near}（{day_told(day, today)}）" if near else day_told(day, today)


def _period(each: RunsOut, today: date) -> Line:
    left = "最后一天" if each.left == 0 else f"还有{each.left}个工作日"
    notes = [left]
    if each.earliest and each.latest and each.earliest != each.latest:
        notes.append(f"最早{day_told(each.earliest, today)}、最晚{day_told(each.latest, today)}")
    elif each.provisional:
        notes.append("放假安排没有公布，暂计")
    return Line(f"{_when(each.on, today)} {each.where}", "，".join(notes), each.left == 0)


def _to_go(digest: Digest) -> Part:
    papers, mails = digest.to_go, digest.mails
    barred = [each for each in mails if each.barred]
    unprinted = [each for each in papers if not each.printed]
    printed = [each for each in papers if each.printed]
    said = [
        *([f"{len(unprinted)}件要打印寄递"] if unprinted else []),
        *([f"{len(printed)}件已经打印、没有登记寄出"] if printed else []),
        *([f"{len(mails)}封邮件要发"] if mails else []),
        *([f"其中{len(barred)}封现在不能发"] if barred else []),
        *([f"发送已暂停（{brief(digest.paused)}）"] if digest.paused and mails else []),
        *([f"{len(digest.unknown)}封是否发出不明"] if digest.unknown else []),
        *([f"{len(digest.ours)}件等我方补正或缴费"] if digest.ours else []),
        *([f"{len(digest.returned)}件被退回、还没有再寄"] if digest.returned else []),
    ]
    lead = f"{'，'.join(said)}。" if said else "没有到期要寄、要发的。"
    lines = [
        Line(f"{each.where}：{each.channel}", "已打印" if each.printed else "", not each.printed)
        for each in (*unprinted, *printed)[:MOST]
    ]
    lines += _others(len(papers))
    lines += [
        Line(f"{each.where}：{each.channel}", f"不能发：{each.barred}" if each.barred else "", True)
        for each in mails[:MOST]
    ]
    if len(mails) > MOST:
        lines.append(Line(f"另有{len(mails) - MOST}封邮件没有逐一列出"))
    lines += [
        Line(
            f"{where}：是否已经发出不明",
            "核实前不会重发，要找什么见 mingcha send、mingcha queue",
            True,
        )
        for where in digest.unknown[:MOST]
    ]
    if len(digest.unknown) > MOST:
        lines.append(Line(f"是否发出不明的另有{len(digest.unknown) - MOST}封"))
    lines += [Line(f"{where}：单位在等我方补正或缴费", "", True) for where in digest.ours[:MOST]]
    if len(digest.ours) > MOST:
        lines.append(Line(f"等我方办理的另有{len(digest.ours) - MOST}件"))
    back = digest.returned
    lines += [Line(f"{each}：被退回，请核对地址，改正后再寄", "", True) for each in back[:MOST]]
    if len(back) > MOST:
        lines.append(Line(f"被退回的另有{len(back) - MOST}件"))
    lines += [Line(f"{_when(on, digest.on)}要寄要发{n}件") for on, n in digest.coming]
    number = len(papers) + len(mails) + len(digest.ours) + len(back)
    return Part("要寄要发", lead, tuple(lines), number)


def _waiting(digest: Digest) -> Part:
    number = sum(each.number for each in digest.waiting)
    if not number:
        return Part("等人定", "没有等人定的事。")
    lines = tuple(
        Line(f"{each.name}{each.number}项", "", False, _first_of(each)) for each in digest.waiting
    )
    return Part("等人定", f"共{number}项，请运行 mingcha queue 逐项定。", lines, number)


def _first_of(each: Waits) -> tuple[str, ...]:
    told = tuple(brief(one) for one in each.first)
    more = each.number - len(told)
    return (*told, f"另有{more}项") if told and more > 0 else told


def _failed(digest: Digest) -> Part:
    lasting = [each for each in digest.failed if not each.until]
    over = [each for each in digest.failed if each.until]
    if not digest.failed:
        return Part("收件情况", "收件正常。")
    if not lasting:
        lead = f"现在正常；其间有{len(over)}处故障，已经恢复。"
    else:
        lead = f"有{len(lasting)}处故障还没有恢复，程序会接着再试。"
    lines = [
        Line(brief(each.what), f"{each.since}起", True, (brief(each.why, 160),))
        for each in lasting[:MOST]
    ]
    lines += _others(len(lasting), "处")
    lines += [
        Line(f"已恢复：{brief(each.what)}", f"{each.since}至{each.until}", under=(brief(each.why),))
        for each in over[:MOST]
    ]
    if len(over) > MOST:
        lines.append(Line(f"已恢复的另有{len(over) - MOST}处"))
    return Part("收件情况", lead, tuple(lines), len(lasting))
