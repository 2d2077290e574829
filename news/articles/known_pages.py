"""The number of a page together with its entry: where both are as they were, the page is not read to its end again."""

import xxhash

from news.records import Announcement, Reading, is_readable


def fingerprint_with(page: int | None, announcement: Announcement) -> int | None:
    """Return the number of a page joined with that of what the feed says of it; None: the page has none."""
    return None if page is None else page ^ _of_entry(announcement)


def known_page(reading: Reading, announcement: Announcement) -> int | None:
    """Return the number that the page has if neither it nor its entry changed since its article was read.

    None: there is nothing to go by. A page that gave no article is read whole each time.
    """
    if reading.fingerprint is None or not is_readable(reading.last_status):
        return None
    return reading.fingerprint ^ _of_entry(announcement)


def _of_entry(announcement: Announcement) -> int:
    stated = repr((announcement.entry, announcement.feed_outlet, announcement.language))
    return int(xxhash.xxh3_64_intdigest(stated.encode("utf-8", "surrogatepass"))) >> 1
