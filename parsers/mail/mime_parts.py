"""The tree of a mail's MIME parts -> its texts, its attachments, and what of it was not read.

In: a parsed message. Out: `Found`. Every part is one of these: a text that is shown, an attachment that
is opened, known to carry neither words nor a seal, or named as unread.
"""

from __future__ import annotations

import email.errors
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from parsers import lazy_re as re
from parsers.document import ANYTHING, TEXT, Unread
from parsers.mail import forms, mail_body, smime
from parsers.mail.mail_body import Body, safe_name
from parsers.mail.mail_headers import filename, header, parameter, raw_values
from parsers.mail.parsed import content, flowed, parsed
from parsers.web import outer

_DEFAULT_NAMES = {
    "text/plain": "正文.txt",
    "text/html": "正文.html",
    "message/rfc822": "转发的邮件.eml",
    "application/ms-tnef": "winmail.dat",
}
_MAX_NESTING = 60  # parts in parts: no letter needs more, and Python's stack is finite
_PAGES = frozenset(("text/html", "text/x-amp-html", "text/watch-html", "application/xhtml+xml"))
_MAILS = frozenset(("message/rfc822", "message/global", "message/news"))
# what machines tell one another, keys and fonts: no words of a letter, no seal. Only where it is no
# attachment: anything may hang on a mail under a wrong label
_CARRIES_NOTHING = re.compile(
    r"message/(?:global-)?(?:delivery-status|disposition-notification|headers|tracking-status)"
    r"|message/feedback-report|text/rfc822-headers|text/css|(?:text|application)/(?:x-)?javascript"
    r"|application/(?:applefile|pgp-encrypted|pgp-keys|ecmascript|x-font-\w+|font-\w+)|font/[\w.+-]+"
)
_SAID_BY_ALL = re.compile(r"[\x00-\x7f\s]*")  # This is a multi-part message in MIME format.
_SENTENCE = 300
_BOUNDARY_LIKE = re.compile(r"^--\S", re.MULTILINE)
_CODINGS = frozenset(
    (
        "7bit",
        "8bit",
        "7-bit",
        "8-bit",
        "binary",
        "base64",
        "base-64",
        "quoted-printable",
        "x-uuencode",
        "uuencode",
        "uue",
        "x-uue",
    )
)
# what is left of such an attachment may look like another kind of file
_CUT = (
    email.errors.InvalidBase64CharactersDefect,
    email.errors.InvalidBase64LengthDefect,
    email.errors.InvalidBase64PaddingDefect,
)


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    data: bytes
    ids: tuple[str, ...] = ()  # by which a text may refer to it


@dataclass
class Found:
    """What a walk through a mail's tree collects."""

    bodies: list[Body] = field(default_factory=list)
    beside: list[Body] = field(default_factory=list)
    attached: list[Attachment] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    encrypted: bool = False
    signed: bool = False

    def leave(self, code: str, what: str, touches: tuple[str, ...] = ANYTHING) -> None:
        self.unread.append(Unread(code, touches, what))


def sorted_out(message: Message) -> Found:
    found = Found()
    _sort_out(message, found, 0)
    return found


def _sort_out(message: Message, found: Found, depth: int) -> None:
    kind = message.get_content_type()
    if depth > _MAX_NESTING:
        found.leave("nested", "邮件层层嵌套过深，里层的内容未读取")
    elif kind == "multipart/alternative" and not message.defects:
        _choose(message, found, depth)
    elif kind in _MAILS:
        _forwarded(message, found)
    elif kind == "multipart/encrypted":
        found.encrypted = True
    elif _CARRIES_NOTHING.fullmatch(kind) and not _is_attachment(message):
        return
    elif kind in ("message/partial", "message/external-body"):
        _elsewhere(message, kind, found, depth)
    elif message.is_multipart():
        _pieces(message, found, depth)
    elif kind.startswith("multipart/"):
        _unparted(message, found, depth)
    else:
        _single(message, kind, found, depth)


def _single(message: Message, kind: str, found: Found, depth: int) -> None:
    """A part without parts."""
    if kind in smime.SIGNATURES:
        found.signed = True
    elif kind in smime.ENVELOPES:
        _open_envelope(message, found, depth)
    elif (kind == "text/plain" or kind in _PAGES) and not _is_attachment(message):
        if not _coding_is_known(message):
            found.leave("coding", "正文以不认识的方式编码，未能还原")
        found.bodies.append(_body(message, is_html=kind != "text/plain"))
    else:
        _attach(message, found)


# --- parts of parts -------------------------------------------------------------------------------


def _pieces(message: Message, found: Found, depth: int) -> None:
    if message.get_content_maintype() == "message":
        found.leave(
            "message", f"邮件里有不认识的内容（{message.get_content_type()}），未能全部读取"
        )
    for part in inside(message):
        _sort_out(part, found, depth + 1)
    for around in (message.preamble, message.epilogue):
        if around and _has_words(around):
            found.leave("preamble", "邮件各部分之外另有文字，未读取", (TEXT,))


