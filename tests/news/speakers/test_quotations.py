import pytest

from news.language.quotation_marks import quotation_spans
from news.speakers.quotations import find_quotes
from tests.news.pieces import article

SAID = "We will not leave this harbour before the boats are paid for"

SPOKEN = [
    (f"“{SAID},” said Ann Vale.", "Ann Vale"),
    (f"“{SAID},” Ann Vale told reporters.", "Ann Vale"),
    (f'"{SAID}," Ann Vale, who leads the union, said.', "Ann Vale"),
    (f"“{SAID},” said the harbour master, who is 61.", "the harbour master"),
    (f"Ann Vale said: “{SAID}.”", "Ann Vale"),
    (f"Ann Vale: “{SAID}.”", "Ann Vale"),
    (f"Ann Vale, head of the union, said on Monday that “{SAID}”.", "Ann Vale"),
    (f"Minister Ann Vale said, “{SAID}.”", "Ann Vale"),
    (f"According to Ann Vale, “{SAID}”.", "Ann Vale"),
    (f"“It is late now, they say,” said Ann Vale. “{SAID}.”", "Ann Vale"),
    (f"“It is late now, they say,” said Ann Vale.\n“{SAID},” she added.", "Ann Vale"),
    (f"“It is late now, they say,” said Ann Vale.\nVale added: “{SAID}.”", "Ann Vale"),
    (f"“{SAID}.”", None),
    (f"„{SAID}“, heißt es.", None),
    (f"« {SAID} », dit-on.", None),
]


def test_a_name_in_japanese_marks_is_no_quotation() -> None:
    (found,) = find_quotes(
        article(1, "「シーライン」によると、海野太郎氏は「ほかに方法はなかった」と述べた。", language="ja")
    )
    assert (found.quote, found.speaker) == ("ほかに方法はなかった", "海野太郎")


@pytest.mark.parametrize(("text", "speaker"), SPOKEN)
def test_quotations_have_their_speaker_where_the_text_says_so(text: str, speaker: str | None) -> None:
    found = find_quotes(article(1, text))[-1]
    assert found.speaker == speaker
    assert found.quote.strip(" ,.") == SAID
    assert text[found.span_start : found.span_end] == found.quote


@pytest.mark.parametrize(
    "text",
    [
        "He spoke of a “historic decision” and went.",
        "She wrote “The Old Man and the Sea Again” in a year.",
        "It doesn't matter what they're told, isn't that what it's about?",
        'A stray " mark in a line\nand another " in the next make no quotation of it all.',
    ],
)
def test_titles_phrases_and_apostrophes_are_no_quotations(text: str) -> None:
    assert find_quotes(article(1, text)) == []


def test_single_marks_count_where_a_text_has_no_double_ones() -> None:
    text = "'We will not leave this harbour', she said. It wasn't the men's fault."
    assert [text[start:end] for start, end in quotation_spans(text)] == ["We will not leave this harbour"]


def test_a_paragraph_of_a_long_quotation_may_lack_its_closing_mark() -> None:
    text = "“We will stay here in the harbour.\n\n“We will not be moved from it,” she said."
    assert len(quotation_spans(text)) == 2


