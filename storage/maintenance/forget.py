"""Articles are removed for good: their rows, and what other rows say of them; only a hash tells that it was done.

The rows go here, in one transaction. Freed blocks of the files still hold their bytes until the archive is compacted,
which the caller does next.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from news.language.terms import text_terms
from news.records import record
from news.rights.traces import Traces
from news.urls import article_key
from storage.maintenance.naming_rows import REMOVED, remove_names
from storage.store import Store
from storage.tables.history import CURRENT
from storage.tables.rows import insert
from storage.tables.search_index import SearchIndex
from storage.tables.story_profiles import NUMBER

KEPT_TABLES = ("forgotten", "corrections")  # their rows stay, though they have article ids
CHUNK = 500  # articles whose terms are read at a time
IDS = "IN (SELECT unnest($1::BIGINT[]))"
WITH_ARTICLES = """
    SELECT table_name FROM duckdb_columns()
    WHERE database_name = current_database() AND schema_name = 'archive' AND column_name = 'article_id'
    ORDER BY table_name
"""
TITLES = """
    SELECT column_name FROM duckdb_columns()
    WHERE database_name = current_database() AND schema_name = 'archive' AND table_name = 'stories'
        AND column_name LIKE '%title%' AND data_type = 'VARCHAR'
"""
HEADLINES = f"""
    SELECT DISTINCT ON (p.story_id) p.story_id, a.title
    FROM archive.placements p JOIN archive.articles a ON a.article_id = p.article_id
    WHERE p.{CURRENT} AND a.{CURRENT} AND p.story_id IN (SELECT unnest($1::VARCHAR[])) AND trim(a.title) <> ''
    ORDER BY p.story_id, a.ordered_at, a.article_id
"""


@record
class Forgotten:
    """What was removed, and what is left of it."""

    articles: int
    digests: int = 0  # whose stored text was taken out
    titles: int = 0  # of stories, that were such an article's
    copies: tuple[str, ...] = ()  # addresses of others that hold the same text, and stay
    in_use: tuple[str, ...] = ()  # what of the operator's own names the articles, and stays


def traces_of(store: Store, article_ids: Collection[int]) -> Traces:
    """Return by what other texts may name these articles: every address and title that they had."""
    ids = [list(article_ids)]
    urls = [url for (url,) in store.rows(f"SELECT DISTINCT url FROM archive.articles WHERE article_id {IDS}", ids)]
    titles = [
        title for (title,) in store.rows(f"SELECT DISTINCT title FROM archive.articles WHERE article_id {IDS}", ids)
    ]
    sql = f"SELECT url, coalesce(raw_url, ''), coalesce(guid, ''), title FROM archive.entries WHERE article_id {IDS}"
    for url, raw_url, guid, title in store.rows(sql, ids):
        urls += [url, raw_url, guid if "://" in guid else ""]
        titles.append(title)
    aliases = {article_key(url) for url in urls if url}
    return Traces.of({*article_ids, *aliases}, urls, titles)


def forget(store: Store, article_ids: Collection[int], *, subject: str, now: datetime) -> Forgotten:
    """Remove articles, all their versions and links, for good; call inside a transaction.

    The tombstones hold the ids, which are hashes of addresses, and the hash of `subject`: with them an article that
    a feed announces again is not read again.
    """
    ids = sorted(set(article_ids))
    traces = traces_of(store, ids)
    copies = _copies(store, ids)
    stories = [
        name
        for (name,) in store.rows(f"SELECT DISTINCT story_id FROM archive.placements WHERE article_id {IDS}", [ids])
    ]
    terms = _terms(store, ids)
    SearchIndex(store).drop(ids)
    for (table,) in store.rows(WITH_ARTICLES):
        if table not in KEPT_TABLES:
            store.write(f"DELETE FROM archive.{table} WHERE article_id {IDS}", [ids])
    store.write(f"DELETE FROM archive.copies WHERE original_id {IDS}", [ids])
    _drop_terms(store, terms)
    _drop_from_profiles(store, terms, stories)
    _drop_lines(store)
    _unlink(store, traces)
    in_use = remove_names(store, traces)
    titles = _rename(store, stories, traces)
    digests = _blank_digests(store, traces, now)
    _keep_tombstones(store, sorted(traces.article_ids), subject, now)
    return Forgotten(articles=len(ids), digests=digests, titles=titles, copies=copies, in_use=in_use)


def _copies(store: Store, ids: list[int]) -> tuple[str, ...]:
    """Return the addresses of others' articles that hold the same text."""
    sql = f"""
        SELECT DISTINCT a.url FROM archive.copies c
        JOIN archive.articles a ON a.article_id = c.article_id OR a.article_id = c.original_id
        WHERE c.{CURRENT} AND a.{CURRENT} AND c.kind IN ('exact', 'near_copy')
            AND (c.article_id {IDS} OR c.original_id {IDS}) AND a.article_id NOT {IDS} ORDER BY 1
    """
    return tuple(url for (url,) in store.rows(sql, [ids]))


