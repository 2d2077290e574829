"""The digests that a site shows: each once, with as much of every text as digests together may quote."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from digest.site.digest_pages import links_in, with_words
from digest.site.pages import slug
from news.records import StoredDigest
from news.records.site import SiteContent
from news.rights.quote_limits import Parts, QuoteLimits
from news.rights.quoted_runs import QuotedRuns, Shown
from storage.snapshot.site_queries import SiteQueries

TOGETHER = timedelta(days=14)  # digests of so long a time count together: older ones tell of other articles


def new_digests(queries: SiteQueries, site: SiteContent, limits: QuoteLimits, out: Path) -> Iterator[StoredDigest]:
    """Yield the digests that `out` lacks, and those whose text was removed since: else a digest is never changed.

    What the earlier ones quote of a text counts, whether they are written now or stand there already.
    """
    listed, removed = [one for one, *_ in site.digests], queries.removed_digests()
    lacking = {one for one in listed if one in removed or not (out / "digests" / f"{slug(one)}.html").exists()}
    if not lacking:
        return
    since = min(end for one, _, end in site.digests if one in lacking) - TOGETHER
    dated = sorted((end, one) for one, _, end in site.digests if end >= since)
    shown = Shown()
    for _, digest_id in dated:
        digest = _limited(queries, queries.digest(digest_id), limits, shown)
        if digest_id in lacking:
            yield digest


def _limited(queries: SiteQueries, digest: StoredDigest, limits: QuoteLimits, shown: Shown) -> StoredDigest:
    """Return a digest with as much of each text as may be quoted; what it quotes is added to `shown`."""
    texts = queries.texts_at(links_in(digest.html))
    by_url = {url: one.article_id for url, one in texts}
    runs = QuotedRuns([one for _, one in texts], limits, shown, part=Parts.of(has_digests=True).digests)

    def cut(words: str, source: str | None) -> str:
        return runs.fitting(words, said_by=by_url.get(source or ""))

    return replace(digest, html=with_words(digest.html, cut))
