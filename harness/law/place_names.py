"""The places at the head of a public body's name, cut off by the order of their kinds.

In: a name such as 宁川市青柳区财政局. Out: its readings, the likeliest first: the places from the
outermost in, and what follows them. Province stands above prefecture above county, and nothing
below a county is a place here. A 州, 旗, 区 or 县 inside a name (红旗镇, 沧州市, 梅县区, 城区街道)
ends no place; where it may or may not, there is a reading for either, and only what holds in all
readings is certain. What lists there are hold the few kinds whose members are known in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers import lazy_re as re

CAPITALS = ("北京市", "上海市", "天津市", "重庆市")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the head of a name."""

    places: tuple[str, ...]
    rest: str


# the kinds of places by their last characters, longest first, and the rank of each (市 is 2 or 1)
_KINDS = {
    "自治区": 3, "省": 3,
    "自治州": 2, "地区": 2, "州": 2, "盟": 2, "市": 2,
    "自治县": 1, "自治旗": 1, "县": 1, "区": 1, "旗": 1,
}  # fmt: skip
_END = re.compile("|".join(sorted(_KINDS, key=len, reverse=True)))

# how long the name before the kind is; no city, banner or prefecture has a single character
_STEM = {
    "自治区": (2, 6), "省": (2, 4), "自治州": (2, 12), "地区": (2, 5), "州": (1, 5), "盟": (2, 4),
    "市": (2, 6), "自治县": (2, 16), "自治旗": (2, 9), "县": (1, 5), "区": (1, 8), "旗": (2, 8),
}  # fmt: skip
_LONGEST = max(longest + len(kind) for kind, (_, longest) in _STEM.items())

# of a department, a company or a corps and never of a place's name
_NO_STEM = re.compile(
    r"[^\u4e00-\u9fff]|[局厅委署院所处队办]|(?<![南迭])部|政府|行署|公司|兵团|第[一二三四五六七八九十]+师|管理|监督|监察|建设"
    r"|规划|服务|交通|保障|自然资源|环境|经济|开发|统一|自治(?!区)"
    r"|民用?航|贫困|脱贫|示范|试点|重点|革命|民族地区$|^[省市州盟县区旗]$"
)
# 智慧城市, 中小城市: no city of three characters and more ends in 城
_NO_CITY_STEM = re.compile(r"^(?!共青城$).{2,}城$|^[大小新古老旧名都全]城$")
# what follows shows that the kind's character belongs to a longer name
_TAIL = r"(?=(?:人民)?政府|办事处|办公室|办|党工委|$)"
# 市 as the first character of a word: 市场, 市政, 市容
_NO_CITY = r"场(?!街道|[乡镇])|容|政(?!府|务|协|法|策|研)"
_LOWER = rf"民族乡|(?:乡|镇|苏木){_TAIL}|街道|分局$|派出所$"
_GOES_ON = {
    "省": re.compile("(?!)"),
    "市": re.compile(rf"区(?![域划县])|{_NO_CITY}|{_LOWER}"),
    "州": re.compile(rf"省|市(?!{_NO_CITY})|县|区(?![域划])|{_LOWER}"),
    "县": re.compile(rf"区(?![域划])|市(?!{_NO_CITY})|{_LOWER}"),
    "区": re.compile(rf"[域划块位片]|{_LOWER}"),
    "旗": re.compile(rf"[区县舰帜]|市(?!{_NO_CITY})|{_LOWER}"),
    "盟": re.compile(_LOWER),
}