def _terms(store: Store, ids: list[int]) -> Counter[str]:
    """Return in how many of these articles each of their terms stands."""
    found: Counter[str] = Counter()
    for start in range(0, len(ids), CHUNK):
        sql = f"SELECT title, text, language FROM archive.articles WHERE {CURRENT} AND article_id {IDS}"
        for title, text, language in store.rows(sql, [ids[start : start + CHUNK]]):
            found.update(text_terms(title, text, language=language).keys())
    return found


def _drop_terms(store: Store, terms: Counter[str]) -> None:
    """Remove from the counted terms those that no other article is known to use."""
    given = [list(terms), list(terms.values())]
    store.write(
        """
        DELETE FROM archive.term_days WHERE term IN (
            SELECT d.term FROM archive.term_days d
            JOIN (SELECT unnest($1::VARCHAR[]) AS term, unnest($2::INTEGER[]) AS mine) AS gone ON gone.term = d.term
            GROUP BY d.term, gone.mine HAVING sum(d.copy_groups) <= gone.mine)
        """,
        given,
    )


def _drop_from_profiles(store: Store, terms: Counter[str], stories: Sequence[str]) -> None:
    """Remove the profiles of stories without an article, and from the others the terms that no other article uses."""
    named = "story_id IN (SELECT unnest($1::VARCHAR[]))"
    sql = f"SELECT DISTINCT story_id FROM archive.placements WHERE {CURRENT} AND {named}"
    alive = {story_id for (story_id,) in store.rows(sql, [list(stories)])}
    dead = [story_id for story_id in stories if story_id not in alive]
    number = NUMBER.format("story_id")
    keys = f"SELECT {number} FROM (SELECT unnest($1::VARCHAR[]) AS story_id)"
    store.write(f"DELETE FROM archive.story_profiles WHERE {named}", [dead])
    store.write(f"DELETE FROM archive.story_keys WHERE story IN ({keys})", [dead])
    profiles = f"SELECT story_id, terms, weights, copy_groups FROM archive.story_profiles WHERE {named}"
    for story_id, listed, weights, groups in store.rows(profiles, [sorted(alive)]):
        rows = list(zip(listed.split("\n"), weights, groups, strict=True)) if listed else []
        kept = [row for row in rows if row[2] > terms[row[0]] or not terms[row[0]]]
        _keep_profile(store, story_id, kept, gone=[row[0] for row in rows if row not in kept])


