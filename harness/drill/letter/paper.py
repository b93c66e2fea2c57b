"""The words of one letter: a profile and what was asked -> a `Paper`, ready to be set as PDF or Word.

Every choice of wording comes from the application's own random stream: same seed, same letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from harness.drill import places
from harness.drill.dealing.profile import Basis, Profile, Quirk, Remedy
from harness.drill.letter import wording
from harness.drill.letter.forms import Medium, must_have_red_head
from harness.drill.letter.remedy import remedy_told, tells_nothing_sure
from harness.drill.letter.wording import DECISIONS, VOICES, Decision, Voice, day_text
from harness.drill.province import document_word
from letters.model import Channel, Unit

LINE = 20  # Chinese characters of a title, at most
FOOTER = "演练样本，非真实公文"

_BY = {
    Channel.IN_PERSON: "当面",
    Channel.REGISTERED_MAIL: "以信函方式",
    Channel.ORDINARY_MAIL: "以信函方式",
    Channel.EMAIL: "通过电子邮件",
    Channel.WEB_FORM: "通过网络",
    Channel.FAX: "以传真方式",
}
# how often a decision is taken, of 100
_WEIGHTS = {
    Decision.ALREADY_PUBLIC: 24,
    Decision.GRANTED: 20,
    Decision.NOT_HELD: 18,
    Decision.NOT_RESPONSIBLE: 18,
    Decision.PARTIAL: 12,
    Decision.NEEDS_PROCESSING: 6,
    Decision.REFUSED_PROCESS: 9,
    Decision.REFUSED_INTERNAL: 9,
    Decision.REFUSED_THIRD_PARTY: 9,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an agency learnt from an application that reached it."""

    application_id: str
    person: str
    email: str
    title: str
    sent_on: date


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter's words in the order in which they stand on it."""

    unit: Unit
    title: str
    number: str  # empty: none
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    contact: str
    day: date
    sealed: bool
    red_head: bool = False
    number_above: bool = False

    @property
    def signature(self) -> str:
        return self.unit.name


@dataclass(frozen=True, slots=True)
class Answer:
    paper: Paper
    decision: Decision


def answer(
    profile: Profile, asked: Asked, *, got: date, signed: date, sent: date | None = None
) -> Answer:
    """The decision on an application, with the faults that the profile has. The law is that of the
    day on which it is `sent`."""
    on = sent or signed
    random = Random(f"{profile.stream} wording")
    voice = _voice(random, profile)
    decision = _decision(random, profile, asked.title, on)
    terms = words_of(random, profile, asked, got) | {"y": signed.year}
    bare = _is_bare(profile, decision)
    if bare:
        voice = _curt(random, voice)
    texts = wording.BARE if bare else DECISIONS
    body = random.choice(texts[decision]).format(
        **terms | {"basis": _basis(random, profile, decision), "content": _content(random, terms)}
    )
    remedy = remedy_told(random, profile, decision, on)
    paragraphs = (voice.opening.format(**terms), _tidy(body), *([remedy] if remedy else []))
    paper = Paper(
        unit=profile.unit,
        title=_broken(voice.title.format(**terms)),
        number=voice.number.format(**terms) if profile.numbered else "",
        salutation=_salutation(voice, profile, asked),
        paragraphs=paragraphs,
        closing=voice.closing.format(**terms),
        contact=voice.contact.format(**terms),
        day=signed,
        sealed=profile.sealed and profile.medium is not Medium.MAIL_TEXT,
        red_head=voice.red_head,
        number_above=voice.number_above and voice.red_head,
    )
    return Answer(paper, decision)


def _voice(random: Random, profile: Profile) -> Voice:
    """Any voice in which what the profile lacks can be seen to be lacking."""
    voice = random.choice(VOICES)
    able = [each for each in VOICES if _can_say(each, profile)]
    return voice if voice in able else random.choice(able)


def _curt(random: Random, voice: Voice) -> Voice:
    """The same agency's head over a letter that says no more than it must."""
    opening, closing = random.choice(wording.CURT)
    return replace(voice, opening=opening, closing=closing, contact="")


def _can_say(voice: Voice, profile: Profile) -> bool:
    if profile.medium is Medium.MAIL_TEXT:  # a bare text greets; it has no red head
        return not voice.red_head
    return voice.red_head or not must_have_red_head(profile.form, sealed=profile.sealed)


def _decision(random: Random, profile: Profile, title: str, on: date) -> Decision:
    """One that makes sense of the question. Whoever gets all he asked for needs no remedy: such a
    letter is never given as one that lacks it. A letter that is to lack reasons decides what needs
    some, where that makes sense of the question."""
    if profile.decision and not tells_nothing_sure(profile, Decision(profile.decision), on):
        return Decision(profile.decision)
    able = {
        decision: weight
        for decision, weight in _WEIGHTS.items()
        if (profile.remedy is not Remedy.NONE or decision is not Decision.GRANTED)
        and _any_in(wording.FITTING.get(decision, ("",)), title)
        and not tells_nothing_sure(profile, decision, on)
    }
    bare = {each: weight for each, weight in able.items() if _is_bare(profile, each)}
    weights = bare or able
    return random.choices(list(weights), weights=list(weights.values()))[0]


