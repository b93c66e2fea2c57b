"""Letters as real files: a typeset PDF whose lines wrap, a .docx, a mail with a .docx inside."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import docx
import pylopdf_fonts_zh_cn
import pytest
import typst

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.finding import Element, Verdict
from harness.reading.arrived.reply_kind import ReplyKind
from parsers import read

FONTS = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
EXPECTED = Expected(
    applicant="林晓雯",
    unit="演江市自然资源和规划局",
    reconsideration_organs=("演江市人民政府",),
    courts=("演江铁路运输法院",),
    items=2,
)
HEAD, NUMBER, TITLE = "演江市自然资源和规划局", "演自然资公开〔2025〕12号", "政府信息公开申请答复书"
BODY = (
    "林晓雯、陈大明：",
    "本机关于2025年7月18日收到你们通过邮政特快专递提交的政府信息公开申请，要求公开“演江市城东区中山路片区旧城改造项目（国办发〔2010〕5号文件所涉地块）房屋征收补偿方案及相关批复文件”。经审查，现答复如下：",
    "一、关于“征收补偿方案”。经查，该信息已由本机关在演江市人民政府门户网站主动公开，网址为http:\\/\\/www.yanjiang.example/zrzy/art.html。根据《中华人民共和国政府信息公开条例》（以下简称《条例》）第三十六条第（一）项的规定，请你们自行查阅。",
    "二、关于“相关批复文件”。经检索本机关档案系统及综合科、征收科，本机关未制作、未获取该信息。根据《条例》第三十六条第（四）项的规定，该政府信息不存在。",
    "如对本答复不服，可以自收到本答复书之日起六十日内向演江市人民政府申请行政复议，或者自收到本答复书之日起六个月内直接向演江铁路运输法院提起行政诉讼。",
    "特此答复。",
)
SIGNED = ("演江市自然资源和规划局", "2025年8月6日")


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = (
        '#set page(paper: "a4", margin: (x: 2.8cm, y: 3.5cm), numbering: "— 1 —")\n'
        '#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")\n'
        "#set par(leading: 1em, first-line-indent: (amount: 2em, all: true))\n"
        f"#align(center)[#text(fill: red, size: 30pt)[{HEAD}]]\n#align(center)[{NUMBER}]\n"
        f"#align(center)[#text(size: 22pt)[{TITLE}]]\n"
        + "\n\n".join(BODY)
        + "".join(f"\n\n#align(right)[{line} #h(2em)]" for line in SIGNED)
        + "\n\n（联系人：王工；联系电话：12345678）\n"
    )
    path = tmp_path_factory.mktemp("letters") / "letter.typ"
    path.write_text(source, encoding="utf-8")
    return typst.compile(str(path), font_paths=[FONTS])


@pytest.fixture(scope="module")
def word() -> bytes:
    document = docx.Document()
    for line in (HEAD, NUMBER, TITLE, *BODY, *SIGNED):
        document.add_paragraph(line.replace("\\/", "/"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def judged(data: bytes, name: str) -> Judgement:
    return judge(Dossier(read(data, name), EXPECTED))


def _without_fault(judgement: Judgement) -> None:
    assert judgement.kind is ReplyKind.ANSWER
    assert judgement.decisions == ("already_public", "not_held")
    assert judgement.rules == "2025-06-01"
    for one in judgement.findings:
        if one.element is not Element.SEAL:
            assert one.verdict is Verdict.PRESENT, one.reason
    assert judgement.finding(Element.DOC_NUMBER).value == NUMBER
    assert judgement.finding(Element.TITLE).value == TITLE
    assert judgement.finding(Element.ISSUER).value == SIGNED[0]
    assert judgement.finding(Element.SEAL).verdict is Verdict.ABSENT


def test_a_faultless_pdf_whose_lines_wrap_is_left_alone(pdf: bytes) -> None:
    judgement = judged(pdf, "答复书.pdf")
    _without_fault(judgement)
    assert judgement.pages == 2


def test_evidence_of_a_pdf_points_at_pages_and_boxes(pdf: bytes) -> None:
    remedy = judged(pdf, "答复书.pdf").finding(Element.REMEDY)
    assert len(remedy.evidence) >= 3  # the paragraph is wrapped over as many lines
    for span in remedy.evidence:
        assert span.page in (1, 2)
        assert span.bbox is not None
        assert 0 < span.bbox[0] < span.bbox[2] < 596


def test_a_faultless_docx_is_left_alone(word: bytes) -> None:
    _without_fault(judged(word, "答复书.docx"))


def test_a_mail_and_its_docx_are_one_reply(word: bytes) -> None:
    message = EmailMessage()
    message["Subject"] = "回复：政府信息公开申请"
    message["From"] = "演江市自然资源和规划局 <gk@zr.yj.example>"
    message["Date"] = "Wed, 06 Aug 2025 16:00:00 +0800"
    message.set_content(
        "林晓雯您好：\n答复书见附件。\n\n> 请公开征收补偿方案。\n> 如不服可申请行政复议。"
    )
    message.add_attachment(
        word, maintype="application", subtype="octet-stream", filename="扫描件0012.docx"
    )
    _without_fault(judged(message.as_bytes(), "来信.eml"))