def _keep_profile(store: Store, story_id: str, kept: Sequence[tuple[str, float, int]], *, gone: Iterable[str]) -> None:
    terms, weights, groups = ([row[place] for row in kept] for place in range(3))
    store.write(
        "UPDATE archive.story_profiles SET terms = $2, weights = $3, copy_groups = $4 WHERE story_id = $1",
        [story_id, "\n".join(map(str, terms)), weights, groups],
    )
    term, story = NUMBER.format("term"), NUMBER.format("$2::VARCHAR")
    numbers = f"SELECT {term} FROM (SELECT unnest($1::VARCHAR[]) AS term)"
    store.write(f"DELETE FROM archive.story_keys WHERE story = {story} AND term IN ({numbers})", [list(gone), story_id])


def _drop_lines(store: Store) -> None:
    """Remove the boilerplate of outlets of which no article is left: lines are the outlet's own words."""
    outlets = "SELECT DISTINCT outlet FROM archive.articles WHERE outlet IS NOT NULL"
    store.write(f"DELETE FROM archive.furniture WHERE outlet NOT IN ({outlets})")


def _unlink(store: Store, traces: Traces) -> None:
    """Take links to the articles out of the pages of others, and their names out of what is based on them."""
    sql = "SELECT DISTINCT unnest(list_transform(links, lambda l: l.url)) FROM archive.articles WHERE len(links) > 0"
    addresses = [[url for (url,) in store.rows(sql) if traces.is_address(url)]]
    store.write(
        """
        UPDATE archive.articles SET links = list_filter(links, lambda l: NOT list_contains($1::VARCHAR[], l.url))
        WHERE list_has_any(list_transform(links, lambda l: l.url), $1::VARCHAR[])
        """,
        addresses,
    )
    store.write(
        "UPDATE archive.articles SET based_on = NULL WHERE list_contains($1::VARCHAR[], based_on)",
        [sorted(traces.urls)],
    )


def _rename(store: Store, stories: Sequence[str], traces: Traces) -> int:
    """Give stories that bear the title of such an article the headline of their earliest one that is left.

    A story that holds nothing else any more bears none.
    """
    headlines = dict(store.rows(HEADLINES, [list(stories)]))
    removed = traces.titles | traces.short_titles
    renamed = set()
    for (column,) in store.rows(TITLES):
        for rowid, story_id, title in store.rows(f"SELECT rowid, story_id, {column} FROM archive.stories"):
            is_empty = story_id in stories and story_id not in headlines
            if title and (is_empty or " ".join(title.split()) in removed or traces.are_in(title)):
                renamed.add(story_id)
                new = headlines.get(story_id, REMOVED)
                store.write(f"UPDATE archive.stories SET {column} = $2 WHERE rowid = $1", [rowid, new])
    return len(renamed)


def _blank_digests(store: Store, traces: Traces, now: datetime) -> int:
    """Take the stored text out of digests that tell of the articles; that they were written and sent stays."""
    notice = f"The text of this digest was removed on {now:%Y-%m-%d}: it told of an article that was to be forgotten."
    blanked = 0
    for (digest_id,) in store.rows("SELECT digest_id FROM archive.digests ORDER BY digest_id"):
        (row,) = store.rows("SELECT html, body_text, subject FROM archive.digests WHERE digest_id = $1", [digest_id])
        is_named = [traces.are_in(words) for words in row]
        if any(is_named):
            blanked += 1
            subject = REMOVED if is_named[2] else row[2]
            store.write(
                "UPDATE archive.digests SET html = $2, body_text = $3, subject = $4 WHERE digest_id = $1",
                [digest_id, f"<p>{notice}</p>", notice, subject],
            )
            store.write(
                "UPDATE archive.deliveries SET state = 'failed', last_code = 'its text was removed' "
                "WHERE digest_id = $1 AND state IN ('pending', 'later')",
                [digest_id],
            )
    return blanked


def _keep_tombstones(store: Store, ids: Sequence[int], subject: str, now: datetime) -> None:
    marked = hashlib.sha256(subject.encode()).hexdigest()
    insert(store, "archive.forgotten", [{"subject": marked, "article_id": key, "forgotten_at": now} for key in ids])