# areas of some purpose, that have no government of their own
_ZONES = re.compile(
    r"(?:灌|库|景|片|校|社|牧|小|园|灾|辖|食品|(?<!上)街|(?<!于)洪|户|陷|震|禁|保护|大湾|部湾|示范|开发|高新|合作|功能|水源"
    r"|黄河滩|主城|中心城)区$"
)
_SURE_ZONES = ("绿园区",)
# 城区 is a district in 晋城 and a word elsewhere: one character and 区, or an area of some purpose
_PERHAPS_DISTRICT = re.compile(
    r"^[城郊矿东西南北中新老]区$|(?:港|新|矿|特)区$|(?<!万柏)(?<!神农架)林区$"
)
_SURE_DISTRICTS = re.compile(r"(?:浦东|滨海|沈北)新区$|(?:井陉|峰峰|白云鄂博|鹰手营子)矿区$|六枝特区$|铁山港区$")  # fmt: skip
_PERHAPS_COUNTY = re.compile(r"^[老旧新古大小辖城一二三四五六七八九十两]县$")
_SURE_PREFECTURES = re.compile(
    r"^(?:(?:延边|恩施|湘西|阿坝|甘孜|凉山|黔东南|黔南|黔西南|楚雄|红河|文山|西双版纳|大理|德宏|怒江"
    r"|迪庆|临夏|甘南|海北|黄南|海南|果洛|玉树|海西|昌吉|博尔塔拉|巴音郭楞|克孜勒苏|伊犁)州"
    r"|(?:兴安|锡林郭勒|阿拉善)盟|(?:大兴安岭|阿里|那曲|喀什|和田|阿克苏|塔城|阿勒泰|吐鲁番|哈密|铜仁|毕节)地区)$"
)
_SURE_BANNERS = re.compile(
    r"^(?:土默特[左右]|托克托|达尔罕茂明安联合|阿鲁科尔沁|巴林[左右]|克什克腾|翁牛特|喀喇沁|敖汉"
    r"|科尔沁左翼[中后]|科尔沁右翼[前中]|库伦|奈曼|扎鲁特|达拉特|准格尔|鄂托克前?|杭锦后?|乌审|伊金霍洛"
    r"|阿荣|陈巴尔虎|新巴尔虎[左右]|乌拉特[前中后]|察哈尔右翼[前中后]|四子王|扎赉特|阿巴嘎|苏尼特[左右]"
    r"|[东西]乌珠穆沁|太仆寺|镶黄|正镶白|正蓝|阿拉善[左右]|额济纳)旗$"
)


def readings(name: str) -> tuple[Reading, ...]:
    """All the ways to cut the places off, the one with the most places first."""
    found = _chains(name, 0, 4)
    return tuple(Reading(places, name[sum(map(len, places)) :]) for places in found)


def rank_of(place: str) -> int | None:
    """3 province, 2 prefecture, 1 county; None of a 市, that may be either of the two."""
    if place in CAPITALS:
        return 3
    kind = _kind(place)
    return None if kind in ("市", "") else _KINDS[kind]


def stem_of(place: str) -> str:
    """The place's own name without its kind: 沙 of 沙市, 梅县 of 梅县区."""
    return place.removesuffix(_kind(place))


def _kind(place: str) -> str:
    return next((end for end in sorted(_KINDS, key=len, reverse=True) if place.endswith(end)), "")


def _chains(name: str, at: int, below: int) -> Iterator[tuple[str, ...]]:
    """The chains of places that begin here, each of a rank below the one before it."""
    ends = tuple(_ends(name, at, below))
    for end, sure in ends:
        place = name[at:end]
        for more in _chains(name, end, _next(place, below)):
            yield (place, *more)
        if sure:
            break
    if not ends or not ends[0][1]:
        yield ()


def _next(place: str, below: int) -> int:
    """Below which rank the next place must be. A 市 under a prefecture is itself a county; the
    one prefecture with prefectures in it is 伊犁哈萨克自治州."""
    if place.startswith("伊犁") and place.endswith("州"):
        return 3
    return 1 if place.endswith("市") and below == 2 else _KINDS[_kind(place)]


def _ends(name: str, at: int, below: int) -> Iterator[tuple[int, bool]]:
    """Where a place that begins here may end, nearest first, and whether it certainly does."""
    for match in _END.finditer(name, at):
        if match.end() - at > _LONGEST:
            break
        place, kind = name[at : match.end()], match[0]
        if _is_place(place, kind, name[match.end() :]) and _fits(kind, below):
            yield match.end(), _is_sure(place, kind)


def _fits(kind: str, below: int) -> bool:
    return _KINDS[kind] < below or (kind == "市" and below == 2)


def _is_place(place: str, kind: str, follows: str) -> bool:
    stem = place.removesuffix(kind)
    shortest, longest = _STEM[kind]
    if place == "芒市":  # the one city of a single character
        return True
    if not shortest <= len(stem) <= longest or _NO_STEM.search(stem):
        return False
    if kind == "市" and _NO_CITY_STEM.search(stem):
        return False
    goes_on = _GOES_ON.get(kind[-1])
    if goes_on and goes_on.match(follows) and not kind.startswith("自治"):
        return False
    if kind != "区":
        return not (kind == "地区" and follows.startswith(("办事处", "管理局")))
    if place in _SURE_ZONES:
        return True
    return not _ZONES.search(place) and (len(stem) > 1 or bool(_PERHAPS_DISTRICT.search(place)))


def _is_sure(place: str, kind: str) -> bool:
    if kind in ("州", "盟", "地区"):
        return bool(_SURE_PREFECTURES.match(place))
    if kind == "旗":
        return bool(_SURE_BANNERS.match(place))
    if kind == "县":
        return not _PERHAPS_COUNTY.match(place)
    if kind == "区":
        return bool(_SURE_DISTRICTS.search(place)) or not _PERHAPS_DISTRICT.search(place)
    return True
