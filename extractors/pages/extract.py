"""Page bytes become articles: gate, one parse, metadata, text, status; many pages in workers that can be killed."""

import copy
import gc
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import TracebackType

from lxml import etree
from lxml.html import HtmlElement
from trafilatura.external import jt_stoplist_init

from extractors.dom.html5 import ParsedPage, parse_page, standard_tree
from extractors.metadata.bylines import signature
from extractors.metadata.dates import believed_date, spread_days
from extractors.metadata.headlines import headline
from extractors.metadata.language import language_of, warm_up
from extractors.metadata.page_head import PageMetadata, read_metadata
from extractors.metadata.spelled_dates import spelled_date
from extractors.pages.fingerprint import FingerprintRules, fingerprint, is_ordinary
from extractors.pages.main_text import MainText, TextRules, main_text, second_opinion, tidy
from extractors.pages.outgoing_links import link_density, outgoing_links
from extractors.pages.page_credits import CreditedPage, PageCredits
from extractors.pages.page_guard import GateRules, OpenedPage, Refusal, open_page
from extractors.pages.status import judge
from extractors.pages.status_signals import PageSigns, StatusRules
from extractors.pages.text_lines import LineRules, TextLink, article_lines, lede, links_in
from extractors.workers.memory import keep_freed_memory
from extractors.workers.pool import KillableWorkers, WorkerRules
from extractors.workers.process import Lost
from news.records import Extraction, PageStatus, PageToRead, is_readable, record
from news.urls import canonical_url

# What says nothing of an article: not even its title and date are believed.
STRANGERS: frozenset[PageStatus] = frozenset({"consent_wall", "blocked", "gone"})
# What parsers raise on pages that they were not made for; the page becomes `error`, with the reason.
FAULTS = (
    ArithmeticError, AttributeError, LookupError, RecursionError, RuntimeError, TypeError, ValueError, etree.LxmlError,
)  # fmt: skip


@record
class ReadingRules:
    """Every threshold of reading, and how long and how large a page and a worker may be."""

    gate: GateRules = GateRules()
    text: TextRules = TextRules()
    lines: LineRules = LineRules()
    status: StatusRules = StatusRules()
    fingerprint: FingerprintRules = FingerprintRules()
    page_seconds: float = 10.0  # real pages take .03 s; the slowest of 519 took .6
    pages_per_worker: int = 1_000  # then a fresh one: lxml and the allocator keep what they once had
    worker_bytes: int = 1_000_000_000  # of memory; real pages need 250 MB


def extract_article(page: PageToRead, rules: ReadingRules = ReadingRules()) -> Extraction:
    """Return what one page says, in this process; what the page is becomes its status, never an exception.

    A page may hang a parser in C: `extract_articles` reads what comes from outside.
    """
    started = time.perf_counter()
    opened = open_page(page, rules.gate)
    if isinstance(opened, Refusal):
        found = Extraction(source=page.source, status=opened.status, url=_address(page.url), reason=opened.reason)
    else:
        try:
            found = _read(page, opened, rules)
        except FAULTS as error:
            reason = f"{type(error).__name__}: {error}"[:300]
            found = Extraction(source=page.source, status="error", url=_address(page.url), reason=reason)
    return replace(found, seconds=round(time.perf_counter() - started, 4))


def _read(page: PageToRead, opened: OpenedPage, rules: ReadingRules) -> Extraction:
    text, standard, number = opened.text, standard_tree(opened.text, options=opened.tags.options), None
    markup = str(standard)
    second = None
    if is_ordinary(text, opened.tags.begun, rules.fingerprint):
        second = second_opinion(standard)
        number = fingerprint(page.url, standard, markup, second)
        if number == page.known:
            return Extraction(source=page.source, status="ok", url=_address(page.url), fingerprint=number, is_same=True)
    parsed = parse_page(text, standard, markup)
    if parsed is None:
        return Extraction(source=page.source, status="empty", url=_address(page.url), reason="no element in it")
    if second is None or parsed.is_cut:
        second = second_opinion(parsed.standard)
    held = None if parsed.is_cut else parsed.elements if 'itemprop="' in parsed.markup else ()
    metadata = read_metadata(parsed.tree, page.url, elements=held)
    # A copy costs a third of parsing the page again, which the status of one that claims no article asks for.
    claims_article = metadata.is_called_article and metadata.published
    untouched = None if claims_article or parsed.is_cut else copy.copy(parsed.tree)
    body = main_text(parsed, opened.text, metadata.body, second, rules.text)
    found, credited = _whole(page, replace(parsed, untouched=untouched), metadata, body, rules)
    stands = is_readable(found.status) and body.covered >= rules.fingerprint.least_covered
    return replace(found, fingerprint=number) if stands and credited.is_day_settled else found


