"""Quotations of our own in nine languages: who said them is right where it is stated, and stated often enough."""

import json
import re
from pathlib import Path

import pytest

from news.language.lexicon import lexicons
from news.records import Quote
from news.speakers.quotations import find_quotes
from tests.news.pieces import article

CASES = Path(__file__).parents[2] / "fixtures" / "speakers"
ALL_FLOORS = json.loads((CASES / "floors.json").read_text(encoding="utf-8"))
FLOORS = ALL_FLOORS["languages"]
BY_GENDER = {"male_words", "female_words", "male_articles", "female_articles"}  # their names are put together
FOLDERS = ("later", "agencies", "varied", "second", "third", "fourth", "fifth", "ways")


def cases(language: str) -> list[tuple[str, list[str]]]:
    """Texts, each with the speakers of its quotations: "?" unknown, "-" none, "[body] words" where no person."""
    lines = (CASES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return [(text, [] if wanted == "= -" else wanted.removeprefix("= ").split(" / ")) for text, wanted in pairs]


def is_right(quote: Quote, wanted: str) -> bool:
    found = re.fullmatch(r"\[(\w+)\] (.*)", wanted)
    kind, name = found.groups() if found else ("person", wanted)
    said = " ".join(re.findall(r"\w+", (quote.speaker or "").lower()))
    name = " ".join(re.findall(r"\w+", name.lower()))
    return quote.speaker_kind == kind and (said == name if kind == "person" else name in said)


def measured(name: str) -> tuple[float, float]:
    """Precision of the stated speakers, and the share of the known ones that is found."""
    stated = right = known = 0
    language = name.rpartition("/")[2]
    for number, (text, wanted) in enumerate(cases(name), start=1):
        found = find_quotes(article(number, text, language=language))
        known += sum(1 for name in wanted if name != "?")
        stated += sum(1 for quote in found if quote.speaker)
        right += sum(1 for quote, name in zip(found, wanted, strict=False) if is_right(quote, name))
    return right / max(stated, 1), right / known


@pytest.mark.parametrize("language", sorted(FLOORS))
def test_speakers_are_right_where_stated(language: str) -> None:
    precision, recall = measured(language)
    assert precision >= FLOORS[language]["precision"]
    assert recall >= FLOORS[language]["found"]


@pytest.mark.parametrize(
    ("folder", "language"), [(folder, code) for folder in FOLDERS for code in sorted(ALL_FLOORS[folder])]
)
def test_speakers_are_right_in_texts_written_before_the_rules(folder: str, language: str) -> None:
    precision, recall = measured(f"{folder}/{language}")
    assert precision >= ALL_FLOORS[folder][language]["precision"]
    assert recall >= ALL_FLOORS[folder][language]["found"]


@pytest.mark.parametrize("language", ["sv", "pl", "tr", "hu", "ar"])
def test_in_a_language_that_is_not_read_nobody_is_claimed_and_it_is_said(language: str) -> None:
    (found,) = find_quotes(article(1, "“We will not leave this harbour,” said Ann Vale.", language=language))
    assert (found.speaker, found.speaker_kind, found.speaker_note) == (None, None, "not read in this language")


# Kinds that were wrong on German, French and Spanish news nobody here had read; names and words are made up.
UNSEEN = {
    "a noun and whose it is": (
        "de",
        "Ein Bücherregal von Lorat stand da. „Wir gehen heute nicht mehr weg“, sagt Lorat.",
        None,
    ),
    "a body behind its like": (
        "de",
        "Die Hafenpolitik der Bundesregierung gilt. Sie soll laut Bundesregierung „die Boote im Hafen halten“.",
        "Bundesregierung",
    ),
    "a month is nobody": (
        "de",
        "Der Minister sieht das anders und erklärte Anfang März: „Wir gehen heute nicht mehr weg.“",
        None,
    ),
    "a conjunction begins": (
        "de",
        "Obwohl Lorat Hafen und Boote kennt. Dennoch betont Anna Vahl: „Wir gehen heute nicht mehr weg.“",
        "Anna Vahl",
    ),
    "who told the sentence before": (
        "de",
        "Der Forscher Uwe Vahl stellt dem Hafen ein Zeugnis aus. „Wir gehen heute nicht mehr weg.“ Boote lagen da.",
        "Uwe Vahl",
    ),
    "an office in capitals": ("fr", "« Nous ne partirons pas ce soir », prévient le PDG, Paul Vidal.", "Paul Vidal"),
    "a list with guillemets": (
        "fr",
        "» Le fil\nIl veut « un nouvel élan » et dit « non ».\n« Nous ne partirons pas ce soir », dit Paul Vidal.",
        "Paul Vidal",
    ),
    "offices that share an ending": (
        "de",
        "„Wir gehen heute nicht mehr weg“, sagte der Lorater Gesundheits-, Sozial- und Integrationsdirektor Paul Vahl.",
        "Paul Vahl",
    ),
    "for what an office is": (
        "de",
        "„Wir gehen heute nicht mehr weg“, sagte der für die Häfen zuständige Vizechef Paul Vahl in Lorat.",
        "Paul Vahl",
    ),
    "of what somebody is": (
        "de",
        "„Wir gehen heute nicht mehr weg“, sagt Paul Vahl von der Lorater Werft.",
        "Paul Vahl",
    ),
    "a lawyer's client is not he": (
        "de",
        "Der Verteidiger von Paul Vahl widersprach. „Wir gehen heute nicht mehr weg“, sagte er.",
        None,
    ),
    "she may be the school": (
        "de",
        "Die Schule will vorangehen. Sie unterhält eine Werkstatt, und man baue sie aus, sagt Rektorin Eva Lahn. "
        "Die Technik sei niemals Selbstzweck, betont sie: „Wir gehen heute nicht mehr weg.“",
        None,
    ),
    "a subject behind its verb stands nearer": (
        "de",
        "Verteidigungsminister Jost Erkens (FDX) nannte den Tag ein Zeichen für alle, die im Einsatz waren. Gegen die "
        "Politik der Regierung sprach sich Henk Gnadt (AXY) aus. Er forderte, „den Hafen heute noch zu öffnen“.",
        None,
    ),
    "another word for an office": (
        "fr",
        "Le juge Paul Vidal a rappelé le témoin. « Nous ne partirons pas ce soir », a lancé le magistrat.",
        "Paul Vidal",
    ),
    "a judge who is not the last one named": (
        "fr",
        "Le juge Paul Vidal écoutait Jeanne Morel. « Nous ne partirons pas ce soir », a lancé le magistrat.",
        None,
    ),
    "left out far from who spoke": (
        "es",
        "“Hoy no sale nadie de aquí”, dijo Ana Vale. El puerto está cerrado desde ayer. El agua subió en la noche. "
        "La calle quedó vacía. “El barco no sale hoy de este puerto”, añadió.",
        None,
    ),
    "a subject left out": ("es", "El capitán Pedro Vidal pidió calma. Dijo que “el barco no sale hoy”.", "Pedro Vidal"),
    "a subject left out, of two": (
        "es",
        "El capitán Pedro Vidal y el piloto Juan Mora pidieron calma. “El barco no sale hoy”, dijo.",
        None,
    ),
    "a noun like a verb": ("it", "Per la deputata Anna Riva, la legge è «un colpo alle famiglie intere».", "Anna Riva"),
    "where an office is": (
        "nl",
        "“Wij gaan vandaag niet meer weg”, zei burgemeester Olga Vaal van Lorat.",
        "Olga Vaal",
    ),
    "in a note a body says": (
        "it",
        "In una nota la Regione assicura che «il porto resta sempre aperto».",
        "la Regione",
    ),
    "in a note somebody says": (
        "nl",
        "In een brief schrijft minister Anna Vaal dat de haven “nog een jaar dicht blijft”.",
        "Anna Vaal",
    ),
    "behind the name a time": (
        "fr",
        "« On a arrêté de jouer », a pesté l'arrière Paul Vidal après la défaite.",
        "Paul Vidal",
    ),
    "another one sees it": (
        "es",
        "El juez Pedro Vidal habló de “un fracaso en directo”, mientras la jueza Ana Mora ve “una salida para hoy”.",
        "Ana Mora",
    ),
    "who leaves an office": ("ko", '"아이들을 볼 시간이 거의 없었다"고 물러나는 감독은 털어놨다.', "물러나는 감독"),
    "a verb alone": (
        "es",
        "“La gente no aguanta más”, se queja Rosa Vidal. “Vamos a denunciar el lunes”, añade.",
        "Rosa Vidal",
    ),
    "de: a judge is another": (
        "de",
        "Bürgermeister Udo Vale sagte nein. Der Richter sagte: „Das war so nicht nötig.“",
        None,
    ),
    "de: a spokesman is another": (
        "de",
        "Udo Vale sagte, es sei alt. Der Sprecher sagte: „Das war so nicht nötig.“",
        None,
    ),
    "nl: a judge is another": ("nl", "Burgemeester Jan Vos zei nee. De rechter zei: “Dat was echt niet nodig.”", None),
}


@pytest.mark.parametrize(("language", "text", "speaker"), UNSEEN.values(), ids=UNSEEN)
def test_kinds_met_in_unseen_news(language: str, text: str, speaker: str | None) -> None:
    assert find_quotes(article(1, text, language=language))[-1].speaker == speaker


def test_each_key_of_the_lexicons_is_told_and_read() -> None:
    home = Path(__file__).parents[3]
    told = (home / "docs" / "languages.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in (home / "news").rglob("*.py"))
    keys = {key for words in lexicons() for key in words.speakers}
    assert [key for key in sorted(keys) if f"`{key}`" not in told] == []
    assert [key for key in sorted(keys - BY_GENDER) if f'"{key}"' not in code] == []
