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

# Kinds that were wrong on news nobody here had read; names and words are made up.
UNSEEN = {
    "a long dash parts words": (
        f"Shipping fell because—as Ann Vale, head of the union, told a paper—“{SAID}”.",
        "Ann Vale",
    ),
    "an office in capitals": (f"“{SAID},” said NDP MP Carl Vale.", "Carl Vale"),
    "a people before a name": (f"Australian Ann Vale, 21, said: “{SAID}.”", "Ann Vale"),
    "a trade before a name": (f"“{SAID},” said County Coroner Frank Vale.", "Frank Vale"),
    "words before the name in a caption": (
        f"Boats lay at the Orsel Grand Prix Ann Vale\nAnn Vale won the last race of the year.\n“{SAID},” Vale said.",
        "Ann Vale",
    ),
    "a surname that is a colour": (f"Tamala Black leads the union.\n“{SAID},” Black said.", "Tamala Black"),
    "a place behind a place": (
        f"Mr Vale, speaking after walking to his home in Hask, West Orsel, said: “{SAID}.”",
        None,
    ),
    "a body with what belongs to it": (f"The Ministry of Works said that “{SAID}”.", "the Ministry of Works"),
    "a number is no name": (f"“{SAID},” said one.", "one"),
    "an infinitive behind the verb": (f"Orsel Marine continued to change the boat, which has “{SAID}” on it.", None),
    "another subject before it": (
        f"“It is late now, they say,” Carl Hill tweeted after Ann Vale argued that “{SAID}”.",
        "Ann Vale",
    ),
    "who of two shouts": (f"Carl Hill says Ann Vale pushed him, shouting: “{SAID}.”", None),
    "an editorial of a day": (f"“{SAID},” reads a Friday editorial in the Orsel Post.", "a Friday editorial"),
    "namesakes": (
        f"Eric Vale and Anna Vale own the yard. Anna Vale runs it with Eric Vale.\n“{SAID},” Vale said.",
        "Vale",
    ),
    "a question's first word": (
        f"Will Vale come to the yard this year? Bernard Vale came there last year.\n“{SAID},” Vale said.",
        "Bernard Vale",
    ),
    "the subject explains another": (
        f"“It is late now, they say,” said Tom Reed.\nHill's brother, Kevin Nash, went there. “{SAID},” he said.",
        "Kevin Nash",
    ),
    "two tell": (f"Carl Moss reported that an expert, Tom Hill, explained it. “{SAID},” he said.", None),
    "a people is nobody": (f"The plan angered women and Mexicans. “{SAID},” she said.", None),
    "a station is nobody": (f"Orsel Radio aired a talk with Rosen. “{SAID},” she told Orsel Radio.", None),
    "a name with an article": (f"Deputy Hassan al-Orsel called it late. “{SAID},” he said.", "Hassan al-Orsel"),
    "an article's name alone": (f"Ali al-Orsel leads the yard. “{SAID},” said al-Orsel.", "Ali al-Orsel"),
    "a title tells which namesake": (
        f"Luke Vale left Hask in May. Lucy Vale asked for news. Then Mr Vale came back.\n“{SAID},” he said.",
        "Luke Vale",
    ),
    "a participle is no name": (f"Mortified, she thanked the yard. “{SAID},” she said.", None),
    "a station is told": (
        f"A man of the yard told Voice of Orsel that it was late. “{SAID},” he said.",
        "a man of the yard",
    ),
    "a capital inside a surname": (
        f"Joan LaVale leads the yard with Mike Hill. Boats matter, LaVale said, and so do others. “{SAID},” she said.",
        "Joan LaVale",
    ),
    "a label is nobody": (f"We tried two boxes.\nOrsel Style Edit: “{SAID}.”", None),
    "a name and trade before a colon": (f"Senka Orselic, a builder from Hask: “{SAID}.”", "Senka Orselic"),
    "who is told does not speak": (f"Tom Reed came on Friday. He was told that “{SAID}”.", None),
    "a subject behind a conjunction": (
        f"The man left after police replied to a call made by somebody at the yard: “{SAID}.”",
        None,
    ),
    "a noun that is a verb, too": (f"“{SAID},” reads one of the top comments on the page.", None),
    "a time of day": (f"This afternoon Hask Police posted on Twitter: “{SAID}.”", "Hask Police"),
    "an unknown subject ends the turn": (
        f"“It is late now, they say,” said Tom Reed. Still, Valeh wisely replied, “{SAID}.”",
        "Valeh",
    ),
    "a sentence before it tells": (f"Ann Vale said that it was late. “{SAID}.” Boats lay there.", "Ann Vale"),
    "words behind it go on": (f"Ann Vale said that it was late. “{SAID},” the yard's office sent in a note.", None),
    "somebody begins": (f"Orsel Post reported:\n“{SAID},” Tom Reed began.", "Tom Reed"),
    "another adds": (f"“It is late now, they say,” a source says. Another adds, “{SAID}.”", "another"),
    "a night before it": (f"Last night a Palace spokesman told the Sun: “{SAID}.”", "a Palace spokesman"),
    "somebody is brought in to tell": (
        f"Karl Reed of Hask was named by friends on Friday, with one close acquaintance telling the Post: “{SAID}.”",
        None,
    ),
    "another is brought in to speak": (f"Karl Reed was freed in May, with Ann Vale saying: “{SAID}.”", "Ann Vale"),
    "one brought in with a trade": (
        f"Karl Reed was freed in May, with Ann Vale, his lawyer, saying: “{SAID}.”",
        "Ann Vale",
    ),
    "the first subject goes away and speaks": (
        f"Karl Reed left the yard on Friday, telling reporters: “{SAID}.”",
        "Karl Reed",
    ),
    "a page is cut": (f"The Orsel Report’s About page says “{SAID}.”", None),
    "a name before its noun": (f"It may, according to the official Orsel site, “{SAID}”.", "the official Orsel site"),
    "a fake account": (f"“{SAID},” tweeted the fake Ann Vale account.", "the fake Ann Vale account"),
    "capitals are a name": (f"“{SAID},” said SITE. The site watches boats.", "SITE"),
    "a source is cut": (f"A “senior” source said: “{SAID}.” The yard said no more.", None),
    "a clause is nobody": (f"It told her that everything the bot said was made up, “{SAID}.”", None),
    "whose chief it is": (
        f"Xin Vale, a chief scientist, came. The union of boats grows, the union's chief scientist said: “{SAID}.”",
        None,
    ),
    "two apostrophes behind a stop": (
        f"''It is late now, they say,'' said Tom Reed, leader of a group called Boats for Orsel. ''{SAID}.''",
        "Tom Reed",
    ),
    "somebody else in between": (
        f"“It is late now, they say,” said Tom Reed. The builder Frank Vale spoke once of “{SAID}”.",
        "Frank Vale",
    ),
}


@pytest.mark.parametrize(("text", "speaker"), UNSEEN.values(), ids=UNSEEN)
def test_kinds_met_in_unseen_news(text: str, speaker: str | None) -> None:
    assert find_quotes(article(1, text, language="en"))[-1].speaker == speaker


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
