"""What is read of dates, names and headlines in all the ways in which they are written, value by value."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from lxml import html

from extractors.metadata.author_names import clean_names
from extractors.metadata.bylines import signature
from extractors.metadata.calendars import calendar_date, plain_digits
from extractors.metadata.dates import address_date, believed_date, read_date, shown_times, spread_days, tells_time
from extractors.metadata.headlines import shared_words, without_site
from extractors.metadata.language import language_of
from extractors.metadata.spelled_dates import spelled_date
from extractors.metadata.visible_dates import date_parts, names_month_first, read_visible
from news.records import DateCandidate
from tests.answers import check, told
from tests.extractors.metadata.test_publication_day import read as published
from tests.news.own_texts import LANGUAGES, quotations

KEPT = Path("tests/fixtures/answers/extractors")
AT = datetime(2026, 3, 9, 14, 5, 30, tzinfo=UTC)
FORMS = (
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.000Z",
    "%Y-%m-%dT%H:%M:%S+05:30",
    "%Y%m%d",
    "%Y-%m-%d %H:%M:%S -0400",
    "%d.%m.%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%B %d, %Y %I:%M %p EST",
    "%d. %b %Y",
    "%a, %d %b %Y %H:%M:%S GMT",
    "%A %d %B %Y %Hh%M",
    "%Y年%m月%d日 %H:%M",
    "%Y년 %m월 %d일",
    "%Y/%m/%d",
    "Published %d %B %Y, updated %H:%M",
    "%b %Y",
    "%d %B",
    "%H:%M",
    "week %V of %Y",
    "%d-%m-%y",
    "%y-%m-%d",
)
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
NAMES = (
    "By Ann Vale",
    "ANN VALE",
    "ann vale",
    "Ann Vale and Bo Holm",
    "Ann Vale, Bo Holm & Cy Dorn",
    "By Ann Vale in Velm",
    "Von Ann Vale",
    "par Ann Vale (avec AFP)",
    "Reuters",
    "admin",
    "ann@vale.example",
    "https://a.example/ann",
    "Ann Vale | Editor",
    "Staff Writer",
    "Ann Vale, Harbour Post",
    "Dr. Ann Vale",
    "A. B. Vale",
    "Ann Vale 3 hours ago",
    "Ann",
    "Vale, Ann",
    "",
    "Ann  Vale",
    "Ann Vale for the Harbour Post",
    "@annvale",
    "Ann Vale Ann Vale",
    "The Editors",
    "Redaktion",
    "山田太郎",
    "By: ANN VALE, BO HOLM",
)


def dates() -> Iterator[str]:
    for form, days, source in product(FORMS, (0, -37, -6000, 400), ("json-ld", "meta", "htmldate")):
        text = (AT + timedelta(days=days)).strftime(form)
        for language in (None, "en", "de") if source == "meta" else (None,):
            yield f"{text} {source} {language}: {told(read_date(text, source, language))}"


def spelled() -> Iterator[str]:
    for language, names in MONTHS.items():
        for number, month in enumerate(names.split(), start=1):
            text = f"{number + 9}. {month} 2026 um 9:{number + 10}"
            yield f"{text}: {told(spelled_date(text, language))} {told(spelled_date(text, 'en'))}"
            yield f"  {told(read_visible(text, language, is_month_first=None))}"
    for text in (
        "۱۸ اسفند ۱۴۰۴",
        "9 Ramadan 1447",
        "民國115年3月9日",
        "令和8年3月9日",
        "๙ มีนาคม ๒๕๖๙",
        "9 มี.ค. 2569",
        "13 Adar 5786",
    ):
        yield f"{text}: {plain_digits(text)} {told(calendar_date(text))}"


def visible() -> Iterator[str]:
    for said in (
        "3/9/26",
        "9.3.2026",
        "13/4/2026",
        "4/13/2026",
        "2026-03-09",
        "3-9-2026",
        "03/09/2026 2:05 PM",
        "9 / 3",
        "1/2/3/4",
    ):
        parts = date_parts(said)
        yield f"{said}: {told(parts)}"
        for url, region in product(("https://a.example/x", "https://a.co.uk/2026/03/09/x"), (None, "US", "GB", "DE")):
            yield f"  {url} {region}: {names_month_first(parts, url, region)}"
        for first in (True, False, None):
            yield f"  {first}: {told(read_visible(said, 'en', is_month_first=first))}"


def test_how_dates_are_read_stays() -> None:
    found = [*dates(), *spelled(), *visible()]
    for path in (
        "/2026/03/09/x",
        "/2026/3/x",
        "/20260309/x",
        "/x-2026-03-09",
        "/03/09/2026",
        "/2026/13/40/x",
        "/a/1999/1/2",
        "/2031/1/1",
    ):
        found.append(f"{path}: {told(address_date(f'https://a.example{path}'))}")
    check(KEPT / "dates.txt", found)


def test_which_date_is_believed_stays() -> None:
    moments = (AT, AT + timedelta(hours=5), AT.replace(hour=0, minute=0, second=0), AT - timedelta(days=2))
    found = []
    for first, second, known, sure in product(moments, moments, (True, False), (True, False)):
        given = (
            DateCandidate(source="meta", at=first, is_zone_known=known),
            DateCandidate(source="time", at=second, is_zone_known=sure),
        )
        believed = believed_date(given)
        found.append(f"{told([one.at for one in given])} {known} {sure}: {told(believed)} {told(spread_days(given))}")
        found.append(f"  {[tells_time(one) for one in given]}")
    for stated, shown, above in product(
        ("", "2026-03-09", "2026-03-09T14:05:30Z", "2026-11-30"),
        ("", "9 March 2026", "1 May 2025"),
        ("", "<time datetime='2026-03-08'>8 March</time>"),
    ):
        made = published(f"<p>{shown}</p>", stated, above=above)
        found.append(
            f"{stated} {shown} {above}: {made.published_at} {made.published_by} {made.date_doubt} {told(made.dates)}"
        )
    tree = html.document_fromstring(
        "<p><time datetime='2026-03-09T10:00Z'>now</time>"
        "<span class='updated'><time datetime='2026-03-10'>later</time></span>"
        "<time>9 March 2026</time></p>"
    )
    found.append(told(shown_times(tree)))
    check(KEPT / "believed.txt", found)


def test_how_names_and_headlines_are_read_stays() -> None:
    found = [f"{name}: {told(clean_names([name]))} {told(signature(['It rained.', name]))}" for name in NAMES]
    found += [
        f"{one} + {other}: {told(clean_names([one, other]))}" for one, other in zip(NAMES, NAMES[3:], strict=False)
    ]
    titles = (
        "Quay closed",
        "Quay closed | Harbour Post",
        "Harbour Post - Quay closed",
        "Harbour Post: Quay",
        "Quay – News – Post",
        "Post",
    )
    for title, name in product(titles, ("Harbour Post", "Post", "harbourpost", "News")):
        found.append(f"{title} of {name}: {without_site(title, [name])} {without_site(title, [name], ['Quay closed'])}")
        found.append(f"  {shared_words(title, name):.3g}")
    for language in LANGUAGES:
        for text in quotations(language)[::9]:
            found.append(
                f"{text[:40]}: {language_of(text, None)} {language_of(text, 'en')} {language_of(text[:20], language)}"
            )
    check(KEPT / "names.txt", found)
