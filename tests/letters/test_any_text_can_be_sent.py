"""Forms, labels, lists and mails take any text, and open again."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP, default

from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from letters.compose import compose
from letters.labels import write_labels
from letters.mime import message
from letters.posting import Posting, write_postings
from letters.tables import write_units
from letters.writable import writable

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
NASTY = "\x00\x1b\ud800\uffff\u202e]]>&amp;\r\n{name}=1+1"
few = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@example(text=NASTY)
@given(text=ANY)
def test_a_letter_holds_any_text(by_email, campaign, tmp_path, text):
    unit = replace(by_email.unit, name=f"甲{text}", address=text, phone=text)
    who = replace(by_email.applicant, name=f"乙{text}", address=text)
    question = replace(by_email.question, title=text, text=text)
    strange = replace(by_email, unit=unit, applicant=who, question=question)
    letter = compose(strange, campaign)
    Document(io.BytesIO(letter.form))
    write_labels([letter], tmp_path / "a.docx")
    Document(str(tmp_path / "a.docx"))
    raw = message(letter, message_id="<a@b.example>", sent_at=datetime(2020, 1, 1))
    read = message_from_bytes(raw.as_bytes(policy=SMTP), policy=default)
    assert not read.defects
    assert len(list(read.iter_attachments())) == 1
    write_postings([Posting.of(strange, datetime(2020, 1, 1).date(), "")], tmp_path / "a.xlsx")
    write_units(tmp_path / "u.xlsx", [unit])
    for name in ("a.xlsx", "u.xlsx"):
        row = CalamineWorkbook.from_path(tmp_path / name).get_sheet_by_index(0).to_python()[1]
        assert any(str(cell).startswith("甲") for cell in row)


@given(ANY)
def test_only_what_xml_forbids_is_replaced(text):
    forbidden = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
    assert writable(text) == forbidden.sub("\ufffd", text)


def test_what_a_reader_needs_stays_as_it_is():
    plain = "答复\t第1号\r\n\u200d\u202e\U00020000\x85"
    assert writable(plain) == plain
    assert writable("a\ufffeb\uffff\x0b\ud800") == "a\ufffdb\ufffd\ufffd\ufffd"
