"""They differ only where they do: the same thing, the same quantity, the same time, with a label that names it."""

import tomllib
from datetime import timedelta
from importlib import resources
from pathlib import Path

import pytest

from benchmarks.digest.reading.events import BODIES
from benchmarks.digest.reading.figures import read_pairs, told
from news.facts.differences import is_disputed, label_of
from news.facts.figures import differences_of, read_figures
from tests.news.pieces import article

NONE = {
    "altitude against distance": (
        "The glider crossed the ridge of Orlo at 900 metres altitude above the valley on Sunday.",
        "The glider crossed the ridge of Orlo and landed 1,400 metres away from the valley on Sunday.",
    ),
    "killed against trapped": (
        "Rescuers say 31 miners were killed when the shaft at Kelmis fell in on Sunday.",
        "Rescuers say 40 miners were trapped when the shaft at Kelmis fell in on Sunday.",
    ),
    "two years": (
        "The mine at Kelmis killed 31 people in 2024, the union says.",
        "The mine at Kelmis killed 40 people in 2025, the union says.",
    ),
    "two teams": (
        "The Orlo Rovers sold 31,000 tickets for the match against Kelmis United.",
        "The Velm Wanderers sold 44,000 tickets for the match against Tessel Town.",
    ),
    "a part of the whole": (
        "Of the 40 people killed at Kelmis 12 were children, the union says.",
        "Some 19 people were killed at Kelmis in the first hour, the union says.",
    ),
    "more of the same": (
        "Police arrested 14 more men over the fire in the old town of Kelmis.",
        "Police arrested 30 men over the fire in the old town of Kelmis.",
    ),
    "prices of two variants": (
        "The small model of the watch will cost 199 dollars in the shops of Kelmis.",
        "The steel model of the watch will cost 350 dollars, its maker expects.",
    ),
    "forty times as many": (
        "Two blasts at the market of Kelmis killed 37 people, the police say.",
        "Two blasts at the market of Kelmis killed 1,480 people, the police say.",
    ),
    "compatible bounds": (
        "At least 12 people were killed when the shaft at Kelmis fell in.",
        "Rescuers say 14 people were killed when the shaft at Kelmis fell in.",
    ),
}


@pytest.mark.parametrize("kind", NONE)
def test_what_is_not_the_same_does_not_differ(kind: str) -> None:
    one, other = NONE[kind]
    assert differences_of([article(1, one), article(2, other)]) == []


PAIRS = tomllib.loads((Path(__file__).parent / "differences.toml").read_text(encoding="utf-8"))["pair"]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["one"][:40] for pair in PAIRS])
def test_two_statements_of_one_quantity_differ_and_no_others(pair: dict[str, str]) -> None:
    language = pair.get("language", "en")
    found = differences_of([article(1, pair["one"], language=language), article(2, pair["other"], language=language)])
    assert bool(found) == (pair["kind"] == "differ"), found


@pytest.mark.parametrize(
    ("languages", "told"),
    [
        (("it", "it"), "L'incendio di Orlo ha ucciso {} persone, secondo la polizia della città."),
        (("ja", "ja"), "オルロの火災で{}人が死亡した。"),
    ],
)
def test_where_a_language_has_no_signs_nothing_differs(languages: tuple[str, str], told: str) -> None:
    texts = [article(n, told.format(12 + 5 * n), language=lang) for n, lang in enumerate(languages, start=1)]
    assert differences_of(texts) == []


def test_sentences_of_two_languages_do_not_differ() -> None:
    german = article(1, "Der Turm in Orlo ist 90 Meter hoch, sagte der Bürgermeister.", language="de")
    english = article(2, "The tower in Orlo is 120 metres high, the mayor said.")
    assert differences_of([german, english]) == []


@pytest.mark.parametrize(
    ("language", "text", "label"),
    [
        ("de", "Bei dem Brand starben 14 Menschen.", "Menschen getötet"),
        ("fr", "L'incendie a tué 14 personnes.", "personnes (décès)"),
        ("es", "El incendio mató a 14 personas.", "personas (muerte)"),
    ],
)
def test_a_label_is_in_the_language_of_its_text(language: str, text: str, label: str) -> None:
    (figure,) = read_figures(article(1, text, language=language))
    assert label_of(figure) == label


SIGNS = {
    path.name: tomllib.loads(path.read_text("utf-8"))
    for path in (resources.files("news.facts") / "figure_signs").iterdir()
}


