"""Whatever the bytes are, `read` answers with a document."""

from __future__ import annotations

import io
import random
import zipfile
from email.message import EmailMessage

import docx
import pytest

from parsers import read

LETTER = "本机关收到你的申请，经检索信息不存在。".encode()


def zipped(name: str = "答复书.txt") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, LETTER)
        package.writestr("b.txt", b"b")
    return out.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "答复"
    message.set_content("见附件")
    message.add_attachment(zipped(), maintype="application", subtype="zip", filename="答复.zip")
    return message.as_bytes()


def word() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("政府信息公开申请答复书")
    document.save(out)
    return out.getvalue()


SAMPLES = {"a.zip": zipped(), "a.eml": mail(), "a.docx": word()}


@pytest.mark.parametrize("name", SAMPLES)
def test_no_changed_byte_makes_reading_fail(name):
    chosen, sample = random.Random(11), SAMPLES[name]
    for _ in range(250):
        data = bytearray(sample)
        for _ in range(chosen.choice((1, 2, 8, 40))):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        assert read(bytes(data), name).sha256


def test_a_name_that_is_marked_as_utf8_and_is_not_is_told_and_the_rest_is_read():
    data = zipped().replace("答复书.txt".encode(), b"\xff" * len("答复书.txt".encode()))
    document = read(data, "a.zip")
    assert document.error is not None and "文件名" in document.error.message
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "答复"
    message.set_content("答复见附件，另附正文。")
    message.add_attachment(data, maintype="application", subtype="zip", filename="答复.zip")
    carried = read(message.as_bytes(), "来信.eml")
    assert carried.error is None and "另附正文" in carried.pages[0].lines[0].text
    assert carried.parts[-1].error is not None
