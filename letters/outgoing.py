"""Applications that are due -> the files that a person prints, posts, hands in, faxes or pastes.

`folder` is outgoing/DATE. For 挂号信, EMS and 平信: the forms, address labels and a posting list a
way, 交寄清单.xlsx being that of 挂号信; for 当面提交 and 传真 the forms and a 核对单.xlsx with blanks to
fill in; for 网页表单 a text to paste with what to check for each, and a 核对单.xlsx.

E-mail is sent by the harness and leaves no file here. Made again, the files are the same, and what
a person wrote into a list, or into a text, stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from letters.checks import SHEETS, Check, check_of, read_checks, text_name, write_checks
from letters.compose import compose, web_text
from letters.faults import BadTable
from letters.labels import write_labels
from letters.model import POSTED, Application, Campaign, Channel
from letters.opening import reason
from letters.posting import Posting, read_posting_list, way_of, write_postings
from letters.saving import save

BY_POST = (Channel.REGISTERED_MAIL, Channel.ORDINARY_MAIL)


def write_outgoing(
    campaign: Campaign,
    applications: Sequence[Application],
    on: date,
    folder: Path,
    numbers: Mapping[str, str] | None = None,
) -> tuple[Path, ...]:
    """Writes the files and answers their paths. `numbers`: id -> 挂号号码, as far as known.

    BadTable, before anything is written, where a list that a person wrote in cannot be read.
    """
    ways: dict[str, list[Application]] = {}
    for each in applications:
        if each.channel is not Channel.EMAIL:
            ways.setdefault(way_of(each), []).append(each)
    kept = {way: _kept(folder, way, group[0].channel) for way, group in ways.items()}
    written: list[Path] = []
    for way, group in ways.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if group[0].channel in BY_POST:
                known = {posting.application_id: posting for posting in kept[way][0]}
                written += _by_post(campaign, group, on, folder, known, numbers or {})
            else:
                written += _by_hand(campaign, group, folder, kept[way][1])
        except OSError as wrong:
            name = Path(wrong.filename2 or wrong.filename or way).name
            raise BadTable(
                f"{folder.name}/{name}：写不进去（{reason(wrong)}），请关闭正打开它的程序后再试"
            ) from None
    return tuple(written)


def _kept(
    folder: Path, way: str, channel: Channel
) -> tuple[tuple[Posting, ...], dict[str, dict[str, str]]]:
    """What the lists of a way hold already."""
    if channel in BY_POST:
        path = folder / posting_list(way)
        return (read_posting_list(path) if path.exists() else ()), {}
    path = folder / _check_list(channel)
    return (), (read_checks(path, channel) if path.exists() else {})


def posting_list(way: str) -> str:
    """One list a way, since each goes over another counter."""
    return "交寄清单.xlsx" if way == POSTED else f"交寄清单-{way}.xlsx"


def _check_list(channel: Channel) -> str:
    return f"{SHEETS[channel]}.xlsx"


def _by_post(
    campaign: Campaign,
    group: Sequence[Application],
    on: date,
    folder: Path,
    known: Mapping[str, Posting],
    numbers: Mapping[str, str],
) -> list[Path]:
    letters = [compose(each, campaign) for each in group]
    forms = [save(folder / letter.form_name, letter.form) for letter in letters]
    labels = folder / _labels(group)
    write_labels(letters, labels, drill=campaign.drill)
    rows = dict(known)
    for each in group:
        row = Posting.of(each, on, numbers.get(each.id, ""))
        if (before := known.get(each.id)) is not None:
            number = before.number or row.number
            row = replace(row, number=number, posted_on=before.posted_on, remark=before.remark)
        rows[each.id] = row
    path = folder / posting_list(way_of(group[0]))
    if rows != known:  # else it stays as the person saved it, with columns of their own
        write_postings(rows.values(), path)
    return [*forms, labels, path]


def _by_hand(
    campaign: Campaign,
    group: Sequence[Application],
    folder: Path,
    known: Mapping[str, Check],
) -> list[Path]:
    channel = group[0].channel
    if channel is Channel.WEB_FORM:
        made = [_text(campaign, each, folder) for each in group]
    else:
        letters = [compose(each, campaign) for each in group]
        made = [save(folder / letter.form_name, letter.form) for letter in letters]
    rows = {**known, **{each.id: check_of(each, known.get(each.id, {})) for each in group}}
    path = folder / _check_list(channel)
    if rows != known:
        write_checks(rows.values(), channel, path)
    return [*made, path]


def _text(campaign: Campaign, application: Application, folder: Path) -> Path:
    """For Windows' Notepad. One that is there may have been written in, and is left alone."""
    path = folder / text_name(application)
    if not path.exists():
        text = web_text(application, campaign)
        save(path, text.replace("\n", "\r\n").encode("utf-8-sig"))
    return path


def _labels(group: Sequence[Application]) -> str:
    """Names the letters, so that a second batch of a day leaves the first one's labels alone."""
    first, last = group[0].id, group[-1].id
    return f"地址标签-{way_of(group[0])}-{first}" + (f"至{last}" if first != last else "") + ".docx"
