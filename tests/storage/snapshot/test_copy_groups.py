"""One row a text: its earliest article, how many carry it, and in how many outlets and under how many headlines."""

from tests.storage.small_archive import SmallArchive, at


def test_outlets_and_headlines_of_a_group_are_counted_once_each() -> None:
    made = SmallArchive()
    made.told(1, "s1", "Post", 3.0, title="Quay shut")
    made.told(2, "s1", "Wire", 1.0, title="Quay shut", group=1, seen=9.0)
    made.told(3, "s1", "Post", 2.0, title="No lorries", group=1, seen=2.5)
    made.told(4, "s1", None, 5.0, title="No lorries", group=1)
    made.told(5, "s1", "Post", 1.0, title="Alone")
    rows = made.ask("SELECT * FROM copy_groups ORDER BY copy_group_id")
    found = [
        [value.astimezone(at(0).tzinfo) if hasattr(value, "astimezone") else value for value in row] for row in rows
    ]
    assert found == [
        [1, 1, 4, 2, at(2.5), 2, at(1.0), ["No lorries", "Quay shut"]],
        [5, 5, 1, 1, at(1.0), 1, at(1.0), ["Alone"]],
    ]
