"""What an IMAP or POP3 library raised -> why, in Chinese. Only the server's own words are left as they are."""

from __future__ import annotations

import imaplib
import poplib
import re

from imapclient.exceptions import CapabilityError, ProtocolError

from harness.store import connections

_UNCLEAR = "服务器的答复看不懂"
_NO_TLS = "服务器不支持加密"
# what the libraries put around the words: "command: LIST => ", "select failed: ", "b'...'"
_AROUND = re.compile(r"(?:command: \S+ => |\w+ failed: )+")
_BYTES = re.compile(r"b(['\"])(.*)\1", re.DOTALL)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_THEIRS = re.compile(  # said by a library, of an answer that it could not take
    r"unexpected |got more than |command \S+ illegal in state|server not IMAP4|no CAPABILITY"
    r"|line too long|\S+ command error:"
)
_LACKING = re.compile(r"TLS not supported|Server does not support|-ERR STLS not supported")


def why(wrong: Exception) -> str:
    if isinstance(wrong, OSError):
        return connections.why(wrong)
    if isinstance(wrong, CapabilityError):
        return _NO_TLS
    if isinstance(wrong, ProtocolError):
        return _UNCLEAR
    return _of_library(wrong)


def _of_library(wrong: Exception) -> str:
    words = _words(wrong)
    if words.startswith("socket error:") or (
        isinstance(wrong, poplib.error_proto) and words == "-ERR EOF"
    ):
        return _broken(wrong)
    if _THEIRS.match(words):
        return _UNCLEAR
    if _LACKING.match(words):
        return _NO_TLS
    return f"服务器答复：{words}" if words else connections.HUNG_UP


def _broken(wrong: BaseException) -> str:
    """The library tells it in one word; what it caught is beneath."""
    while (beneath := wrong.__context__) is not None:
        if isinstance(beneath, OSError):
            return connections.why(beneath)
        if not isinstance(beneath, imaplib.IMAP4.error):
            break
        wrong = beneath
    return connections.HUNG_UP


def _words(wrong: Exception) -> str:
    said = wrong.args[0] if wrong.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if found := _AROUND.match(text):
        text = text[found.end() :]
    if bare := _BYTES.fullmatch(text):
        text = bare[2]
    return _UNPRINTABLE.sub(" ", text).strip()
