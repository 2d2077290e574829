"""Of a text that is retired or reserved no word of its page stays, in whatever column it stands."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

from news.records import Article
from news.rights.reservations import without_text
from storage.archive import Archive
from storage.maintenance.retire import retire
from tests.filled import A_MOMENT, filled, word_of

# What may stay: what a list of articles tells, how the text was come by, and what the publisher calls its own.
STAYS = frozenset({
    "article_id", "url", "outlet", "title", "language", "authors", "published_at", "published_by", "is_zone_known",
    "is_date_plausible", "modified_at", "estimated_day", "first_seen_at", "ordered_at", "ordered_by", "arrived_by",
    "is_seed", "section", "based_on", "is_paywalled", "page_status", "extractor", "agreement", "link_density",
    "summary_agreement", "date_spread_days", "date_doubt", "date_candidates", "version", "change", "given_citations",
})  # fmt: skip
STAYS_RETIRED = STAYS | {"keywords", "image", "word_count"}
ARTICLE = filled(Article, is_seed=False, version=1)


def same(one: Article, other: Article) -> set[str]:
    return {item.name for item in fields(Article) if getattr(one, item.name) == getattr(other, item.name)}


def test_a_reserved_article_keeps_what_may_stay() -> None:
    assert same(without_text(ARTICLE), ARTICLE) == STAYS


def test_a_retired_article_keeps_what_may_stay_and_no_table_has_a_word_of_the_rest(tmp_path: Path) -> None:
    later = date(2026, 4, 1)
    headline = replace(ARTICLE, article_id=8, url="https://other.example/", text_kind="headline", text="", word_count=0)
    with Archive.open(tmp_path, now=A_MOMENT) as archive:
        with archive.store.transaction():
            archive.articles.save([ARTICLE, headline], now=A_MOMENT)
        archive.publish(now=A_MOMENT)
        gone = {item.name for item in fields(Article)} - STAYS_RETIRED
        assert {name for name in gone if tables_with(archive, word_of(name))} == gone - {"text_kind"}
        assert retire(archive, older_than=later, now=A_MOMENT.replace(month=5)).versions == 2
        for kept in archive.articles.everything():
            before = headline if kept.article_id == 8 else ARTICLE
            assert same(kept, before) - {"text", "text_kind"} == STAYS_RETIRED - {"change"}
        assert {name: tables_with(archive, word_of(name)) for name in gone} == {name: [] for name in gone}
        assert retire(archive, older_than=later, now=A_MOMENT.replace(month=5)).versions == 0


def tables_with(archive: Archive, word: str) -> list[str]:
    """Return the tables in which some row holds the word."""
    tables = archive.store.rows("SELECT concat_ws('.', database_name, schema_name, table_name) FROM duckdb_tables()")
    asked = "SELECT count(*) FROM {} AS t WHERE t::VARCHAR LIKE ?"
    return [name for (name,) in tables if archive.store.rows(asked.format(name), [f"%{word}%"])[0][0]]
