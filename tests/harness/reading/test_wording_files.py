"""The wordings that are kept as data: every example, every file that is wrong, the notation itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.reading.wordings import book
from harness.reading.wordings.book import BadWording, Wording
from harness.reading.wordings.notation import Classes, regex_of
from harness.reading.wordings.pieces import BadPhrase
from parsers.page.punctuation import canonical

ENTRIES = [one for ones in book.wordings().values() for one in ones]
CLASSES = Classes({"你": "你|您", "所指": "该|此", "该信息": "{所指:0-4}(信息|材料)"})


def _finds(phrase: str, said: str) -> str | None:
    found = re.search(regex_of(phrase, CLASSES), canonical(said))
    return found[0] if found else None


@pytest.mark.parametrize("one", ENTRIES, ids=[one.where for one in ENTRIES])
def test_a_wording_finds_its_example_and_leaves_the_other_alone(one: Wording) -> None:
    ours = re.compile(book.piece_of_entry(one).regex)
    assert ours.search(canonical(one.finds))
    assert not ours.search(canonical(one.leaves))


@pytest.mark.parametrize("one", ENTRIES, ids=[one.where for one in ENTRIES])
def test_all_that_say_the_same_are_one_pattern(one: Wording) -> None:
    assert book.pattern(one.says).search(canonical(one.finds))


def test_no_wording_stands_twice() -> None:
    said = [(one.says, one.phrase) for one in ENTRIES]
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("phrase", "said", "found"),
    [
        ("信息(不|未)公开", "信息未公开", "信息未公开"),
        ("应[当]公开", "应公开", "应公开"),
        ("没有{该信息}", "没有该此材料", "没有该此材料"),
        ("现…4提供", "现将表提供", "现将表提供"),
        ("现…4提供", "现将表，提供", None),
        ("现…，4提供", "现将表，提供", "现将表,提供"),
        ("现…，4提供", "现将表。提供", None),
        ("现…，；。¶4提供", "现\n提供", "现\n提供"),
        ("由…2-4制作", "由局制作", None),
        ("不…6≠(履行)职责", "不是本局职责", "不是本局职责"),
        ("不…6≠(履行)职责", "不是履行职责", None),
        ("不…6≠(履行|履)职责", "不是履新职责", None),
        ("不…6≠(，但)职责", "不是职责", "不是职责"),
        ("向…9?法院", "向甲法院乙法院", "向甲法院"),
        ("<前无:未|没有>公开", "没有公开", None),
        ("<前无:未|没有>公开", "现公开", "公开"),
        ("<前有:现|已经>公开", "已经公开", "公开"),
        ("公开<后无:的意义|的可能>", "公开的意义", None),
        ("公开<后有:，|。>", "公开。", "公开"),
        ("（单位）公开", "(单位)公开", "(单位)公开"),
        ("予以公开{数字:1-8}件", "予以公开13件", "予以公开13件"),
        ("公开如下：…，*", "公开如下：甲，乙。丙", "公开如下:甲,乙"),
        ("^第{汉数}项", "第二项", "第二项"),
        ("^第{汉数}项", "关于第二项", None),
    ],
)
def test_the_notation_reads_as_the_page_about_it_says(
    phrase: str, said: str, found: str | None
) -> None:
    assert _finds(phrase, said) == found


@pytest.mark.parametrize(
    ("phrase", "said", "part"),
    [
        ("申请公开<取:…3-30?>的申请", "你申请公开验收报告的申请", "验收报告"),
        ("申请公开<取:…3-30?>([的]申请|收悉)", "申请公开验收的报告的申请收悉", "验收的报告"),
        ("(要|想要)<取:“…，9”|…9>", "你要“甲，乙”两种", "“甲,乙”"),
        ("申请公开", "你申请公开验收报告", "申请公开"),
    ],
)
def test_a_phrase_names_the_part_that_is_wanted(phrase: str, said: str, part: str) -> None:
    found = re.search(regex_of(phrase, CLASSES), canonical(said))
    assert found is not None
    start, end = book.taken(found)
    assert found.string[start:end] == part


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("不予(公开", "缺少“)”"),
        ("不予公开)", "多了一个“)”"),
        ("不予[公开", "缺少“]”"),
        ("{某机关}公开", "没有“{某机关}”这个词类"),
        ("现…提供", "最多隔几个字"),
        ("现…900提供", "最多400个字"),
        ("[公开]", "至少要有一个必写的词"),
        ("公开…20?", "后面要有词"),
        ("公开…*提供", "只能写在最后"),
        ("<前面:不>公开", "之一"),
        ("<前无:不[予以]>公开", "字数要固定"),
        ("甲…300乙…300丙…300丁", "空隙太多太长"),
        ("甲…9≠履行", "写括号"),
        ("{你:多}公开", "次数应写成"),
        ("{数字:1-900}件", "次数过多"),
        ("甲…，；。¶9}", "放错了地方"),
        ("甲<取:乙><取:丙>", "只能写一个"),
        ("甲(乙…9?…9?)丙", "之间要有词"),
        ("甲<取:…9?>", "后面要有词"),
        ("甲[…9?]乙", "后面要有词"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_refused_and_says_why(phrase: str, told: str) -> None:
    with pytest.raises(BadPhrase, match=re.escape(told)):
        regex_of(phrase, CLASSES)


def test_classes_that_name_each_other_are_refused() -> None:
    with pytest.raises(BadPhrase, match="互相引用"):
        regex_of("{甲}", Classes({"甲": "{乙}", "乙": "{甲}"}))


WHOLE = """
[says]
granted = '予以公开'

