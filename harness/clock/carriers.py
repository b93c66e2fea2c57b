"""寄递方式: how an answer was served, as people write it -> `Carrier`; ValueError where it is none."""

from __future__ import annotations

import unicodedata
from enum import StrEnum


class Carrier(StrEnum):
    POST = "post"
    COURIER = "courier"
    COLLECT = "collect"
    HAND = "hand"
    ENTRUSTED = "entrusted"
    ELECTRONIC = "electronic"


CARRIER_NAMES: dict[Carrier, str] = {
    Carrier.POST: "邮政",
    Carrier.COURIER: "其他快递",
    Carrier.COLLECT: "到付",
    Carrier.HAND: "当面送达",
    Carrier.ENTRUSTED: "委托送达",
    Carrier.ELECTRONIC: "电子送达",
}
_SYNONYMS: dict[Carrier, tuple[str, ...]] = {
    Carrier.POST: ("ems", "挂号信", "挂号", "平信", "邮寄", "邮局", "中国邮政", "邮政快递", "邮政ems", "特快专递"),
    Carrier.COURIER: ("快递", "顺丰", "顺丰快递", "圆通", "中通", "申通", "韵达", "京东快递", "商业快递", "非邮政快递"),
    Carrier.COLLECT: ("邮资到付", "运费到付", "快递到付", "邮费到付"),
    Carrier.HAND: ("当面", "直接送达", "当面领取", "自取", "领取", "现场领取", "专人送达"),
    Carrier.ENTRUSTED: ("委托", "委托代为送达", "代为送达"),
    Carrier.ELECTRONIC: ("电子", "电子邮件", "邮件", "网上", "网页", "平台", "email", "传真"),
}  # fmt: skip
CARRIER_CODES = {name: one.value for one, name in CARRIER_NAMES.items()}
CARRIER_WORDS = {CARRIER_NAMES[one]: words for one, words in _SYNONYMS.items()}
_NAMED = {name: one for one in Carrier for name in (one.value, CARRIER_NAMES[one], *_SYNONYMS[one])}


def carrier_named(given: object) -> Carrier:
    plain = "".join(unicodedata.normalize("NFKC", str(given or "")).split()).lower()
    found = _NAMED.get(plain)
    if found is None:
        known = "、".join(f"{one.value}（{name}）" for one, name in CARRIER_NAMES.items())
        raise ValueError(f"不认识的寄递方式“{str(given)[:40]}”，carrier 应是其中之一：{known}")
    return found
