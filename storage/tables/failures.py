"""What of the outside did not work: each kind of failure once, with how often and since when."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from news.records import Failure
from storage.store import Store
from storage.tables.rows import insert, row_of

LONGEST = 2000  # characters of a subject or an error; what servers send can be long
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
KNOWN = """
    SELECT DISTINCT stage, subject, error FROM archive.failures WHERE subject IN (SELECT unnest($1::VARCHAR[]))
"""
AGAIN = """
    UPDATE archive.failures SET "at" = $4, times = times + $5 WHERE stage = $1 AND subject = $2 AND error = $3
"""


def save_failures(store: Store, failures: Iterable[Failure]) -> None:
    """Keep of each stage, subject and error the last failure with a count; call inside a transaction."""
    kept = [replace(failure, subject=_plain(failure.subject), error=_plain(failure.error)) for failure in failures]
    counts = Counter((failure.stage, failure.subject, failure.error) for failure in kept)
    last = {(failure.stage, failure.subject, failure.error): failure for failure in sorted(kept, key=lambda f: f.at)}
    subjects = sorted({subject for _, subject, _ in last})
    known = {tuple(row) for row in store.rows(KNOWN, [subjects])} if subjects else set()
    for key in known & last.keys():
        store.write(AGAIN, [*key, last[key].at, counts[key]])
    new = [row_of(last[key]) | {"times": counts[key], "first_at": last[key].at} for key in last.keys() - known]
    insert(store, "archive.failures", sorted(new, key=lambda row: (row["at"], row["subject"], row["error"])))


def _plain(words: str) -> str:
    """Return one line without control characters: servers choose these words, and terminals obey them."""
    return CONTROLS.sub(" ", words.encode(errors="replace").decode())[:LONGEST]