def _whole(
    page: PageToRead, parsed: ParsedPage, metadata: PageMetadata, body: MainText, rules: ReadingRules
) -> tuple[Extraction, PageCredits]:
    """Return what a page says, and its credits."""
    tree, title = parsed.tree, headline(metadata, page.url)
    lines = body.text.splitlines()
    links = links_in(tree, lines)
    byline, signed = signature(lines)
    lines = [line for number, line in enumerate(lines) if number != byline]
    text = _article_text(tree, lines, links, metadata, title, rules.lines)
    density = link_density(links, text)
    address = _address(metadata.canonical) or _address(page.url)
    credited = PageCredits(
        CreditedPage(
            tree=tree,
            metadata=metadata,
            url=address,
            fetched_from=page.url,
            fetched_at=page.fetched_at,
            signed=signed,
        )
    )
    verdict = judge(
        PageSigns(parsed.markup, metadata, text, density, page.url, credited, parsed.untouched), rules.status
    )
    found = Extraction(
        source=page.source,
        status=verdict.status,
        reason=verdict.reason,
        url=address,
        text=verdict.text,
        extractor=body.extractor,
        agreement=body.agreement,
        link_density=density,
        is_paywalled=metadata.access.is_paywalled or verdict.status == "partial_paywall",
    )
    if verdict.status in STRANGERS:
        return found, credited
    cited = outgoing_links(links, verdict.text, page.url, own=(page.url, metadata.stated_url))
    return replace(_described(found, metadata, credited), title=title, links=cited), credited


def _article_text(
    tree: HtmlElement,
    lines: list[str],
    links: list[TextLink],
    metadata: PageMetadata,
    title: str | None,
    rules: LineRules,
) -> str:
    """Return the lines as one text, with its standfirst and without those that are not the article's."""
    titles = (title or "", metadata.headline or "", metadata.meta_title or "", *metadata.headings)
    subheads = ["".join(e.itertext()) for e in tree.iter("h2", "h3", "h4")]
    lines = article_lines(lines, links=links, titles=titles, subheads=subheads, stated=metadata.body, rules=rules)
    above = lede(tree, lines, metadata.description, rules)
    return "\n".join([tidy(above), *lines] if above else lines)


def _described(found: Extraction, metadata: PageMetadata, credited: PageCredits) -> Extraction:
    """Return `found` with what the page says of itself."""
    dated = credited.published if is_readable(found.status) else credited.stated
    chosen = dated.chosen
    modified = believed_date(metadata.modified)
    return replace(
        found,
        authors=credited.authors,
        published_at=chosen.at if chosen else None,
        published_by=chosen.source if chosen else None,
        is_zone_known=chosen.is_zone_known if chosen else False,
        modified_at=modified.at if modified else None,
        dates=dated.dates,
        date_spread_days=spread_days(dated.dates),
        date_doubt=dated.doubt,
        language=language_of(found.text, metadata.html_language),
        image=metadata.image,
        section=metadata.section,
        keywords=metadata.keywords,
        based_on=metadata.based_on if _address(metadata.based_on) != found.url else None,  # some point at themselves
    )


def _address(url: str | None) -> str | None:
    return canonical_url(url) if url else None


class ExtractionPool:
    """Workers that read pages; they stay for the next call, until the pool is closed.

    Start it where many pages come: a worker needs a second to import what it reads with.
    """

    def __init__(self, *, workers: int | None = None, rules: ReadingRules = ReadingRules()) -> None:
        """Plan `workers` processes (None: one a core); each starts when there is work for it."""
        self.rules = rules
        self._workers: KillableWorkers[PageToRead, Extraction] = KillableWorkers(
            f"{__name__}:read_with",
            context=rules,
            workers=workers,
            size=lambda page: len(page.body),
            rules=WorkerRules(
                seconds=rules.page_seconds, jobs_per_worker=rules.pages_per_worker, memory_bytes=rules.worker_bytes
            ),
        )

    def __enter__(self) -> "ExtractionPool":
        """Return the pool."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End every worker."""
        self.close()

    def close(self) -> None:
        """End every worker."""
        self._workers.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that live now."""
        return self._workers.pids

    def extract_all(self, pages: Iterable[PageToRead]) -> Iterator[Extraction]:
        """Yield what each page says, in the order of the pages; a page that hangs or kills its worker has a status."""
        for page, found in self._workers.map(pages):
            yield _lost(page, found) if isinstance(found, Lost) else found


def _lost(page: PageToRead, lost: Lost) -> Extraction:
    return Extraction(
        source=page.source, status=lost.how, url=_address(page.url), reason=lost.reason, seconds=round(lost.seconds, 4)
    )


def prepare() -> None:
    """Load in a worker what the first page would otherwise wait for, look for cycles less often, keep freed memory.

    Parsers make many objects and few cycles: with the rarer search a page takes a twentieth less, and a worker does
    not grow over 5,000 pages. With freed memory kept it takes 3 % less.
    """
    keep_freed_memory()
    warm_up()
    spelled_date("3rd of May, 2021", "en")  # .1 s
    jt_stoplist_init()  # .1 s; one page in thirty is read with it
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def read_with(page: PageToRead, rules: ReadingRules) -> Extraction:
    """Read one page in a worker."""
    return extract_article(page, rules)


def extract_articles(
    pages: Iterable[PageToRead], *, workers: int | None = None, rules: ReadingRules = ReadingRules()
) -> Iterator[Extraction]:
    """Yield what each page says, in the order of the pages, read in worker processes that can be killed.

    Args:
        pages: taken as they are needed, so that a long run holds few of them.
        workers: how many processes; None: one a core.
        rules: every threshold, the seconds a page may take among them.
    """
    with ExtractionPool(workers=workers, rules=rules) as pool:
        yield from pool.extract_all(pages)
