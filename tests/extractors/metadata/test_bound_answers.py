"""What a page's days, headline and language are at each bound: stated against shown days, labels, lengths, zones."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from lxml.html import HtmlElement

from extractors.dom.html5 import lxml_tree
from extractors.metadata.dates import ZONES, address_date, read_date, searched_date
from extractors.metadata.headline_days import headline_days
from extractors.metadata.headlines import headline, without_site
from extractors.metadata.language import language_of
from extractors.metadata.page_head import PageMetadata
from extractors.metadata.publication_day import DatedPage, publication
from extractors.metadata.visible_dates import visible_dates
from extractors.pages.characters import has_controls, without_controls
from news.records import DateCandidate
from tests.answers import check, told

KEPT = Path("tests/fixtures/answers/extractors")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LINE = "The harbour board has closed the old quay to lorries until the spring, it said."


def tree_of(body: str) -> HtmlElement:
    tree = lxml_tree(f"<html><body>{body}</body></html>")
    assert tree is not None
    return tree


def said(days: float, source: str = "json-ld") -> DateCandidate:
    return DateCandidate(source=source, at=NOW - timedelta(days=days), is_zone_known=True)


def shown(day: float) -> str:
    return f"{NOW - timedelta(days=day):%d %B %Y}"


def dated_pages() -> Iterator[tuple[str, DatedPage]]:
    bodies = {"nothing": f"<h1>The old quay is closed</h1><p>{LINE}</p>"}
    for label in ("", "Published ", "Updated ", "Event on "):
        for day in (1.0, 30, 36, 37, 38, 39, 45):
            bodies[f"{label}{day}"] = f"<h1>The old quay is closed</h1><div>{label}{shown(day)}</div><p>{LINE}</p>"
    two = f"<div>{shown(60)}</div><div>{shown(70)}</div>"
    bodies["two days"] = f"<h1>The old quay is closed</h1>{two}<p>{LINE}</p>"
    bodies["three days"] = f"<h1>The old quay is closed</h1>{two}<div>{shown(80)}</div><p>{LINE}</p>"
    bodies["before"] = f"<div>{shown(60)}</div><h1>The old quay is closed</h1><p>{LINE}</p>"
    bodies["behind the text"] = f"<h1>The old quay is closed</h1><p>{LINE * 6}</p><div>{shown(60)}</div>"
    bodies["in the text"] = f"<h1>The old quay is closed</h1><div>{shown(60)}</div><p>On {shown(30)} {LINE}</p>"
    bodies["a time"] = f"<h1>The old quay is closed</h1><time datetime='2026-10-23T09:30:00Z'>9.30</time><p>{LINE}</p>"
    metadata = PageMetadata(published=(said(37),))
    base = DatedPage(
        tree=tree_of(""),
        metadata=metadata,
        url="https://h.example/a",
        fetched_from=None,
        fetched_at=NOW,
        is_article=True,
    )
    for name, body in bodies.items():
        page = replace(base, tree=tree_of(body))
        yield f"{name}, stated 37", page
        yield f"{name}, not stated", replace(page, metadata=PageMetadata())
        yield f"{name}, of the page", replace(page, metadata=PageMetadata(page_published=(said(37),)))
    for name in ("nothing", "45", "Published 45", "Updated 45", "two days"):
        page = replace(base, tree=tree_of(bodies[name if name in bodies else f"{name}"]))
        for fresh in (1.9, 2.0, 2.1, -0.9, -1.0, -1.1):
            yield f"{name}, stated {fresh}", replace(page, metadata=PageMetadata(published=(said(fresh),)))
        for early in (6, 7, 8, 40):
            stated = (said(3), said(3 + early, "meta"))
            changed = PageMetadata(published=stated, modified=(said(3, "meta"),))
            yield f"{name}, changed, {early} before", replace(page, metadata=changed)
            yield f"{name}, {early} before", replace(page, metadata=replace(changed, modified=()))
        yield f"{name}, no article", replace(page, is_article=False)
        yield f"{name}, never fetched", replace(page, fetched_at=None)
        yield f"{name}, an address", replace(page, url="https://h.example/2026/10/16/a")
        yield f"{name}, from an address", replace(page, url=None, fetched_from="https://h.example/2026/10/16/a")
        yield f"{name}, changed alone", replace(page, metadata=PageMetadata(modified=(said(45),)))


def test_when_a_page_was_published_stays() -> None:
    found = []
    for name, page in dated_pages():
        told_of_it = publication(page)
        dates = [f"{one.source} {one.at:%m-%d %H:%M}" for one in told_of_it.dates]
        chosen = told_of_it.chosen and f"{told_of_it.chosen.source} {told_of_it.chosen.at:%m-%d %H:%M}"
        found.append(f"{name}: {chosen} {dates} {told_of_it.doubt}")
    check(KEPT / "publication_bounds.txt", found)


def pages_with_days() -> Iterator[tuple[str, str]]:
    h1, p = "<h1>The old quay is closed</h1>", f"<p>{LINE}</p>"
    day = "2 March 2026"
    for length in (98, 99, 100, 101, 139, 140, 141):
        words = ("by the harbour desk " * 9)[: length - len(day) - 1]
        yield f"a text of {length}", f"{h1}<div class='date'>{words} {day}</div>{p}"
    for length in (39, 40, 41):
        yield f"a label of {length}", f"{h1}<span>Published {'x' * (length - 10)}</span><span>{day}</span>{p}"
    for texts in (10, 11, 12, 13, 38, 39, 40, 41):
        between = "".join(f"<i>word{'s' * (n % 5)}</i>" for n in range(texts))
        yield f"{texts} texts behind", f"{h1}{between}<b>{day}</b>"
        yield f"{texts} texts before", f"<b>{day}</b>{between}{h1}"
    for name in ("Quay closed", "Quay closed!", "x"):
        yield f"a headline {name}", f"<h1>{name}</h1><b>1 March 2026</b><h1>Another headline</h1><b>{day}</b>"
    yield "ten short headlines", "<h1>x</h1>" * 10 + f"<h1>The old quay is closed</h1><b>{day}</b>"
    for kind in ("related", "teaser", "footer", "latest", "article", "comments"):
        yield f"in {kind}", f"{h1}<div class='{kind}'><div class='date'>{day}</div></div>{p}"
        yield f"all in {kind}", f"<div class='{kind}'>{h1}<div class='date'>{day}</div>{p}</div>"
    for tag in ("aside", "footer", "nav", "section", "time", "h6", "em", "b"):
        yield f"in <{tag}>", f"{h1}<{tag}>{day}</{tag}>{p}"
        yield f"named in <{tag}>", f"<{tag} id='pub-date'>{day}</{tag}>{p}"
        yield f"named around in <{tag}>", f"<{tag}><div class='timestamp'>{day}</div></{tag}>{p}"
    for text in (
        "02/03/2026", "13/03/2026", "03/13/2026", "02.03.2026", "2-3-2026", "02/03/2026 4:05 PM",
        "02/03/2026 16:05 EST",
        "02/03/26", "31/02/2026", "12/12/2026", "2 March 2026 at 12:30 am", "12/05/2026, 12:15 p.m.",
        "05/06/2026 24:00",
        "令和8年3月2日", "年3月2日", "2026年3月2日", "am 2. März 2026", "Published 2 March 2026, updated 9 March 2026",
        "Updated 9 March 2026", "Updated 9 March 2026 | Published 2 March 2026", "By Ida Wolff - 2 March 2026",
        "2 March 2026 · 5 min", "2026", "12 2026", "Copyright 2 March 2026", "2 March", "1 2 3 4 5 2026 6 7 8",
        "2026-03-02", "2569-03-02", "1405/12/11", "1447", "Event: 2 March 2026", "20260302",
        "9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9",
    ):  # fmt: skip
        yield f"text {text}", f"{h1}<div class='date'>{text}</div>{p}"
        yield f"time {text}", f"{h1}<time datetime='2026-03-02T10:00'>{text}</time>{p}"
    yield "a sentence", f"{h1}<p>On 2 March 2026 the harbour board has closed the old quay to lorries again.</p>"
    yield (
        "a sentence that says published",
        f"{h1}<p>Published on 2 March 2026 by the harbour desk of the Post, as ever.</p>",
    )
    yield "nested", f"{h1}<div><span>a</span>tail <b>b<i>{day}</i> c</b></div>"


def test_which_days_stand_beside_a_headline_stays() -> None:
    found = []
    for name, body in pages_with_days():
        tree = tree_of(body)
        for url, region in (("https://h.example/a", None), ("https://h.example/2026/02/a", "US")):
            days = [
                f"{one.day} {one.label or '-'} {one.is_behind:d}{one.is_head:d}"
                for one in headline_days(tree, url, "en", region)
            ]
            seen = [f"{one.at:%Y-%m-%d %H:%M}" for one in visible_dates(tree, url, "en", region)]
            found.append(f"{name} {region}: {days} {seen}")
    check(KEPT / "headline_day_bounds.txt", found)


def test_how_machines_write_dates_stays() -> None:
    found = [f"{zone}: {told(read_date(f'2026-11-02T12:00:00 {zone}', 's'))}" for zone in ZONES]
    for text in (
        "2026-11-02 12:30 PM", "2026-11-02 12:30 am", "2026-11-02 13:30 pm", "2026-11-02 24:00", "2026-11-02T23:59:61Z",
        "2026-11-02T12:00+0530", "2026-11-02T12:00 GMT-3", "2026-11-02 XYZ", "2026-11-02 EST", "1793620800",
        "1793620800123",
        "17936208001", "20261102", "20261102T1230", "20261102T123045Z", "20261102123045+0100", "2026/11/02",
        "2026.11.2 9:05",
        "02.11.2026", "2.11.2026, 14:05", "31.02.2026", "Mon Nov 02 12:00:00 CET 2026",
        "Mon Nov 02 12:00:00 GMT+0100 2026",
        "Mon, 02 Nov 2026 12:00:00 +0100", "Mon, 2", "Nov. 2, 2026 at 4:05 p.m. EST", "2nd November 2026",
        "November 2nd, 2026, 16:05",
        "Foo 2, 2026", "2 Nov 2026 4 PM", "2026/11/02 and more", "02.11.2026 by Ida", "1989-12-31", "1990-01-01",
        "0026-11-02",
    ):  # fmt: skip
        found.append(f"{text}: {told(read_date(text, 's'))}")
    for url in (
        "/2026/11/02/a", "/20261102", "/2026-11-02-a", "/2026/nov/2/", "/2026/xyz/2/", "/2026/13/02/",
        "/2026/02/30/", "/12026/11/02",
        "/2026/11/2/", "/1899/11/02/", "/a-2026_11_02", "/202611021",
    ):  # fmt: skip
        found.append(f"{url}: {told(address_date('https://h.example' + url))}")
    found.append(told(address_date(None)))
    check(KEPT / "machine_date_bounds.txt", found)


def test_what_is_searched_for_a_day_stays() -> None:
    found = []
    words = "x" * 1000
    for name, body in {
        "a day": "<span>12 March 2024</span>", "in prose": f"<p>{'x ' * 50}12 March 2024</p>",
        "in a short line": "<p>12 March 2024, by Ida</p>", "a dateline": f"<p>Harbour, 12 March 2024 {'x ' * 80}</p>",
        "copyright": "<small>© 12 March 2024 The Post</small>", "a year": "<div>© 2024</div>", "no day": "<p>x</p>",
        "updated": "<div>Updated 12 March 2024</div>", "beyond the fetch": "<span>12 March 2027</span>",
        "on the day": "<span>22 November 2026</span>", "the day after": "<span>23 November 2026</span>",
        "two days after": "<span>24 November 2026</span>",
        "long": "<span>12 March 2024</span>" + f"<p>{words}</p>" * 299,
        "too long": "<span>12 March 2024</span>" + f"<p>{words}</p>" * 301,
    }.items():  # fmt: skip
        found.append(f"{name}: {told(searched_date(tree_of(body), None, NOW))}")
    found.append(told(searched_date(tree_of("<p>x</p>"), "https://h.example/2024/03/12/a", None)))
    check(KEPT / "searched_day_bounds.txt", found)


def test_which_headline_is_believed_stays() -> None:
    titles = (
        "Quay closed until spring",
        "Quay closed until spring | Harbour Post",
        "What a mess at the quay",
        "Quay",
        "",
        "Harbour Post",
        "Quay closed",
    )
    found = []
    for meta, ld, h1 in product(titles, titles[:4], titles[:5]):
        metadata = PageMetadata(
            meta_title=meta or None,
            headline=ld or None,
            headings=(h1,) if h1 else (),
            page_title=titles[1],
            site_name="Harbour Post",
        )
        found.append(f"{meta} / {ld} / {h1}: {headline(metadata, 'https://harbourpost.example/1')}")
    names = frozenset({"harbourpost", "post", "harbour"})
    for title in (
        "Quay closed | Harbour Post", "Harbour Post | Quay closed", "Quay closed - Sport - The Harbour Post",
        "Harbour Post: Sport: Quay closed now",
        "Quay | Harbour Post and so much more of it", "Quay closed — Post harbour", "Quay closed | Other",
        "港口关闭_Harbour Post", "港口-Post",
        "Quay closed|Post", "A-B test", "Quay // Post", "Quay :: Post", "x | Post", "Post", " Quay ",
        "Quay closed | News | Post | 2 March",
    ):  # fmt: skip
        found.append(f"{title}: {without_site(title, names)} / {without_site(title, names, {'quayclosed', 'news'})}")
    check(KEPT / "headline_bounds.txt", found)


def test_which_language_a_text_is_in_stays() -> None:
    english = "The harbour board has closed the old quay to lorries until the spring and says so"
    texts = {
        "en": english, "de": "Der Hafenrat hat den alten Kai bis zum Frühjahr für Lastwagen gesperrt und sagt es auch",
        "ja": "港の役員会は古い岸壁を春まで閉鎖した。トラックは通れない。記者にそう述べた。",
        "el": "Το λιμενικό συμβούλιο έκλεισε την παλιά προβλήτα μέχρι την άνοιξη",
        "mixed": english[:60] + " ελλη" , "more": english[:60] + " ελληνικά",
        "39": "a" * 39, "40": ("quay lamp is so old " * 3)[:50], "late": " " * 1000 + english,
        "digits": "1234567890 " * 30,
        "no": "Havnestyret har stengt den gamle kaia for lastebiler frem til våren, sier styret",
        "da": "Havnebestyrelsen har lukket den gamle kaj for lastbiler indtil foråret, siger den",
    }  # fmt: skip
    found = []
    for name, text in texts.items():
        found.append(f"{name}: {[language_of(text, stated) for stated in (None, 'en-GB', 'de', 'nb', 'xx', '')]}")
    check(KEPT / "text_language_bounds.txt", found)


def test_which_characters_are_let_through_stays() -> None:
    codes = (0, 8, 9, 10, 11, 12, 13, 14, 31, 32, 126, 127, 128, 132, 133, 134, 150, 159, 160, 0xD7FF, 0xD800,
    0xDFFF, 0xE000,
             0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1FFFE, 0x1FFFF, 0x20000, 0x10FFFF,
             0x110000)  # fmt: skip
    found = []
    for code in codes:
        written = [f"&#{code};", f"&#x{code:X};", f"&#00{code}", f"&#X0{code:x}"]
        told_of_it = [ascii(without_controls(f"a{one}b")) for one in written]
        if code < 0x110000:
            told_of_it.append(ascii(without_controls(f"a{chr(code)}b")))
            told_of_it.append(str(has_controls(f"a{chr(code)}b".encode("utf-8", "surrogatepass"))))
        found.append(f"{code:X}: {' '.join(told_of_it)}")
    check(KEPT / "character_bounds.txt", found)
