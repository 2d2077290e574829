"""Reading in this process and in workers: the same records, in order, whatever the pages are."""

from datetime import UTC, datetime, timedelta, timezone

from extractors.pages.extract import ExtractionPool, ReadingRules, extract_article, extract_articles
from news.records import PageToRead

SENTENCES = (
    "The harbour council of Eastmark voted on Monday to widen the northern breakwater before the winter storms arrive.",
    "Engineers told the meeting that the present wall, built in 1931, lets through one wave in seven at spring tide.",
    "Fishing crews have asked for the work since a trawler was thrown against the quay in February and broke in two.",
    "The plan costs forty million crowns, of which the province pays half and the port raises the rest through dues.",
    "Opponents say that the wider mole will starve the beach at Lower Sands of the shingle that protects its houses.",
    "A survey of the sea bed begins in March, and the first stones are to be laid when the herring season has ended.",
)


def page(body: str = "", *, head: str = "", url: str = "https://eastmark.example/news/harbour-wall") -> PageToRead:
    text = body or "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    html = f"<html lang='en'><head><title>Harbour wall to be widened | Eastmark Post</title>{head}</head><body>"
    html += f"<nav><a href='/'>Home</a></nav><article><h1>Harbour wall to be widened</h1>{text}</article></body></html>"
    return PageToRead(source="page", url=url, body=html.encode(), http_status=200, content_type="text/html")


JSON_LD = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harbour wall to be widened",
"datePublished": "2025-11-03T18:05:00+02:00", "dateModified": "2025-11-03T19:00:00+02:00",
"author": [{"@type": "Person", "name": "By Mara Lindqvist"}, {"name": "Tom Okafor"}], "articleSection": "Coast"}
</script><link rel="canonical" href="/news/harbour-wall?utm_source=x">"""


def test_an_article_comes_with_text_title_names_day_and_language() -> None:
    found = extract_article(page(head=JSON_LD))
    assert found.status == "ok"
    assert found.text == "\n".join(("Harbour wall to be widened", *SENTENCES)) or found.text == "\n".join(SENTENCES)
    assert found.title == "Harbour wall to be widened"
    assert found.authors == ("Mara Lindqvist", "Tom Okafor")
    assert found.published_at == datetime(2025, 11, 3, 18, 5, tzinfo=timezone(timedelta(hours=2)))
    assert found.published_at.utcoffset() == timedelta(hours=2)
    assert (found.published_by, found.is_zone_known) == ("json-ld", True)
    assert found.modified_at == datetime(2025, 11, 3, 17, 0, tzinfo=UTC)
    assert (found.language, found.section) == ("en", "Coast")
    assert found.url == "https://eastmark.example/news/harbour-wall"


def test_links_of_the_text_to_other_sites_are_kept() -> None:
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    body += (
        "<p>The figures were first told by <a href='https://northern-wire.example/a/1?utm_source=x'>the Northern Wire"
        "</a>, which saw the <a href='/plan'>plan</a> last week before the vote was taken.</p>"
        "<aside><a href='https://shop.example/'>A shop that nobody cites in the text of this article</a></aside>"
    )
    found = extract_article(page(body))
    assert [(link.url, link.text) for link in found.links] == [
        ("https://northern-wire.example/a/1", "the Northern Wire")
    ]


def test_workers_read_what_this_process_reads_and_keep_the_order() -> None:
    pages = [page(url=f"https://eastmark.example/news/{n}") for n in range(20)]
    pages[7] = PageToRead(source="empty", url=None, body=b"")
    with ExtractionPool(workers=2) as pool:
        found = list(pool.extract_all(pages))
        again = list(pool.extract_all(pages[:1]))
    here = [extract_article(p) for p in pages]
    assert [(e.status, e.url, e.text) for e in found] == [(e.status, e.url, e.text) for e in here]
    assert again[0].text == here[0].text


def test_no_page_at_all_is_no_article_at_all() -> None:
    assert list(extract_articles([], rules=ReadingRules())) == []


def test_an_article_is_not_based_on_itself() -> None:
    node = '<script type="application/ld+json">{{"@type": "NewsArticle", "isBasedOn": "{}"}}</script>'
    assert extract_article(page(head=node.format("/news/harbour-wall"))).based_on is None
    other = "https://northern-wire.example/a/1"
    assert extract_article(page(head=node.format(other))).based_on == other


def test_the_standfirst_is_part_of_the_article_and_a_label_with_a_link_is_not() -> None:
    lead = "The northern wall has stood for ninety years, and will not stand another ten as it is."
    head = f"<meta name='description' content='{lead}'>"
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    more = "<p>Mehr dazu: <a href='/news/trawler'>A trawler broke in two at the quay in February</a></p>"
    html = f"<html><head>{head}<title>Wall</title></head><body><header><h1>Wall</h1><h2>{lead}</h2></header>"
    html += f"<article>{text[: len(text) // 2]}{text[len(text) // 2 :]}{more}</article></body></html>"
    found = extract_article(PageToRead(source="x", url="https://eastmark.example/a/wall-1", body=html.encode()))
    assert found.text.splitlines() == [lead, *SENTENCES]


def test_what_follows_the_end_that_the_page_states_is_not_the_articles() -> None:
    body = " ".join(SENTENCES)
    node = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    text += "<p>Tom Okafor has written on the coast for the Post since 2011 and keeps bees.</p>"
    assert extract_article(page(text, head=node)).text.splitlines()[-1] == SENTENCES[-1]
    cut = node.replace(body, body[: len(body) * 2 // 3])
    assert extract_article(page(text, head=cut)).text.splitlines()[-1].endswith("keeps bees.")
