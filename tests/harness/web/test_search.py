"""Search over everything, in Chinese, two characters too; what changes is found at once."""

from __future__ import annotations

from datetime import date

from harness.campaign.search import search
from harness.campaign.workspace import open_workspace

AS_OF = date(2020, 11, 23)


def tables(found) -> set[str]:
    return {each.table for each in found.hits.hits}


def test_letters_units_and_applications_are_found_by_two_characters(client, workbench):
    page = client.get(f"{workbench.c}/search", params={"q": "公开"})
    assert page.status_code == 200
    assert "<mark>公开</mark>" in page.text


def test_what_a_letter_says_is_found(home):
    with open_workspace(home, as_of=AS_OF, by="林小姐") as workspace:
        workspace.book()
        found = search(workspace, "行政复议", kinds=["arrivals"])
        assert found.hits.count > 3
        assert all("行政复议" in each.hit for each in found.hits.hits)
        # pages follow one another without gap or overlap
        first = search(workspace, "行政复议", kinds=["arrivals"], most=2).hits
        rest = search(workspace, "行政复议", kinds=["arrivals"], most=100, after=first.next).hits
        assert len(first.hits) + len(rest.hits) == found.hits.count


def test_what_is_written_down_is_found_at_once_and_what_is_taken_back_no_more(home):
    from harness.campaign.placing.file import file
    from harness.campaign.undo import undo

    with open_workspace(home, as_of=AS_OF, by="林小姐") as workspace:
        search(workspace, "公开")
        arrival = workspace.book().filed[0]
        place = workspace.book().applications[0].id
        file(workspace, arrival.arrival.id, [place], why="看信封上的邮编认出来的", write=True)
        assert tables(search(workspace, "信封上的邮编")) == {"filings"}
        undo(workspace, write=True)
        assert not search(workspace, "信封上的邮编").hits.hits
        undo(workspace, last_op(workspace), write=True)
        assert tables(search(workspace, "信封上的邮编")) == {"filings"}


def last_op(workspace) -> int:
    from harness.store import history

    with workspace.store.reading() as connection:
        return history.last(connection)


def test_a_broken_index_is_made_anew(home):
    with open_workspace(home, as_of=AS_OF, by="林小姐") as workspace:
        before = search(workspace, "公开").hits.count
        (home / "cache" / "search.db").write_bytes(b"no database")
        assert search(workspace, "公开").hits.count == before > 0


def test_what_others_ruled_is_not_found_by_who_may_mark_blind(team):
    assessor, reviewer = team.client("测评员甲"), team.client("复核员")
    assert 'value="rulings"' not in assessor.get(f"{team.c}/search").text
    assert 'value="rulings"' in reviewer.get(f"{team.c}/search").text
    assert (
        assessor.get(f"{team.c}/search", params={"kind": "rulings", "q": "认定"}).status_code == 200
    )


def test_many_may_ask_at_once_before_the_index_is_made(workbench, client):
    from concurrent.futures import ThreadPoolExecutor

    def ask(_: int) -> int:
        return client.get(f"{workbench.c}/search?q=公开").status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(16))) == {200}
