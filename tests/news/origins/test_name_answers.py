"""Whom names mean: forms of names, ordinary and ambiguous ones, by the text's language and its outlet's country."""

from itertools import product
from pathlib import Path

from news.origins.gazetteer import Gazetteer, has_capital_nouns, outlet_url
from news.records import Outlet
from tests.answers import check

KEPT = Path("tests/fixtures/answers/origins")


def outlet(name: str, country: str | None, domain: str | None = None, **more: tuple[str, ...]) -> Outlet:
    given = {"aliases": (), "ambiguous": (), "ordinary": ()} | more
    return Outlet(outlet=name, country=country, domain=domain, kind="newspaper", family=None, **given)  # type: ignore[arg-type]


OUTLETS = (
    outlet("Quay Post", "GB", "quaypost.example", aliases=("QP", "Post"), ambiguous=("Post",)),
    outlet("The Lamp", "GB", "www.lamp.example", aliases=("Lamp",), ambiguous=("Lamp",)),
    outlet("Mint", "IN", "mint.example", ordinary=("Mint",)),
    outlet("The Herald (Scotland)", "GB", "herald.example"),
    outlet("The Herald", "US", "us.herald.example"),
    outlet("Die Mole", "DE", "mole.example", aliases=("Mole",), ambiguous=("Mole",)),
    outlet("Le Phare", "FR", "phare.example"),
    outlet("El Muelle", "ES", "muelle.example", aliases=("Muelle",)),
    outlet("CSIS", "US", "csis.example"),
    outlet("QNB", "US", "qnb.example"),
    outlet("Anna", "SE", "anna.example"),
    outlet("HarbourWire", "US", "harbourwire.example"),
    outlet("Kanal 7", "SE", "kanal7.example"),
    outlet("港口报", "CN", "gangkou.example"),
    outlet("Ferry Times", None, "x.example"),
    outlet("Post", "DE", "post.example", ambiguous=("Post",)),
)
TEXTS = (
    "The Quay Post reports it.", "as QP reports", "the Post said", "a post said", "Post/QP", "Post-QP", "a/Post",
    "x.Post", "Postbox",
    "Post's", "Post_", "Post@", "POST", "“Post” says", "„Post“ sagt", "The Post says", "the lamp said", "Lamp said",
    "The Lamp said",
    "Mint said", "the newspaper Mint", "“Mint”", "The Herald said", "the Herald", "Scotland's Herald",
    "Die Mole schreibt", "die Mole",
    "der Mole", "Mole sagt", "le Phare", "au Phare", "du Phare", "Phare", "El Muelle", "el Muelle", "del Muelle",
    "Muelle", "Csis said",
    "CSIS said", "Qnb said", "Anna sade", "HarbourWire", "Harbour Wire", "Harbourwire", "Kanal 7", "Kanal 7,000",
    "Kanal 7.", "Kanal 7.5",
    "Kanal 70", "据港口报报道", "Ferry Times", "quaypost.example", "Quaypost.example", "QUAYPOST.EXAMPLE",
    "quaypost.example.info",
    "https://quaypost.example/a", "CSIS.website", "CSIS.live", "CSIS. Press", "Quay\u00adPost", "Quay Post\u00ad",
    "-Post", "--Post", "7Post",
    "Quay Post/The Herald", "mail/QP", "http://QP", "a.b/QP",
)  # fmt: skip
PLACES = ((None, None), ("en", None), ("en", "GB"), ("en", "US"), ("de", "DE"), ("de", None), ("fr", "FR"), ("es",
"MX"),
          ("sv", "SE"), ("zh", "CN"), ("xx", "IN"), ("en", "IN"))  # fmt: skip


def test_whom_a_name_means_stays() -> None:
    names = Gazetteer.of(OUTLETS)
    found = []
    for text in TEXTS:
        told: dict[str, list[str]] = {}
        for language, country in PLACES:
            meant = " ".join(
                f"{one.outlet.outlet}@{one.start}-{one.end}{'?' * one.is_ambiguous}{'~' * one.is_ordinary}"
                for one in names.find(text, language, country)
            )
            told.setdefault(meant, []).append(f"{language}/{country}")
        found += [text, *(f"  {meant or '-'}: {' '.join(places)}" for meant, places in told.items())]
    check(KEPT / "meant.txt", found)


def test_how_an_outlet_is_known_by_name_and_address_stays() -> None:
    names = Gazetteer.of(OUTLETS)
    found = []
    for said in (
        "Quay Post",
        "quay post",
        "the lamp",
        "Lamp",
        "QP",
        "quaypost.example",
        "nobody",
        "The Herald",
        "herald",
    ):
        known = names.named(said)
        found.append(f"{said}: {known and known.outlet}")
    for url in ("https://quaypost.example/a", "https://www.quaypost.example", "https://news.us.herald.example/", "https://herald.example/",
                "https://example/", "https://LAMP.example/", "no address", ""):  # fmt: skip
        known = names.of_host(url)
        found.append(f"{url}: {known and known.outlet}")
    for name, url in product(
        (None, "Quay Post", "The Post", "quaypost.example", "Nobody", "Harbour Wire", "Le Phare"),
        ("https://www.lamp.example/x", "https://no.example/"),
    ):
        found.append(f"{name} {url}: {sorted(names.names_of(name, url))} {outlet_url(name)}")
    found += [f"{language}: {has_capital_nouns(language)}" for language in ("de", "en", None, "xx")]
    found += [f"{form}: {[(one.outlet.outlet, *(sign for sign in ('is_ambiguous', 'is_ordinary', 'is_shared', 'is_short', 'is_small', 'needs_article') if getattr(one, sign))) for one in entries]}" for form, entries in sorted(names.entries.items())]  # fmt: skip  # noqa: E501
    check(KEPT / "names.txt", found)
