"""渠道 as people write it -> `Channel`; `BadEvent` where it leaves open by which one.

邮寄 alone is refused: by 条例第三十一条 a letter that is signed for is received when it is signed
for, an ordinary one when both sides confirm it.
"""

from __future__ import annotations

import unicodedata

from harness.clock.events import BadEvent
from letters.model import CHANNEL_NAMES, Channel

_SYNONYMS: dict[Channel, tuple[str, ...]] = {
    Channel.IN_PERSON: ("当面", "现场", "现场提交", "窗口", "窗口提交", "当面递交"),
    Channel.REGISTERED_MAIL: (
        "挂号", "挂号邮寄", "ems", "特快专递", "邮政特快专递", "快递", "挂号信ems", "挂号信、ems",
    ),
    Channel.ORDINARY_MAIL: ("平邮", "普通信件", "普通邮寄", "平常信函"),
    Channel.EMAIL: ("电邮", "邮箱", "电子邮箱", "e-mail", "email"),
    Channel.WEB_FORM: ("网上", "网上申请", "网上提交", "网站", "在线", "在线申请", "网页", "平台", "系统"),
    Channel.FAX: ("传真件",),
}  # fmt: skip
_NAMED: dict[str, Channel] = {
    name: channel
    for channel in Channel
    for name in (channel.value, CHANNEL_NAMES[channel], *_SYNONYMS[channel])
}


def channel_named(given: object, what: str) -> Channel:
    """`what` names the field, the option or the column."""
    plain = "".join(unicodedata.normalize("NFKC", str(given or "")).split()).lower()
    found = _NAMED.get(plain)
    if found is not None:
        return found
    known = "、".join(f"{each.value}（{name}）" for each, name in CHANNEL_NAMES.items())
    told = f"不认识的渠道“{str(given)[:40]}”" if plain else f"缺少 {what}"
    if plain in ("邮寄", "信函", "邮件", "信件"):
        told += "（挂号信、EMS 与平信的收到之日算法不同，须写明是哪一种）"
    raise BadEvent(f"{told}，{what} 应是其中之一：{known}")