def _is_bare(profile: Profile, decision: Decision) -> bool:
    return Quirk.UNREASONED in profile.quirks and decision in wording.BARE


def words_of(random: Random, profile: Profile, asked: Asked, got: date) -> dict[str, str | int]:
    """What the templates of wording.py are filled in with."""
    unit = profile.unit
    march = asked.sent_on.year - (asked.sent_on.month <= 3)
    other = _other(random, unit, asked.title)
    return {
        "unit": unit.name,
        "person": called(profile, asked),
        "q": asked.title,
        "title": asked.title,
        "got": day_text(got),
        "sent": day_text(asked.sent_on),
        "by": _BY[profile.channel],
        "self": _self(random, unit),
        "word": document_word(unit),
        "n": random.randint(3, 188),
        "phone": unit.phone,
        "url": f"http://{places.site(unit.email)}/{random.choice(('zwgk', 'tzgg', 'zdly'))}/"
        f"t20{random.randint(2, 8):02d}{random.randint(1, 28):02d}_{random.randint(100, 999)}.html",
        "year": asked.sent_on.year - 1,
        "spring": march,
        "other": other[0],
        "other_seat": other[1],
        "other_phone": other[2],
    }


def _content(random: Random, terms: dict[str, str | int]) -> str:
    title = str(terms["title"])
    text = next((text for word, text in wording.CONTENTS if word in title), wording.CONTENT_ELSE)
    money = [f"{random.randint(3, 180)}.{random.randint(10, 99)}" for _ in range(3)]
    total = sum(round(float(part) * 100) for part in money)
    figures = {
        **dict(zip("abc", money, strict=True)),
        "d": f"{total // 100}.{total % 100:02d}",
        "k": random.randint(21, 60),
        "m": (some := random.randint(5, 15)),
        "t": some + 6,  # with the 2, 1 and 3 that the text names
    }
    return text.format(**terms | figures)


def _basis(random: Random, profile: Profile, decision: Decision) -> str:
    match profile.basis:
        case Basis.ARTICLE:
            article = random.choice(wording.ARTICLES[decision])
            bare = _is_bare(profile, decision)
            texts = wording.BASIS_CURT if bare else wording.BASIS_WITH_ARTICLE
            return random.choice(texts).format(article=article)
        case Basis.NAME_ONLY:
            return random.choice(wording.BASIS_NAME_ONLY)
        case Basis.NONE:
            return random.choice(wording.BASIS_NONE)


def called(profile: Profile, asked: Asked) -> str:
    """How an agency calls the applicant. One that names nobody does so in title, cover note and
    file name too: a name anywhere would make it named."""
    return "申请人" if Quirk.GENERIC_ADDRESSEE in profile.quirks else asked.person


def _salutation(voice: Voice, profile: Profile, asked: Asked) -> str:
    if Quirk.GENERIC_ADDRESSEE in profile.quirks:
        return "尊敬的申请人："
    return voice.salutation.format(person=asked.person)


def _self(random: Random, unit: Unit) -> str:
    """本机关, or 我厅, 我委, 我局, 我办 after the name's last word."""
    endings = {"厅": "我厅", "会": "我委", "局": "我局", "室": "我办"}
    own = "市政府" if unit.category == places.CITIES else endings.get(unit.name[-1], "我单位")
    return random.choice(("本机关", own))


def _other(random: Random, unit: Unit, title: str) -> tuple[str, str, str]:
    """The agency that the question would rather concern, with its seat and telephone."""
    found = ((own, bureau) for words, own, bureau in wording.HOLDERS if _any_in(words, title))
    department, bureau = next(found, wording.HOLDER_ELSE)
    number = random.randint(200, 899)
    if unit.category == places.CITIES:
        city = unit.name.removesuffix("人民政府")
        return f"{city}{bureau}", f"{city}新区练习路{number}号", f"0000-5551{number}"
    if unit.name.endswith(department):
        department = "档案馆"
    seat = f"{places.CAPITAL}城中区模拟大道{number}号"
    return f"{places.REGION}{department}", seat, f"0000-5551{number}"


def _any_in(words: Sequence[str], text: str) -> bool:
    return any(word in text for word in words)


def _broken(title: str) -> str:
    """A title's lines, none longer than fits; a longer one breaks after 和, 及 or 者 nearest its
    middle, as a typist would break it."""
    lines = []
    for line in title.split("\n"):
        places = [n + 1 for n, character in enumerate(line[:-1]) if character in "和及者"]
        if _width(line) <= LINE or not places:
            lines.append(line)
            continue
        middle = min(places, key=lambda place: abs(place - len(line) / 2))
        lines += [line[:middle], line[middle:]]
    return "\n".join(lines)


def _width(text: str) -> float:
    """In Chinese characters; a digit takes little more than half of one."""
    return sum(0.6 if character.isascii() else 1.0 for character in text)


def _tidy(text: str) -> str:
    """A sentence that began with an empty basis must not begin with a comma."""
    return text.replace("，，", "，").replace("。，", "。").lstrip("，")