@pytest.mark.parametrize("name", SIGNS)
def test_signs_of_each_language_have_the_same_tables(name: str) -> None:
    english = SIGNS["en.toml"]
    assert {key: set(table) for key, table in SIGNS[name].items() if key in ("grammar", "binding", "parts")} == {
        key: set(table) for key, table in english.items() if key in ("grammar", "binding", "parts")
    }
    assert set(SIGNS[name]) == set(english)


@pytest.mark.parametrize(
    ("before", "after", "hours", "differ"),
    [(12, 14, 1, True), (12, 14, 10, False), (14, 12, 10, True), (14, 12, 1, True)],
)
def test_a_toll_that_rose_hours_later_is_a_change(before: int, after: int, hours: int, differ: bool) -> None:
    told = "Rescuers say {} people were killed when the shaft at Kelmis fell in."
    one = article(1, told.format(before))
    other = article(2, told.format(after), ordered_at=one.ordered_at + timedelta(hours=hours))
    assert bool(differences_of([one, other])) is differ


def test_what_can_be_true_beside_a_side_is_no_side_of_its_own() -> None:
    texts = ("He fell 60 metres from a ridge at Velm.", "He fell about 200 feet from a ridge at Velm.")
    (found,) = differences_of(
        [article(1, texts[0]), article(2, texts[1]), article(3, "He fell 150 metres from a ridge at Velm.")]
    )
    assert len(found.sides) == 2


def test_a_later_figure_is_news_and_no_other_side() -> None:
    one = article(1, "Rescuers say 12 people were killed when the shaft at Kelmis fell in.")
    other = "Rescuers say 31 people were killed when the shaft at Kelmis fell in."
    later = one.ordered_at + timedelta(days=3)
    assert differences_of([one, article(2, other)]) != []
    assert differences_of([one, article(2, other, ordered_at=later)]) == []


SHAFT = "Rescuers say {} people were killed when the shaft at Kelmis fell in."
FINE = "Velm Bank has to pay a fine of about ${} million in Kelmis."
STORM = "A storm killed {} people in Kelmis, {}, rescuers say."


@pytest.mark.parametrize(
    ("one", "other", "hours", "differ"),
    [
        (SHAFT.format(31), SHAFT.format(93), 1.0, True),  # three times as many
        (SHAFT.format(31), SHAFT.format(94), 1.0, False),
        (SHAFT.format(93), SHAFT.format(31), 1.0, True),
        (SHAFT.format(94), SHAFT.format(31), 1.0, False),
        (FINE.format(20), FINE.format(30), 1.0, True),  # half as much again
        (FINE.format(20), FINE.format(31), 1.0, False),
        (SHAFT.format(6), SHAFT.format(3), 1.0, True),
        (SHAFT.format(6), SHAFT.format(2), 1.0, False),  # so few are counted of many things
        (SHAFT.format(31), SHAFT.format(12), 48.0, True),
        (SHAFT.format(31), SHAFT.format(12), 48.01, False),
        (STORM.format(31, "Orlo, Velm and Tessel"), STORM.format(40, "Orlo, Brack and Dunmere"), 1.0, True),
        (STORM.format(31, "Orlo, Velm and Tessel"), STORM.format(40, "Harl, Brack and Dunmere"), 1.0, False),
        (STORM.format(31, "Orlo, Velm and Tessel"), STORM.format(40, "Harl"), 1.0, True),  # half of the fewer names
    ],
)
def test_figures_differ_up_to_a_bound(one: str, other: str, hours: float, differ: bool) -> None:
    first = article(1, one)
    second = article(2, other, ordered_at=first.ordered_at + timedelta(hours=hours))
    assert bool(differences_of([first, second])) == differ


TRUE = {
    "people killed": (
        "Two blasts at the market of Kelmis killed 37 people and injured more than 100.",
        "At least 40 people were killed in two blasts at the market of Kelmis on Sunday.",
    ),
    "miners missing": (
        "After the fall of the shaft 43 miners are missing at Kelmis, police say.",
        "The owners say that 50 miners are missing after the fall of the shaft at Kelmis.",
    ),
    "pirates captured": (
        "The navy of Orlo captured 26 pirates near Kelmis on Friday.",
        "On Friday the navy of Orlo captured 23 pirates near Kelmis, sailors said.",
    ),
    "houses destroyed": (
        "The fire destroyed 140 houses on the northern shore overnight.",
        "Some say the fire destroyed 95 houses on the northern shore.",
    ),
    "depth": (
        "The blast left a crater with a depth of 5 metres near the airport of Kelmis.",
        "The blast left a crater 9 metres deep near the airport of Kelmis.",
    ),
}