def test_an_account_of_ours_quotes_nobody() -> None:
    assert find_quotes(article(1, f"“{SAID},” said Ann Vale.", text_kind="account")) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Witness You Meng, 33, said: “It was so loud that nobody could sleep over there.”", "You Meng"),
        ("Sir Keir said that “all members of the house get gifts” and left. Lady Marl stayed.", "Sir Keir"),
        ("Sir Keir Marl spoke. Later Sir Keir said that “all members of the house get gifts”.", "Keir Marl"),
        ("“We must all pray for the men at sea,” Pope Francis said on Sunday.", "Pope Francis"),
        ("Pope Francis spoke in Rome. “We must all pray for the men at sea,” Francis said.", "Pope Francis"),
        ("Lord Walver told the paper: “One of the conclusions of my review is that we wait.”", "Lord Walver"),
        ("Lady Ann Walver told the paper: “One of the conclusions of my review is that we wait.”", "Ann Walver"),
    ],
)
def test_a_name_of_one_word_keeps_the_title_that_belongs_to_it(text: str, speaker: str) -> None:
    assert [quote.speaker for quote in find_quotes(article(1, text))] == [speaker]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        # A surname that is also an office or a trade, behind a given name.
        ("de", "„Das ist eine gute Sache für uns alle“, sagte Anna Richter am Montag.", "Anna Richter"),
        ("de", "„Das ist eine gute Sache für uns alle“, sagte der Fischer Jens König am Montag.", "Jens König"),
        ("es", "«Es una decisión que lamentamos mucho», dijo Juan Carlos Rey el lunes.", "Juan Carlos Rey"),
        ("it", "«È una decisione che ci rammarica molto», ha detto Anna Papa lunedì.", "Anna Papa"),
        ("fr", "« C'est une décision que nous regrettons », a dit Jean Prince lundi.", "Jean Prince"),
        ("pt", '"É uma decisão que lamentamos muito", disse Ana Bispo na segunda-feira.', "Ana Bispo"),
        ("en", "The San Diego Republican said that “at least ten of them have been caught”.", None),
        # An office has one holder, who holds it now.
        ("en", "Speaker Ann Lo rose. “We will fight for every vote,” the speaker said.", "Ann Lo"),
        ("en", "Former Speaker Ann Lo rose. “We will fight for every vote,” the new speaker said.", None),
        ("en", "President Ann Vale met President Ann Lo. “We will go on then,” the president said.", None),
        ("en", "According to The Hollywood Reporter, Vale decided he “was not right for the part at all”.", None),
        # What somebody was called is another's word; a firm is no person by a later name.
        ("en", "He told a radio that Ann Lo was welcomed to the crew as a “breath of fresh air for all”.", None),
        ("en", "Ann Lo was described as “a breath of fresh air for all of them” at the time.", None),
        # A given name that no list has.
        ("en", "Liv Atzil teaches. Atzil said no. “We waited for two hours there,” Liv said.", "Liv Atzil"),
        ("de", "Die Strategie Anns ging auf. Jule Ann sprach. „Wir haben lange gewartet“, sagt Ann.", "Jule Ann"),
        ("de", "„Wir haben lange auf eine Antwort gewartet“, sagt Thüringens AfD-Chef.", None),
    ],
)
def test_names_that_are_also_offices_and_offices_that_name_somebody(
    language: str, text: str, speaker: str | None
) -> None:
    told = [quote for quote in find_quotes(article(1, text, language=language)) if quote.speaker_kind != "unnamed"]
    assert [quote.speaker for quote in told] == ([speaker] if speaker else [None] * len(told))


def test_a_firm_is_no_person_by_a_later_name_that_holds_its_own() -> None:
    text = (
        "“The plan is open to all of our users,” Strava said. Strava, whose app has its own map, left its parent. "
        "“We wait for May,” Strava said of its plan. The Camp Strava opens in May."
    )
    assert {quote.speaker for quote in find_quotes(article(1, text))} == {"Strava"}


@pytest.mark.parametrize(
    ("language", "text", "speaker", "kind"),
    [
        ("en", "“We shall see what comes of it,” said an Iowa Democrat on Monday.", "an Iowa Democrat", "unnamed"),
        ("en", "An Iowa Democrat said: “We shall see what comes of it.”", "an Iowa Democrat", "unnamed"),
        ("en", "“We shall see what comes of it,” the Iowa Democrat said on Monday.", "the Iowa Democrat", "unnamed"),
        ("en", "“We shall see what comes of it,” said the Facebook Foundation.", "the Facebook Foundation", "body"),
        ("de", "„Wir werden sehen, was wird“, sagt Anna Lohr von der Universität Wehr.", "Anna Lohr", "person"),
        ("de", "„Wir werden sehen, was wird“, sagt Anna von der Wehr.", "Anna von der Wehr", "person"),
    ],
)
def test_who_belongs_to_a_body_is_none(language: str, text: str, speaker: str, kind: str) -> None:
    assert [(quote.speaker, quote.speaker_kind) for quote in find_quotes(article(1, text, language=language))] == [
        (speaker, kind)
    ]
