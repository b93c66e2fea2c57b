"""The mails of tests/corpus/mails: short .toml entries -> raw mails, with what must come out of each.

Every entry was written by hand and labelled before anything read it; the generator only gives it the
form that its mail system would have given it. Same entry, same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import quopri
import tomllib
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from email.header import Header
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from mail_systems import SYSTEMS, filled, quoted

from letters.model import Applicant, Application, Channel, Question, Round, Unit

FOLDER = Path(__file__).parent / "mails"
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class Mail:
    """A mail and its labels. `right`: the applications that it must be linked to, by nobody's help; `ask`:
    a person must say, and these must not be forgotten. `event`: returned, confirmed or nothing."""

    id: str
    raw: bytes
    on: date
    mailbox: str
    right: tuple[str, ...]
    ask: tuple[str, ...]
    kind: str
    event: str | None  # None: not a machine's mail, the kind says it all
    about: str


@cache
def applications() -> tuple[Application, ...]:
    desk = _toml("desk.toml")
    units = {id: _unit(id, row) for id, row in desk["units"].items()}
    people = {
        id: Applicant(id, row["name"], row["email"], "", "", "")
        for id, row in desk["applicants"].items()
    }
    questions = {id: Question(id, title, title) for id, title in desk["questions"].items()}
    rounds = {}
    for id, told in desk["rounds"].items():
        channel, day = told.split()
        rounds[id] = Round(id, id, Channel(channel), date.fromisoformat(day), (), ())
    found = []
    for id, told in desk["applications"].items():
        who, what = told.split()
        unit, _, turn = id.partition("-")
        found.append(Application(id, units[unit], people[who], questions[what], rounds[turn]))
    return tuple(found)


def _unit(id: str, row: dict[str, Any]) -> Unit:
    return Unit(
        id, row["name"], "", row["level"], row["email"], row["address"], "000000", row["phone"],
        tuple(row.get("aliases", ())), (), (), "演江自治区",
    )  # fmt: skip


def message_id(application: str) -> str:
    return f"<{hashlib.sha256(application.encode()).hexdigest()[:32]}@shenqing.example>"


@cache
def message_ids() -> dict[str, str]:
    """Of the applications that went out by mail."""
    return {
        message_id(each.id): each.id for each in applications() if each.channel is Channel.EMAIL
    }


@cache
def mails() -> tuple[Mail, ...]:
    """All of them, in the order of their files."""
    names = sorted(path.name for path in FOLDER.glob("*.toml") if path.name != "desk.toml")
    return tuple(_mail(row) for name in names for row in _toml(name)["mail"])


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _mail(row: dict[str, Any]) -> Mail:
    box = _address(row.get("box", row["to"])).partition(",")[0].strip()
    machine = row["kind"] in ("auto_reply", "bounce") or "event" in row
    return Mail(
        row["id"],
        raw(row),
        datetime.fromisoformat(row["on"]).date(),
        box,
        tuple(row["right"]),
        tuple(row.get("ask", ())),
        row["kind"],
        row.get("event", "") if machine else None,
        row.get("about", ""),
    )


def _address(to: str) -> str:
    people = {each.applicant.id: each.applicant.email for each in applications()}
    return people.get(to, to)


# --- the bytes ------------------------------------------------------------------------------------


def raw(row: dict[str, Any]) -> bytes:
    system = SYSTEMS[row["system"]]
    charset = row.get("charset", system.charset)
    lines = _head(row, charset)
    kind, body = _body(row, charset)
    return b"\n".join([*lines, *kind, b"", body]).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _head(row: dict[str, Any], charset: str) -> list[bytes]:
    system, sender = SYSTEMS[row["system"]], row["from"].rpartition("<")[2].strip(">")
    at, own = _moment(row["on"]), row.get("headers", {})
    host = sender.rpartition("@")[2]
    told = [
        ("Return-Path", own.get("Return-Path", "<>" if _by_machine(row) else f"<{sender}>")),
        ("Delivered-To", _address(row.get("box", row["to"])).partition(",")[0]),
        ("Received", f"from mail.{host} (mail.{host} [203.0.113.9])\n\tby mx.shenqing.example (Postfix) with ESMTPS id 4{filled('{key8}', row['id'], sender)}\n\tfor <{_address(row.get('box', row['to'])).partition(',')[0]}>; {at}"),
        ("From", _coded_address(row["from"], charset, row)),
        ("To", _address(row["to"])),
        ("Subject", _coded(row["subject"], charset, row)),
        ("Date", at),
        ("Message-ID", f"<{filled(system.id, row['id'], sender)}>"),
    ]  # fmt: skip
    answers = [row["re"]] if isinstance(row.get("re"), str) else list(row.get("re", ()))
    if answers:
        told.append(("In-Reply-To", message_id(answers[0])))
    if answers or row.get("refs"):
        ids = [message_id(each) for each in (*row.get("refs", ()), *answers)]
        told.append(("References", " ".join(ids)))
    told += [(name, value) for name, value in own.items() if name != "Return-Path"]
    told.append(("MIME-Version", "1.0"))
    lines = [f"{name}: {value}" for name, value in told]
    lines += [line for line in filled(system.head, row["id"], sender).splitlines() if line]
    coding = charset if row.get("rawhead") else "utf-8"
    return [line.encode(coding) for line in lines]


def _by_machine(row: dict[str, Any]) -> bool:
    return "report" in row or row["kind"] in ("bounce", "auto_reply")


def _moment(on: str) -> str:
    at = datetime.fromisoformat(on)
    return (
        f"{WEEKDAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at.year} {at:%H:%M}:07 +0800"
    )


def _coded(text: str, charset: str, row: dict[str, Any]) -> str:
    if row.get("rawhead") or text.isascii():
        return text
    return Header(text, charset if charset != "gb2312" else "gbk", maxlinelen=70).encode()


def _coded_address(told: str, charset: str, row: dict[str, Any]) -> str:
    name, _, address = told.rpartition(" <")
    return f"{_coded(name, charset, row)} <{address}" if name else told


def _body(row: dict[str, Any], charset: str) -> tuple[list[bytes], bytes]:
    """The header lines of the content, and the content."""
    text = row["text"].strip("\n") + "\n"
    if "quotes" in row:
        text += _quotation(row["quotes"], SYSTEMS[row["system"]].quote)
    if "copies" in row:  # as qmail does: the mail itself, below the line
        text += ours(row["copies"]).decode()
    if "report" in row:
        return _report(row, text, charset)
    if "receipt" in row:
        return _receipt(row, text, charset)
    parts = [
        _alternative(row, text, charset) if row.get("html") is True else _text(row, text, charset)
    ]
    parts += [_attachment(each) for each in row.get("attach", ())]
    if "forwards" in row:
        inner = raw({"id": f"{row['id']}i", "kind": "answer", **row["forwards"]})
        parts.append(
            (
                [
                    b'Content-Type: message/rfc822; name="mail.eml"',
                    b"Content-Disposition: attachment",
                ],
                inner,
            )
        )
    return parts[0] if len(parts) == 1 else _multipart("mixed", parts, row["id"])


Part = tuple[list[bytes], bytes]


def _multipart(kind: str, parts: list[Part], key: str) -> Part:
    boundary = f"----=_Part_{hashlib.sha256(f'{key} {kind}'.encode()).hexdigest()[:20]}".encode()
    pieces = [b"--" + boundary + b"\n" + b"\n".join([*head, b"", body]) for head, body in parts]
    whole = b"\n".join([*pieces, b"--" + boundary + b"--", b""])
    return [
        b"Content-Type: multipart/" + kind.encode() + b';\n\tboundary="' + boundary + b'"'
    ], whole


def _text(row: dict[str, Any], text: str, charset: str) -> Part:
    html = row.get("html") == "only"
    shown = _html(text) if html else text
    # what calls itself gb2312 is GBK as often as not
    data = shown.encode("gb18030" if charset.startswith("gb") else charset, "replace")
    coding = SYSTEMS[row["system"]].coding
    if coding == "base64":
        body = base64.encodebytes(data)
    elif coding == "quoted-printable":
        body = quopri.encodestring(data)
    else:
        body = data
    kind = "text/html" if html else "text/plain"
    return [
        f"Content-Type: {kind}; charset={charset}".encode(),
        f"Content-Transfer-Encoding: {coding}".encode(),
    ], body


def _alternative(row: dict[str, Any], text: str, charset: str) -> Part:
    both = [
        _text({**row, "html": False}, text, charset),
        _text({**row, "html": "only"}, text, charset),
    ]
    return _multipart("alternative", both, row["id"])


def _html(text: str) -> str:
    lines = "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.splitlines())
    return f'<html><body><div style="line-height:1.7;color:#000;font-size:14px;font-family:Arial">{lines}</div></body></html>'


def _attachment(told: dict[str, Any]) -> Part:
    name = Header(told["name"], "utf-8", maxlinelen=300).encode()
    data = _docx(told["text"]) if told["name"].endswith(".docx") else told["text"].encode()
    return [
        f'Content-Type: application/octet-stream;\n\tname="{name}"'.encode(),
        b"Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment;\n\tfilename="{name}"'.encode(),
    ], base64.encodebytes(data)


_DOCX = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _docx(text: str) -> bytes:
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.strip().splitlines()
    )
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body>{paragraphs}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in {**_DOCX, "word/document.xml": document}.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


# --- our own mail, and the reports about it -------------------------------------------------------


def _sent(id: str) -> Application:
    return next(each for each in applications() if each.id == id)


def _words(id: str) -> tuple[str, str]:
    """Subject and text of an application, as letters/templates has them."""
    one = _sent(id)
    title = one.question.title
    text = (
        f"{one.unit.name}：\n\n　　您好！依照《中华人民共和国政府信息公开条例》第二十九条的规定，本人向贵单位申请公开下列政府信息：\n\n"
        f"　　信息名称：{title}\n　　内容描述：{one.question.text}\n\n　　获取方式：电子邮件\n\n"
        f"　　《政府信息公开申请表》见附件。收到本申请后，烦请回复邮件确认。\n\n　　此致\n敬礼！\n\n申请人：{one.applicant.name}\n"
        f"电子邮箱：{one.applicant.email}\n2026年3月9日\n"
    )
    return f"政府信息公开申请：{title}", text


def _quotation(id: str, style: str) -> str:
    one = _sent(id)
    subject, text = _words(id)
    sender = f"{one.applicant.name} <{one.applicant.email}>"
    sent = f"{one.round.send_on.year}年{one.round.send_on.month}月{one.round.send_on.day}日 9:00"
    return quoted(style, sender=sender, to=one.unit.email, sent=sent, subject=subject, text=text)


def ours(id: str, *, whole: bool = True) -> bytes:
    """The mail that we sent for an application, or its head alone."""
    one, (subject, text) = _sent(id), _words(id)
    head = [
        f"From: {Header(one.applicant.name, 'utf-8').encode()} <{one.applicant.email}>",
        f"To: {Header(one.unit.name, 'utf-8').encode()} <{one.unit.email}>",
        f"Subject: {Header(subject, 'utf-8', maxlinelen=70).encode()}",
        f"Date: {_moment(f'{one.round.send_on} 09:00')}",
        f"Message-ID: {message_id(id)}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
    ]
    body = base64.encodebytes(text.encode()).decode() if whole else ""
    return "\n".join([*head, body]).encode()


def _report(row: dict[str, Any], text: str, charset: str) -> Part:
    """multipart/report; report-type=delivery-status (RFC 3464)."""
    told = row["report"]
    lines = [
        "Reporting-MTA: dns; mx.shenqing.example",
        "",
        f"Final-Recipient: rfc822; {told['to']}",
        f"Action: {told['action']}",
        f"Status: {told['status']}",
        *([f"Diagnostic-Code: {told['why']}"] if told["why"] else []),
        "",
    ]
    parts = [_text(row, text, charset)]
    parts.append(([b"Content-Type: message/delivery-status"], "\n".join(lines).encode()))
    if told["of"] and told["returns"] == "full":
        parts.append(([b"Content-Type: message/rfc822"], ours(told["of"])))
    elif told["of"] and told["returns"] == "headers":
        parts.append(([b"Content-Type: text/rfc822-headers"], ours(told["of"], whole=False)))
    return _multipart("report; report-type=delivery-status", parts, row["id"])


def _receipt(row: dict[str, Any], text: str, charset: str) -> Part:
    """multipart/report; report-type=disposition-notification (RFC 8098)."""
    told = row["receipt"]
    lines = [
        "Reporting-UA: mail.example; WebMail 6.0",
        f"Original-Recipient: rfc822;{told['to']}",
        f"Final-Recipient: rfc822;{told['to']}",
        f"Original-Message-ID: {message_id(told['of'])}",
        f"Disposition: {told['disposition']}",
        "",
    ]
    parts = [_text(row, text, charset)]
    parts.append(([b"Content-Type: message/disposition-notification"], "\n".join(lines).encode()))
    return _multipart("report; report-type=disposition-notification", parts, row["id"])