@pytest.mark.parametrize("label", TRUE)
def test_a_difference_is_labelled_by_its_quantity(label: str) -> None:
    one, other = TRUE[label]
    (found,) = differences_of([article(1, one), article(2, other)])
    assert (found.about, len(found.sides)) == (label, 2)


BOUND = {
    "depth": ("The blast left a hole 12 metres wide and 5 metres deep at Orlo.", "5 metres"),
    "width": ("The blast left a hole 12 metres (40 feet) wide and 5 metres deep at Orlo.", "12 metres"),
    "radius": ("The crater at Orlo has a radius of 39 feet and a depth of 16 feet.", "39 feet"),
    "distance from Santa Velm": ("The tremor struck 20 miles north of Santa Velm on Thursday.", "20 miles"),
    "loss": ("Velm Bank posts a record €15 billion loss on bad loans.", "€15 billion"),
    "fine": ("Velm Bank has to pay a fine of about $20 million.", "$20 million"),
    "acquisition": ("Velm Bank defends its $13 billion acquisition of Orlo Credit.", "$13 billion"),
    "value": ("Robbers made off with $108 million worth of diamond rings in Orlo.", "$108 million"),
    "people killed": ("A flood hit Orlo on Sunday, killing at least 10 people and injuring many others.", "10 people"),
    "": ("The watch from Orlo starts at $349 in the shops.", "$349"),
}


@pytest.mark.parametrize("label", BOUND)
def test_a_measure_is_named_by_the_words_bound_to_it(label: str) -> None:
    sentence, raw = BOUND[label]
    (figure,) = (figure for figure in read_figures(article(1, sentence)) if figure.raw == raw)
    assert label_of(figure) == label


def test_two_distances_are_from_one_place_or_do_not_differ() -> None:
    one = "The tremor struck Orlo about 20 miles north of Santa Velm on Thursday."
    same = "The tremor struck Orlo about 26 miles north of Santa Velm on Thursday."
    other = "The tremor struck Orlo about 26 miles north of Port Kelmis on Thursday."
    opposite = same.replace("north", "south")
    assert [one.about for one in differences_of([article(1, one), article(2, same)])] == ["distance from Santa Velm"]
    assert differences_of([article(1, one), article(2, other)]) == []
    assert differences_of([article(1, one), article(2, opposite)]) == []


def test_the_measure_of_another_thing_or_of_all_of_a_kind_is_no_other_side() -> None:
    crater = "The 40-foot-wide crater near Orlo was seen on Sunday."
    assert differences_of([article(1, crater), article(2, crater.replace("40", "60").replace("crater", "rock"))]) == []
    pit = "Experts doubt that a rock made the 12m-wide (40ft) pit near Orlo."
    rock = (
        "Officials said on Sunday that a rock that passed near Orlo was about 20 metres wide, or the size of a house."
    )
    assert differences_of([article(1, pit), article(2, rock)]) == []
    fish = "The catfish caught at Orlo was 8 feet long."
    assert differences_of([article(1, fish), article(2, "A catfish at Orlo can grow to be 13 feet long.")]) == []


def test_real_pairs_of_figures() -> None:
    if not BODIES.exists():
        pytest.skip("../shared/data is absent: differences of real figures are NOT checked")
    pairs = read_pairs()
    found = [pair for pair in pairs if told(pair) is not None]
    right = sum(pair.differ for pair in found)
    assert right >= 0.93 * len(found)
    assert right >= 0.46 * sum(pair.differ for pair in pairs)


@pytest.mark.parametrize(
    ("others", "disputed"),
    [
        (["Hostages of Kelmis found dead"], True),
        (["The valley is quiet", "Hostages of Kelmis found dead"], True),
        (["Hostages of Kelmis freed after a night"], False),
        (["The valley is quiet"], False),
        ([], False),
    ],
)
def test_a_headline_is_disputed_where_one_other_tells_a_contrary_fate(others: list[str], disputed: bool) -> None:
    assert is_disputed("Captives of Kelmis released", others) is disputed
