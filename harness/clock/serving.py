"""How a paper was served: which day then counts, and what the clock remarks on it.

国办公开办函〔2016〕235号: by post the day of posting counts, by hand or through another agency the day on
which the applicant signs (point 4); post goes through the post office, by no other courier (point 2), and
the applicant is not made to pay the postman (point 3). The last two are remarks and take nothing off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from harness.clock.carriers import Carrier
from harness.clock.events import Event, Kind
from harness.clock.result import ClockFinding, said

SIGNED_FOR = frozenset({Carrier.HAND, Carrier.ENTRUSTED})
_SINCE = date(2016, 12, 7)  # what went by courier before the letter is let pass (point 5)
_SOURCE = "国办公开办函〔2016〕235号"
_REMARKS: dict[Carrier, tuple[str, str, str]] = {
    Carrier.COURIER: (
        "sent_by_courier",
        "第二点",
        "以邮政企业以外的快递寄送，应当通过邮政企业送达",
    ),
    Carrier.COLLECT: (
        "postage_collect",
        "第三点",
        "以邮资到付寄送，邮寄成本不得由申请人向邮政企业支付",
    ),
}
_SERVED = frozenset({
    Kind.ANSWERED, Kind.CLARIFICATION_REQUESTED, Kind.EXTENSION_NOTIFIED, Kind.FEE_NOTIFIED,
})  # fmt: skip


def carrier_of(event: Event) -> Carrier | None:
    told = event.data.get("carrier")
    return Carrier(str(told)) if told else None


def on_carrier(events: Iterable[Event]) -> Iterator[ClockFinding]:
    """A remark for each paper that went by a way it should not go."""
    for event in events:
        if event.kind not in _SERVED or not event.data.get("carrier") or event.on < _SINCE:
            continue
        told = _REMARKS.get(carrier_of(event) or Carrier.POST)
        if told:
            code, point, what = told
            message = f"{said(event.on)}的文书{what}，仅作提示，不影响期限的计算"
            yield ClockFinding(code, event.on, f"{_SOURCE}{point}", message)
