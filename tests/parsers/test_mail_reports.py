"""What a machine reports about an earlier mail is read from its fields (RFC 3464, RFC 8098)."""

from __future__ import annotations

from parsers import read
from parsers.document import Report

FAILED = "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; <Gk@Cz.example>\r\nAction: Failed (unknown user)\r\nStatus: 5.1.1\r\n"
HEAD = "Message-ID: <k1@shenqing.example>\r\nSubject: x\r\n\r\n"
SEEN = "Final-Recipient: rfc822;gk@cz.example\r\nOriginal-Message-ID: <k1@shenqing.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n"


def _report(*parts: tuple[str, str], head: str = "multipart/report") -> Report | None:
    told = "".join(f"--b\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in parts)
    raw = f"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: {head}; boundary=b\r\n\r\n{told}--b--\r\n"
    document = read(raw.encode(), "来信.eml")
    assert document.headers is not None
    return document.headers.report


def test_a_delivery_status_tells_what_became_of_which_mail():
    found = _report(("message/delivery-status", FAILED), ("text/rfc822-headers", HEAD))
    assert found == Report("delivery", ("failed",), ("gk@cz.example",), ("<k1@shenqing.example>",))


def test_a_whole_mail_carried_back_is_known_by_its_number_too():
    found = _report(("message/delivery-status", FAILED), ("message/rfc822", HEAD + "text"))
    assert found is not None
    assert found.original_ids == ("<k1@shenqing.example>",)


def test_a_read_receipt_tells_what_was_read():
    found = _report(("message/disposition-notification", SEEN))
    assert found == Report(
        "disposition", ("displayed",), ("gk@cz.example",), ("<k1@shenqing.example>",)
    )


def test_what_a_report_that_is_passed_on_says_is_not_the_mails_own():
    inner = f"Subject: y\r\nContent-Type: multipart/report; boundary=c\r\n\r\n--c\r\nContent-Type: message/delivery-status\r\n\r\n{FAILED}\r\n--c--\r\n"
    assert _report(("message/rfc822", inner), head="multipart/mixed") is None


def test_a_letter_is_no_report():
    assert _report(("text/plain", "答复如下"), head="multipart/mixed") is None


def test_broken_fields_are_no_fault():
    found = _report(("message/delivery-status", "Final-Recipient\r\nAction:\r\n\x00\r\n"))
    assert found == Report("delivery")


def test_a_report_in_a_charset_that_is_none_is_read_all_the_same():
    found = _report(
        ('message/delivery-status; charset="idna"', FAILED),
        ('text/rfc822-headers; charset="idna"', "X: é\r\n" + HEAD),
    )
    assert found is not None
    assert (found.actions, found.original_ids) == (("failed",), ("<k1@shenqing.example>",))
