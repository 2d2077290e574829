"""Without dates nobody knows who copied whom: the copy's origin is unknown, and says why."""

from dataclasses import replace

from news.origins.origin_groups import find_origins
from news.records import NearCopy
from tests.news.pieces import article

TEXT = (
    "The yard will close, the ministers said in a joint statement on Sunday. It opened in 1931 and employs forty men."
)


def test_a_copy_without_a_date_has_no_direction() -> None:
    dated = article(1, TEXT, outlet="Harbour Post")
    for ordered_by, state in (("published", "relays"), ("first_seen", "unknown")):
        copy = replace(article(2, TEXT, outlet="Vale Wire"), ordered_by=ordered_by)  # type: ignore[arg-type]
        rows = find_origins("s1", [dated, copy], [], list[NearCopy](), [], {1: 1, 2: 1})
        found = next(row for row in rows if row.article_id == copy.article_id and row.basis == "explicit")
        assert found.state == state
        assert found.reason
        assert ("dates" in found.reason) == (state == "unknown")
