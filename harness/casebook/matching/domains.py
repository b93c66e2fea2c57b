"""Whose a mail domain is: a unit's own, one that many offices share, a public suffix, a free mailbox's.

A public suffix (publicsuffix.org: gov.cn, com.cn, the provinces' zj.cn ...) belongs to nobody who has a
name under it; names right below gov.cn are those of regions and offices. The list is that of .cn, as it
stood in 2026; of any other suffix the last label is taken, which errs towards saying less.
"""

from __future__ import annotations

from functools import lru_cache

_CN = (
    "ac com edu gov mil net org"
    " ah bj cq fj gd gs gx gz ha hb he hi hk hl hn jl js jx ln mo nm nx qh sc sd sh sn sx tj tw xj xz yn zj"
    " 公司 網絡 网络"
)
PUBLIC_SUFFIXES = frozenset({"cn", *(f"{each}.cn" for each in _CN.split())})
# mailboxes that anybody may have
FREE_MAIL = frozenset(
    [
        "qq.com",
        "vip.qq.com",
        "foxmail.com",
        "163.com",
        "vip.163.com",
        "126.com",
        "vip.126.com",
        "yeah.net",
        "188.com",
        "139.com",
        "189.cn",
        "wo.cn",
        "sina.com",
        "sina.cn",
        "vip.sina.com",
        "sohu.com",
        "tom.com",
        "21cn.com",
        "263.net",
        "aliyun.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "live.cn",
        "msn.com",
        "gmail.com",
        "yahoo.com",
        "icloud.com",
    ]
)


@lru_cache(maxsize=1 << 16)
def domain_of(address: str) -> str:
    """Lower case, without the dot at its end; empty where there is none."""
    _, at, domain = address.rpartition("@")
    return domain.strip().casefold().rstrip(".") if at else ""


def is_somebodys(domain: str) -> bool:
    """Whether the domain is one office's or one body's, so that a name in it says something."""
    return "." in domain and domain not in PUBLIC_SUFFIXES and domain not in FREE_MAIL


@lru_cache(maxsize=1 << 16)
def above(domain: str) -> tuple[str, ...]:
    """The domains above this one that are still somebody's, nearest first."""
    labels = domain.split(".")
    found = (".".join(labels[at:]) for at in range(1, len(labels)))
    return tuple(each for each in found if is_somebodys(each))
