"""Letters that make patterns blow up: one clause, one sign, one form of words, thousands of times."""

from __future__ import annotations

from hostile_files.listing import BODY, REMEDY, letter, naming

named = naming("letter", ".txt")


def _clause(piece: str, times: int, end: str = "。") -> bytes:
    """One clause within the sentence that names the law."""
    return letter(body=f"根据{piece * times}，现答复如下{end}").encode()


def _remedy(piece: str, times: int, end: str = "。") -> bytes:
    """One clause within the sentence that tells of remedies."""
    return letter(remedy=f"如不服，可{piece * times}{end}").encode()


def _body(piece: str, times: int) -> bytes:
    return letter(body=BODY + piece * times).encode()


def _head(piece: str, times: int) -> bytes:
    return letter(head=piece * times).encode()


def _foot(piece: str, times: int) -> bytes:
    return letter(foot=piece * times).encode()


_ORGANS = "某省人民政府、"
# a line a file
# fmt: off
FILES = (
    named("jiyu", "基于 10,000 times", _clause, "基于", 10_000),
    named("apply", "申请公开 10,000 times", _clause, "申请公开", 10_000),
    named("basis", "依据 20,000 times", _clause, "依据", 20_000),
    named("according", "根据 and 按照 in turn", _clause, "根据按照依照", 8000),
    named("article", "第三十六条 6,000 times", _clause, "第三十六条", 6000),
    named("article-digits", "第36条第(一)项 in one clause", _clause, "第36条第(一)项", 4000),
    named("article-open", "第 and numerals that no 条 ends", _clause, "第三十六", 8000),
    named("numerals", "Chinese numerals alone", _clause, "一二三四五六七八九十百千万", 2500),
    named("numerals-ten", "十 alone", _clause, "十", 30_000),
    named("items", "项、款、条 without numbers", _clause, "第项第款第条", 5000),
    named("item-lists", "lists of items", _clause, "第一、二、三、四、五项和", 4000),
    named("law-titles", "titles of laws in one clause", _clause, "《中华人民共和国政府信息公开条例》", 2500),
    named("law-open", "titles of laws that never close", _clause, "《中华人民共和国", 6000),
    named("law-nested", "titles in titles", _clause, "《关于《", 15_000),
    named("law-abbreviated", "以下简称 in brackets", _clause, "（以下简称《条例》）", 3000),
    named("brackets-open", "opening brackets", _clause, "（", 50_000),
    named("brackets-close", "closing brackets", _clause, "）", 50_000),
    named("brackets-pairs", "empty pairs of brackets", _clause, "（）〔〕[]【】", 7000),
    named("brackets-deep", "brackets 20,000 deep", lambda: letter(body="（" * 20_000 + "）" * 20_000).encode()),
    named("quotes", "quotation marks", _clause, "“", 50_000),
    named("quotes-mixed", "quotation marks of every kind", _clause, "“”‘’\"'「」『』", 5000),
    named("commas", "commas", _clause, "，", 50_000),
    named("stops-missing", "a sentence of 50,000 letters without a stop", _body, "本机关经检索未查找到你申请的政府信息", 2500),
    named("stops", "stops alone", _body, "。", 50_000),
    named("semicolons", "short clauses between semicolons", _body, "可；", 20_000),
    named("number", "numbers of documents", _head, "某厅依申请公开告知书〔2026〕3号\n", 3000),
    named("number-line", "numbers of documents in one line", _head, "〔2026〕3号", 6000),
    named("number-open", "〔2026 alone", _head, "〔2026", 10_000),
    named("number-signs", "brackets of every kind around years", _head, "(2026)[2026]【2026】﹝2026﹞第3号", 2500),
    named("digits", "150,000 digits", _body, "0123456789", 15_000),
    named("digits-wide", "wide digits", _body, "０１２３４５６７８９", 5000),
    named("dates", "dates in one line", _body, "2026年3月20日", 6000),
    named("dates-open", "years and months without days", _body, "2026年3月", 8000),
    named("dates-chinese", "dates in Chinese numerals", _body, "二〇二六年三月二十日", 4000),
    named("dates-foot", "3,000 dates at the foot", _foot, "2026年3月20日\n", 3000),
    named("dates-wrong", "dates that are none", _foot, "9999年99月99日\n0年0月0日\n", 2500),
    named("remedy-review", "申请行政复议 in one sentence", _remedy, "向某省人民政府申请行政复议，", 2500),
    named("remedy-suit", "提起行政诉讼 in one sentence", _remedy, "向某市中级人民法院提起行政诉讼，", 2500),
    named("remedy-or", "或者 between remedies", _remedy, "申请行政复议或者提起行政诉讼或者", 2500),
    named("remedy-days", "自收到之日起六十日内 alone", _remedy, "自收到之日起六十日内", 3500),
    named("remedy-months", "六个月内 alone", _remedy, "六个月内", 8000),
    named("remedy-organs", "a list of organs", _remedy, _ORGANS, 5000),
    named("remedy-courts", "a list of courts", _remedy, "某市中级人民法院、", 4000),
    named("remedy-to", "向 alone", _remedy, "向", 40_000),
    named("remedy-sentences", "800 whole sentences of remedies", _body, REMEDY, 800),
    named("remedy-not", "denials of remedies", _remedy, "不得不能不可不予", 5000),
    named("people", "organs within organs", _remedy, "人民政府", 10_000),
    named("bureau", "局 alone", _body, "局", 40_000),
    named("committee", "委员会办公室 alone", _foot, "委员会办公室", 6000),
    named("issuers", "3,000 issuers at the foot", _foot, "某省某厅\n", 4000),
    named("applicant", "names with colons", _head, "张三：", 12_000),
    named("applicant-lines", "6,000 lines with a name", _head, "张三先生：\n", 6000),
    named("colons", "colons", _head, "：", 50_000),
    named("title", "titles in one line", _head, "关于政府信息公开申请的答复", 3000),
    named("title-about", "关于 alone", _head, "关于", 25_000),
    named("title-of", "的 alone", _head, "的", 50_000),
    named("titles", "4,000 titles", _head, "政府信息公开申请答复书\n", 4000),
    named("request", "你申请公开 in one sentence", _body, "你申请公开的", 8000),
    named("request-quoted", "requests in quotation marks", _body, "你申请公开“某某信息”，", 4000),
    named("received", "收悉 alone", _body, "于2026年3月1日收悉", 3500),
    named("decision", "decisions that contradict each other", _body, "予以公开。不予公开。信息不存在。不属于本机关负责公开。", 1500),
    named("decision-not", "不予公开 in one sentence", _body, "不予公开", 12_000),
    named("held-not", "不存在 in one sentence", _body, "经检索未找到不存在", 5000),
    named("urls", "addresses of pages", _body, "http://www.x.gov.cn/a/b.html ", 5000),
    named("url-long", "an address of 150,000 letters", lambda: letter(body="见http://x.gov.cn/" + "a/" * 70_000).encode()),
    named("url-percent", "an address of % alone", lambda: letter(body="见http://x.gov.cn/" + "%" * 90_000).encode()),
    named("mail-addresses", "a@ alone", _body, "a@b.", 30_000),
    named("phones", "telephone numbers", _body, "0771-5550101转", 8000),
    named("postcodes", "postcodes in one line", _body, "530000 ", 20_000),
    named("blanks", "blanks between all letters", lambda: " ".join(letter() * 90).encode()),
    named("blanks-line", "a line of 180,000 blanks within the letter", _body, " ", 180_000),
    named("blanks-wide", "wide blanks within the law's title", _clause, "《政府\u3000信息\u3000公开\u3000条例》", 3000),
    named("blanks-ends", "4,000 lines that end in 40 blanks", _body, "可" + " " * 40 + "\n", 4000),
    named("breaks", "a break after each letter", lambda: "\n".join(letter() * 60).encode()),
    named("underscores", "blanks to be filled in", _body, "____年__月__日", 6000),
    named("dots", "leaders of dots", _body, "……", 25_000),
    named("stars", "masked names", _head, "张*某某**：", 6000),
    named("crosses", "masked numbers", _body, "×××〔××××〕×号", 4000),
    named("letters-120", "120 whole letters in one file", lambda: (letter() + "\n") .encode() * 250),
    named("annexes", "annexes by thousands", _foot, "附件：1.某某信息\n", 4000),
    named("contacts", "contacts by thousands", _foot, "联系人：张三 联系电话：0771-5550101\n", 2500),
    named("copies", "抄送 by thousands", _foot, "抄送：某省人民政府办公厅。\n", 3500),
    named("quoted-law", "the text of articles, quoted", _body, "第三十六条 对政府信息公开申请，行政机关根据下列情况分别作出答复：（一）所申请公开信息已经主动公开的，告知申请人获取该政府信息的方式、途径；", 500),
    named("ascii", "a letter without Chinese", lambda: b"Dear Sir, " * 15_000),
    named("same-letter", "one letter 60,000 times", _body, "答", 60_000),
    named("half-letters", "radicals and compatibility letters", _body, "\u2f00\u2e80\uf900", 15_000),
)
# fmt: on