def _has_words(around: str) -> bool:
    """More than the sentence that mail programs put there for those that know no parts."""
    long = len(around.strip()) > _SENTENCE
    return long or not _SAID_BY_ALL.fullmatch(around) or bool(_BOUNDARY_LIKE.search(around))


def _unparted(message: Message, found: Found, depth: int) -> None:
    """It says that it has parts, and they were not found: the boundary is another one than it names."""
    text = content(message)
    first = re.search(rb"^--(\S{1,70}+)[ \t]*\r?$", text[:65536], re.MULTILINE)
    if first and depth < 2:
        head = b'Content-Type: multipart/mixed; boundary="%s"\n\n' % first[1].replace(b'"', b"")
        _sort_out(parsed(head + text), found, depth + 1)
    else:
        found.leave("multipart", "邮件的分段无法辨认，可能有内容没有读出")
        found.bodies.append(mail_body.from_bytes(text, None, is_html=False))


def _elsewhere(message: Message, kind: str, found: Found, depth: int) -> None:
    if kind == "message/external-body":
        found.leave("external", "邮件的一部分存放在邮件之外，未读取")
        return
    number, total = (parameter(message, key) or "?" for key in ("number", "total"))
    found.leave("partial", f"邮件被拆成{total}封发送，此为第{number}封，其余不在这里")
    for part in inside(message):
        _sort_out(part, found, depth + 1)


def _forwarded(message: Message, found: Found) -> None:
    mails = list(inside(message))
    for inner in mails:
        title = header(inner, "subject") or ""
        name = f"{title}.eml" if title else "转发的邮件.eml"
        found.attached.append(Attachment(safe_name(name), bytes_of(inner)))
    if not mails:
        _attach(message, found)


def _choose(message: Message, found: Found, depth: int) -> None:
    """Several forms of one text."""
    told: list[tuple[Body, ...]] = []
    for part in inside(message):
        outer_bodies, found.bodies = found.bodies, []
        _sort_out(part, found, depth + 1)
        told.append(tuple(found.bodies))
        found.bodies = outer_bodies
    chosen = forms.choose(told)
    found.bodies += chosen.text
    found.beside += chosen.beside


def inside(message: Message) -> Iterator[Message]:
    payload = message.get_payload()
    if isinstance(payload, list):
        yield from (part for part in payload if isinstance(part, Message))


# --- one part -------------------------------------------------------------------------------------


def _attach(message: Message, found: Found) -> None:
    kind = message.get_content_type()
    title = filename(message) or _DEFAULT_NAMES.get(kind) or f"附件{len(found.attached) + 1}"
    data = content(message)
    if outer.is_tiny(data) and not _is_meant_as_file(message):
        return
    title = safe_name(title)
    if any(isinstance(one, _CUT) for one in message.defects):
        found.leave("attachment", f"附件“{title}”的编码不完整，内容可能残缺，请向来件单位核实")
    elif not _coding_is_known(message):
        found.leave("coding", f"附件“{title}”以不认识的方式编码，未能还原")
    found.attached.append(Attachment(title, data, _ids(message)))


def _is_meant_as_file(message: Message) -> bool:
    return str(message.get("content-disposition", "")).strip().lower().startswith("attachment")


def _ids(message: Message) -> tuple[str, ...]:
    names = (*raw_values(message, "content-id"), *raw_values(message, "content-location"))
    said = (value.decode("utf-8", "replace").strip().strip("<>") for value in names)
    return tuple(value for value in said if value)


def _coding_is_known(message: Message) -> bool:
    coding = str(message.get("content-transfer-encoding", "")).partition(";")[0].strip().lower()
    return not coding or coding.split()[0] in _CODINGS


def _open_envelope(message: Message, found: Found, depth: int) -> None:
    """A signed mail whose text lies inside the signature: what was signed is the mail."""
    envelope = smime.opened(content(message))
    found.signed |= envelope.signed
    found.encrypted |= envelope.encrypted
    if envelope.content is not None:
        _sort_out(parsed(envelope.content), found, depth + 1)
    elif not envelope.encrypted and not envelope.signed:
        _attach(message, found)


def _is_attachment(message: Message) -> bool:
    return _is_meant_as_file(message) or filename(message) is not None


def _body(message: Message, *, is_html: bool) -> Body:
    data = content(message)
    if not is_html and parameter(message, "format") == "flowed":
        data = flowed(data, without_blank=parameter(message, "delsp") == "yes")
    return mail_body.from_bytes(data, parameter(message, "charset"), is_html=is_html)


def bytes_of(message: Message) -> bytes:
    try:
        return message.as_bytes(policy=email.policy.compat32)
    except (UnicodeError, LookupError):  # it will not write what it has read
        return _as_it_stood(message).encode("utf-8", "surrogateescape")


def _as_it_stood(message: Message) -> str:
    head = "".join(f"{name}: {value}\n" for name, value in message.raw_items())
    payload = message.get_payload()
    if isinstance(payload, str):
        return f"{head}\n{payload}"
    pieces = "".join(f"--{message.get_boundary()}\n{_as_it_stood(p)}\n" for p in inside(message))
    return f"{head}\n{pieces}--{message.get_boundary()}--\n"
