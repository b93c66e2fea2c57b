"""Whether a word may be a person's name: two to four characters that begin with a surname.

The hundred most frequent surnames cover nine people in ten. Who is not recognised is only not held
against an application; see signs.OTHER_ADDRESSEE.
"""

from __future__ import annotations

_SINGLE = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅"
    "方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习练蒙农庞岑甘黄兰欧温阮卓柯施洪齐梅岳骆葛邢倪翟樊殷喻聂鲁"
)
_DOUBLE = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "夏侯",
    "司徒",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "宇文",
    "长孙",
    "东方",
)
# begin with a surname and are nobody's name
_NO_PERSON = (
    "方案",
    "石油",
    "金融",
    "温馨",
    "高校",
    "高新",
    "万元",
    "白天",
    "方式",
    "严正",
    "顾问",
    "钟点",
    "齐全",
    "龙头",
    "江苏",
    "江西",
    "马上",
    "向各",
    "任务",
    "程序",
    "段落",
    "高度",
    "施工",
    "金额",
    "何时",
    "余额",
    "经办",
)


def is_person(word: str) -> bool:
    if not 2 <= len(word) <= 4 or word.startswith(_NO_PERSON):
        return False
    return word[0] in _SINGLE or word.startswith(_DOUBLE)
