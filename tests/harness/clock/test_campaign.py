"""A campaign's clocks are those of its logs, one by one."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from harness.clock.campaign import Log, read_clocks
from harness.clock.deadline import read_clock
from harness.clock.events import Event, parse_log
from letters.model import Convention

AS_OF = date(2025, 6, 1)
STORIES = [
    "2025-03-03 sent 甲.eml\n2025-03-05 delivered",
    "2025-03-03 sent 乙.eml\n2025-03-05 delivered",  # the same story, shown by something else
    "2025-03-03 sent\n2025-03-05 confirmed",
    "2025-03-03 sent\n2025-03-05 delivered\n2025-04-01 answered signed_on=2025-03-31",
    "2025-03-03 sent\n2025-03-05 delivered\n2025-04-01 answered posted_on=2025-03-31",
    "2025-03-03 sent\n2025-03-05 delivered\n2025-03-10 extension_notified days=5",
    "2025-03-03 sent\n2025-03-05 delivered\n2025-03-10 extension_notified days=6",
    "",
]
LOGS = st.builds(
    Log,
    st.sampled_from([parse_log(story) for story in STORIES]),
    st.sampled_from(["email", "registered_mail", "in_person"]),
    st.sampled_from([None, "广西"]),
)


@given(st.lists(LOGS, max_size=30), st.booleans())
def test_a_campaign_is_read_as_its_logs_are_one_by_one(logs, working) -> None:
    found = list(read_clocks(logs, as_of=AS_OF, convention=Convention(), working=working))
    assert found == [
        read_clock(log.events, channel=log.channel, as_of=AS_OF, region=log.region, working=working)
        for log in logs
    ]


def test_a_story_told_twice_is_read_once() -> None:
    logs = [Log(parse_log(story), "email") for story in STORIES[:2]]
    one, other = read_clocks(logs, as_of=AS_OF, convention=Convention())
    assert one is other


def test_the_order_of_the_logs_is_kept() -> None:
    days = [date(2025, 3, day) for day in (12, 3, 20)]
    logs = [Log(parse_log(f"{day} delivered"), "registered_mail") for day in days]
    found = read_clocks(logs, as_of=AS_OF, convention=Convention())
    assert [clock.received_on for clock in found] == days
    assert isinstance(logs[0].events[0], Event)