[[wording]]
says = 'granted'
phrase = '予以公开'
finds = '现予以公开。'
leaves = '不公开。'
"""


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("finds = '现予以公开。'", "", "缺少 finds（应当认出的例句）"),
        ("leaves = '不公开。'", "leaves = ' '", "缺少 leaves（不应认出的例句）"),
        ("phrase = '予以公开'", "", "没有写phrase）：缺少 phrase（说法）"),
        ("says = 'granted'", "", "缺少 says（说的是什么）"),
        ("says = 'granted'", "says = 'given'", "“given”不在本文件的[says]表里"),
        ("leaves = '不公开。'", "leaves = '不公开。'\nnote = ''", "不认识 note"),
        ("[says]\ngranted = '予以公开'", "", "缺少[says]表"),
        ("[says]", "[says", "不是有效的TOML文件"),
    ],
)
def test_an_entry_that_lacks_something_is_refused_by_file_and_entry(
    tmp_path: Path, was: str, now: str, told: str
) -> None:
    path = tmp_path / "given.toml"
    path.write_text(WHOLE.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(BadWording, match=re.escape(told)) as refused:
        book.read([path])
    assert str(refused.value).startswith("given.toml")


def test_what_is_said_belongs_to_one_file(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.toml", "b.toml")]
    for path in paths:
        path.write_text(WHOLE, encoding="utf-8")
    with pytest.raises(BadWording, match="已写在别的文件里"):
        book.read(paths)


def test_a_phrase_that_is_written_wrongly_names_its_entry(tmp_path: Path) -> None:
    path = tmp_path / "given.toml"
    path.write_text(WHOLE.replace("phrase = '予以公开'", "phrase = '予以(公开'"), encoding="utf-8")
    (entry,) = book.read([path])["granted"]
    with pytest.raises(BadWording, match=r"given\.toml 第1条（予以\(公开）：说法写得不对：缺少"):
        book.piece_of_entry(entry)


PAGE = Path(__file__).parents[3] / "docs" / "wordings.md"
_ROW = re.compile(r"^\| `(.+?)` \| .+ \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS = [
    (row[1].replace(r"\|", "|"), row[2], row[3]) for row in _ROW.finditer(PAGE.read_text("utf-8"))
]


@pytest.mark.parametrize(("phrase", "finds", "leaves"), ROWS, ids=[row[0] for row in ROWS])
def test_the_page_about_the_notation_is_right(phrase: str, finds: str, leaves: str) -> None:
    ours = re.compile(regex_of(phrase, book.classes()))
    assert ours.search(canonical(finds))
    assert not ours.search(canonical(leaves))


def test_the_page_shows_every_sign_and_an_example_that_is_taken(tmp_path: Path) -> None:
    assert len(ROWS) >= 13
    block = re.search(r"```toml\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert block is not None
    path = tmp_path / "given.toml"
    path.write_text("[says]\nalready_public = '已主动公开'\n\n" + block[1], encoding="utf-8")
    (entry,) = book.read([path])["already_public"]
    test_a_wording_finds_its_example_and_leaves_the_other_alone(entry)


def test_the_page_names_every_file_of_wordings() -> None:
    told = PAGE.read_text("utf-8")
    assert [path.name for path in book.FOLDER.glob("*.toml") if path.name not in told] == []


def test_everything_that_is_kept_is_asked_for() -> None:
    code = "".join(path.read_text("utf-8") for path in book.FOLDER.parent.rglob("*.py"))
    assert [says for says in book.wordings() if f'"{says}"' not in code] == []
