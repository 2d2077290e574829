"""What a sentence says of a claim: for, against, open, or nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from news.claims.claim_matching import Context, judge
from news.claims.claims import read_claim
from news.claims.corroboration import ClaimText, Credit, changes_of, independent, sources_of, statements_in

MOMENT = datetime(2031, 3, 1, tzinfo=UTC)
# claim, sentence, what it says
CASES = [
    ("The court banned fishing in Velm Bay", "A court in Orla banned fishing in Velm Bay until May.", "for"),
    ("The court allowed fishing in Velm Bay", "A court in Orla banned fishing in Velm Bay until May.", "against"),
    ("The court banned fishing in Velm Bay", "The court has not banned fishing in Velm Bay.", "against"),
    ("The court banned fishing in Velm Bay", "The court might have banned fishing in Velm Bay.", "unknown"),
    ("The court banned fishing in Velm Bay", "Fishing in Velm Bay was banned by the court.", "for"),
    ("The court banned fishing in Velm Bay", "The court banned fishing in Saltmere Sound.", None),
    ("The bridge cost 40 million euros", "The bridge cost 40.2 million euros, the city said.", "for"),
    ("The bridge cost 40 million euros", "The bridge cost 55 million euros, the city said.", "against"),
    ("The bridge cost 40 million euros", "The bridge cost too much, the city said.", "unknown"),
    ("There are five suspects in the bank case", "There are two suspects in the bank case.", "against"),
    ("Two suspects are in custody", "There are two suspects, and neither is in custody.", "against"),
    ("45,000 troops are in Velm", "At least 54,000 troops and 45,000 family members are in Velm.", "unknown"),
    ("The inquiry begins on 9 December", "The inquiry begins on 5 October.", "against"),
    ("The inquiry begins on 9 December", "The inquiry begins on 9 December.", "for"),
    ("Anna Berg sued Carl Dorn", "Anna Berg sued Carl Dorn in Velm.", "for"),
    ("Anna Berg sued Carl Dorn", "Carl Dorn sued Anna Berg in Velm.", "unknown"),
    ("Anna Berg sued Carl Dorn", "Carl Dorn was sued by Anna Berg in Velm.", "for"),
    ("The union accepted the offer", "The union rejected the offer.", "against"),
    ("The union rejected the offer", "The union rejected the offer.", "for"),
    ("Anna Berg is dead", "Anna Berg is not dead, her agent said.", "against"),
    ("Anna Berg is dead", "Anna Berg is alive and well after rumours that she had died.", "against"),
    ("Anna Berg is dead", "Reports of Anna Berg's death are not accurate.", "against"),
    ("Anna Berg is dead", "Anna Berg rebuffs rumours that she died of a fever.", "against"),
    ("Anna Berg is dead", "A bogus site says that Anna Berg was found dead.", "unknown"),
    ("Anna Berg is dead", "A death hoax about Anna Berg spreads.", "unknown"),
    ("Anna Berg is dead", "Anna Berg does not live in that building.", None),
    ("The unemployment rate fell to 3.5%", "Employers added jobs, and the jobless rate fell to 3.5%.", "for"),
    ("The law is unsafe", "The law is safe, the court said.", "against"),
    # a verb that denies what stands before it
    ("Anna Berg took bribes", "Anna Berg took bribes, which her lawyers have denied.", "unknown"),
    ("Anna Berg took bribes", "Anna Berg took bribes, prosecutors say, charges she rejects.", "unknown"),
    ("Anna Berg took bribes", "Anna Berg took bribes, officials denied.", "unknown"),
    ("Anna Berg took bribes", "Prosecutors say that Anna Berg took bribes; she denies any knowledge.", "for"),
    ("Anna Berg denied the charges", "Anna Berg denied the charges in May, and her aides denied.", "for"),
    # participles that stand beside each other as adjectives alone
    ("Anna Berg was sacked", "Anna Berg was raped in 2020.", None),
    ("Anna Berg was arrested", "Anna Berg was stunned on Monday.", None),
    ("Carl Dorn is still contagious", "Carl Dorn backed a fan who was caught on video.", None),
    ("The party was disappointed", "The party was defeated on Monday.", None),
    ("Anna Berg is alive", "Anna Berg is not dead.", "for"),
    ("Anna Berg is alive", "A site falsely told of Anna Berg's death.", "unknown"),
    ("Anna Berg is dead", "Oh no, Anna Berg is dead.", "for"),
    ("Anna Berg owns the island", "He does not need an island, said the agent of Anna Berg, who owned it.", "unknown"),
    ("Anna Berg owns the island", "The island is a quiet one, Anna Berg said.", "unknown"),
    ("The flag of Velm is legal", "The flag of Velm is not illegal.", "for"),
    ("Carl Dorn is 17 years old", "Carl Dorn, a 17-year-old pupil, is old enough.", "for"),
    ("Carl Dorn owns the island", "The island is not owned by Anna Berg, but by Carl Dorn.", "unknown"),
    ("The minister resigned", "The minister praised the transport workers.", None),
    ("Velm bought the ferry", "Velm purchased the ferry in May.", "for"),
    ("Anna Berg was killed", "Within a year Anna Berg was deposed and assassinated.", "for"),
    ("Anna Berg was assassinated", "Anna Berg was killed in a fall.", None),
    ("The child of Anna Berg sings", "The son of Anna Berg sings.", "for"),
    ("The son of Anna Berg sings", "The daughter of Anna Berg sings.", "unknown"),
    ("Anna Berg resigned", "Anna Berg stepped down.", "for"),
    ("Anna Berg said the vote was stolen", "Anna Berg argued that the vote was stolen.", "for"),
    ("A sixth person died of the fever", "The 6th person died of the fever.", "for"),
    ("Carl Dorn owns her letters", "Carl Dorn asked Velm Records, which owns her letters.", "unknown"),
    ("Anna Berg praised Carl Dorn", "The paper told of Carl Dorn's praise of Anna Berg.", "unknown"),
    (
        "Velm Bank acquired Orla Tools",
        "Deals: Velm Bank's acquisition of Osk, Dorn's buyout of Orla Tools.",
        "unknown",
    ),
    ("Velm Bank bought Orla Tools", "Velm Bank shows tools purchased from shops, and Orla Tools watched.", "unknown"),
    ("Carl Dorn hit Anna Berg", "Carl Dorn ran before Anna Berg answered by hitting Dorn.", "unknown"),
    ("Carl Dorn hit Anna Berg", "Anna Berg swung it at Carl Dorn, hitting him.", "unknown"),
    ("Carl Dorn hit Anna Berg", "Carl Dorn swung it at Anna Berg, hitting her.", "for"),
    ("Anna Berg rejected Carl Dorn's words", 'He "rejects Anna Berg\'s words", Carl Dorn wrote.', "unknown"),
    ("Anna Berg is weighing a run for mayor", "Anna Berg is considering a run for mayor.", "for"),
    ("Anna Berg ran for mayor", "Anna Berg is considering a run for mayor.", "unknown"),
    ("Velm bought the ferry", "Velm promised to buy the ferry.", "unknown"),
    ("The United States banned fishing in Velm Bay", "The U.S. has outlawed fishing in Velm Bay.", "for"),
    ("The United States banned fishing in Velm Bay", "American officials banned fishing in Velm Bay.", "for"),
    ("The United States banned fishing in Velm Bay", "United Ferries banned fishing in Velm Bay.", None),
    ("The mayor asked the VHA to leave", "The mayor asked the Velm Harbour Authority to leave.", "for"),
    ("Anna Berg was hurt in the crash", "Anna Berg was unhurt in the crash.", "against"),
    ("The law of Velm is constitutional", "The law of Velm is unconstitutional.", "against"),
    ("Anna Berg is leaving Velm", "Anna Berg said she would leave Velm in May.", "for"),
    ("Anna Berg left Velm", "Anna Berg would leave Velm in May if they paid.", "unknown"),
    ("Anna Berg is 55 years old", "Anna Berg, 55, told the story.", "for"),
    ("Anna Berg is 55 years old", "Anna Berg, 61, told the story.", "unknown"),
    ("The outage lasted for a week", "The outage lasted for an hour.", "against"),
    ("The pause ends in January 2022", "The pause ends on Jan. 31, 2022.", "for"),
    ("The fee of the port is 15 dollars", "The port takes a $15 fee.", "for"),
    ("The port hired 100 more guards", "The port recruited 100 guards.", "for"),
    ("Carl Dorn claimed responsibility for the blast", "Carl Dorn has claimed responsibility for the blast.", "for"),
    ("Velm ferry shares rose", "Stare down: buyers smell blood.", None),
    ("Anna Berg accepted the gifts", "Anna Berg said: I cannot accept the gifts.", "unknown"),
    ("Anna Berg accepted the gifts", "Anna Berg said: I can’t accept the gifts.", "unknown"),
    (
        "Anna Berg accepted gifts",
        "Anna Berg said gifts have to be listed, and never going again because I can't accept a seat is absurd.",
        "unknown",
    ),
    ("Anna Berg accepted gifts", "Anna Berg said gifts are listed and that she never accepted gifts.", "against"),
    ("Lund guards fired at the crowd", 'Lund guards killed a man and then "likely" fired at the crowd.', "unknown"),
    ("Lund guards fired at the crowd", "Lund guards killed a man and then fired at the crowd.", "for"),
    ("Rome will deliver 70 million doses by June", "Rome will deliver 200 million doses by July.", "unknown"),
    ("The attack in Velm killed 40 people", "At Velm a raid left 40 people dead.", "for"),
    ("Velm Harbour sued Orla Ferries", "Orla Ferries sued Velm Harbour.", "unknown"),
    ("Velm Harbour sued Orla Ferries", "Orla Ferries was sued by Velm Harbour.", "for"),
    ("Velm Harbour sued Orla Ferries", "Velm Harbour was sued by Orla Ferries.", "unknown"),
    ("Carl Dorn endorsed Anna Berg", "Carl Dorn has yet to endorse Anna Berg.", "against"),
    ("Carl Dorn endorsed Anna Berg", "Carl Dorn planned to endorse Anna Berg.", "unknown"),
    ("Carl Dorn endorsed Anna Berg", "Carl Dorn was the first to endorse Anna Berg.", "for"),
    ("Carl Dorn endorsed Anna Berg", "Carl Dorn said that Rolf Aune endorsed Anna Berg.", "unknown"),
    ("Carl Dorn endorsed Anna Berg", "Carl Dorn endorsed Rolf Aune, who had opposed Anna Berg.", "unknown"),
    ("Carl Dorn endorsed Anna Berg", "Anna Berg won the endorsement of Carl Dorn.", "for"),
    ("Carl Dorn endorsed Anna Berg", "Before the vote Elsa Dorn endorsed Anna Berg.", None),
    ("Anna Berg was convicted of fraud", "Anna Berg was tried and convicted of fraud.", "for"),
    ("Anna Berg was arrested in Velm", "Anna Berg, arrested in Velm, is 55.", "for"),
    ("Anna Berg was arrested in Velm", "Anna Berg arrested a thief in Velm.", "unknown"),
    ("Velm Harbour bought 30 boats from Orla Ferries", "Velm Harbour bought 30 boats for Orla Ferries.", "for"),
    ("Velm Harbour sold 30 boats to Orla Ferries", "Velm Harbour sold 30 boats from Orla Ferries.", "unknown"),
    ("Carl Dorn endorsed Anna Berg", "Anna Berg announced her endorsement of Carl Dorn.", "unknown"),
    ("Velm sued Orla Ferries", "The lawsuit, which will be filed in Velm, is about Orla Ferries.", "unknown"),
    ("Anna Berg was released from jail", "Three others were released, but Anna Berg remains in jail.", "unknown"),
    ("Anna Berg died in Velm", "The death of Anna Berg in Velm was sudden.", "for"),
    ("30 people fell ill in Velm", "A parasite made 30 people ill in Velm.", "for"),
    ("Velm bought 30 ferries", "Velm bought 30 of Orla's new ferries and 50 boats.", "for"),
    ("Velm bought 30 ferries", "Those who bought 30 ferries left Velm.", "unknown"),
    ("Carl Dorn made 30 saves", "Carl Dorn scored twice, Rolf Aune made 30 saves and Velm won.", "unknown"),
    ("Carl Dorn had three assists", "Carl Dorn scored, and Rolf Aune added three assists.", "unknown"),
    ("Carl Dorn stopped 22 shots", "Carl Dorn scored for Velm and Rolf Aune stopped 22 shots.", "unknown"),
    ("A Velm poll put Dorn ahead of Berg", "The poll of the Velm Institute showed Berg leading Dorn.", "unknown"),
    ("A Velm poll put Berg ahead of Dorn", "The poll of the Velm Institute showed Berg leading Dorn.", "for"),
    ("Dorn met survivors of the wreck", "President Anna Berg met survivors of the wreck on Friday.", "unknown"),
    ("Dorn died of a fever in 2011", "Dorn has ruled since his father died of a fever in 2011.", "unknown"),
    ("Dorn's father died of a fever in 2011", "Dorn has ruled since his father died of a fever in 2011.", "for"),
    ("Anna Berg prayed in Velm before World War I", "Anna Berg prayed in Velm before World War II.", None),
    ("The Orla Harbour Rams moved to Velm", "When the Velm Rams moved to Orla Harbour, it rained.", "unknown"),
    ("A cat lost in Velm was found in Orla", "A cat lost in Orla a year ago was found in Velm.", "unknown"),
    ("A cat lost in Velm was found in Orla", "A cat lost in Velm a year ago was found in Orla.", "for"),
    (
        "Velm Ferries shares are up 24 percent",
        "Velm Ferries shares are up 39 percent while Orla Bank is up 24 percent.",
        "unknown",
    ),
    (
        "Velm Ferries shares are up 39 percent",
        "Velm Ferries shares are up 39 percent while Orla Bank is up 24 percent.",
        "for",
    ),
    ("Dorn said Anna Berg was not leaving", "Spokeswoman Anna Berg said Dorn was not leaving.", "unknown"),
    ("Anna Berg said Dorn was not leaving", "Spokeswoman Anna Berg said Dorn was not leaving.", "for"),
    ("The prize drew over 700 entries", "The prize drew 720 entries.", "for"),
    ("The storm hurt 860 people", "The storm hurt approximately 680 people.", "against"),
    ("The storm hurt 860 people", "The storm hurt more than 680 people.", "unknown"),
    ("The wreck killed 40 people in Velm", "The wreck killed 55 people in Velm.", "against"),
    (
        "The wreck killed 40 people in Velm",
        "Those that the wreck killed in Velm include 12 people of a choir.",
        "unknown",
    ),
    ("The wreck killed 40 people in Velm", "Another 12 people were killed by the wreck in Velm.", "unknown"),
    ("The wreck killed 40 people in Velm", "The wreck killed 12 other people in Velm.", "unknown"),
    (
        "The wreck killed 40 people in Velm, including 12 children",
        "The wreck killed 55 people in Velm, including 9 children.",
        "unknown",
    ),
    ("Carl Dorn won the Velm vote", "Winning the Velm vote would put Carl Dorn ahead.", "unknown"),
    ("Das Gericht hat den Bau verboten", "Das Gericht hat den Bau erlaubt.", "against"),
]


THEMSELVES = [
    "Shares of Osk Steel fell 4 percent in Orlo on Monday.",
    "Marta Lind told of her plans for Orla on Friday.",
    "Vice President and Managing Editor Karl Berg expressed the frustration of the staff.",
    "Former Gov. Anna Dorn ruled out a bid this morning.",
    "Berg sued Dorn.",
    "Dorn was sued by Berg.",
    "Rovers beat Wanderers 3-1 at home.",
]


@pytest.mark.parametrize("told", THEMSELVES)
def test_a_plain_sentence_states_itself_also_as_a_clause(told: str) -> None:
    claim = read_claim(told, "en")
    assert claim is not None
    for sentence in (told, f"On Friday, {told}", f"The ministry said that {told}"):
        judged = judge(claim, sentence, Context(headline="", before=""))
        assert judged is not None, sentence
        assert judged.side == "for", (sentence, judged)


@pytest.mark.parametrize(("claim", "sentence", "side"), CASES)
def test_what_a_sentence_says_of_a_claim(claim: str, sentence: str, side: str | None) -> None:
    read = read_claim(claim, "de" if claim.startswith("Das") else "en")
    assert read is not None
    found = judge(read, sentence, Context(headline="", before=""))
    assert (found.side if found else None) == side


def test_a_name_in_the_lead_serves_a_sentence_that_holds_every_word() -> None:
    read = read_claim("Protesters in Velm beat a driver after he crashed his truck", "en")
    assert read is not None
    lead = "Night of anger in Velm. Streets were blocked."
    far = Context(headline="Night of anger", before="It was late.", lead=lead)
    told = "The driver crashed his truck before protesters beat him."
    assert judge(read, told, far).side == "for"  # type: ignore[union-attr]
    assert judge(read, told, Context(headline="Night of anger", before="It was late.", lead="In Orla.")) is None
    part = judge(read, "The protesters assaulted the driver.", far)
    assert part is None or part.side == "unknown"


def test_another_place_and_an_earlier_year_are_another_matter() -> None:
    read = read_claim("The water of Velm made 289 people ill", "en")
    assert read is not None
    around = Context(headline="Illness in Velm", before="", year=2031)
    told = judge(read, "Bad water made 289 people ill on the island of Sund.", around)
    assert told is None
    past = judge(read, "In 2003 the water of Velm made 289 people ill.", around)
    assert past is not None
    assert past.side == "unknown"
    assert judge(read, "The water of Velm made 289 people ill.", around).side == "for"  # type: ignore[union-attr]


def test_a_name_may_stand_before_the_sentence_that_leans_on_it() -> None:
    read = read_claim("Anna Berg resigned in August", "en")
    assert read is not None
    around = Context(headline="Mayor goes", before="Anna Berg led the city for ten years.")
    assert judge(read, "She resigned in August.", around).side == "for"  # type: ignore[union-attr]
    assert judge(read, "Her deputy Carl Dorn resigned in August.", around) is None


def text(number: int, outlet: str, words: str, **more: object) -> ClaimText:
    fields = {
        "article_id": number, "url": f"https://paper.example/{number}",
        "outlet": outlet, "family": outlet,
        "title": "Velm", "text": words, "language": "en",
        "at": MOMENT + timedelta(days=number), "copy_group_id": number,
        "origin_state": "primary", "origin": None, "credits": (),
    }  # fmt: skip
    return ClaimText(**(fields | more))  # type: ignore[arg-type]


def test_a_text_that_doubts_a_claim_does_not_state_it_elsewhere() -> None:
    read = read_claim("Anna Berg is dead", "en")
    assert read is not None
    told = "Anna Berg was found dead in Velm. She was 55."
    doubts = ("The site is known for fakes; Anna Berg is not dead.", "This Anna Berg death hoax spreads.")
    assert [one.side for one in statements_in(read, text(1, "A", told))] == ["for"]
    for doubt in doubts:
        sides = [one.side for one in statements_in(read, text(2, "B", f"{told} {doubt}"))]
        assert "for" not in sides


def test_another_of_the_same_surname_is_not_meant() -> None:
    read = read_claim("Anna Berg is dead", "en")
    assert read is not None
    assert list(statements_in(read, text(1, "A", "Olaf Berg was found dead in Velm. Berg was 55."))) == []
    assert [one.side for one in statements_in(read, text(2, "B", "Anna Berg was 55. Berg was found dead."))] == ["for"]


def test_sources_are_counted_by_the_organisation_on_which_a_sentence_rests() -> None:
    said = "The court banned fishing in Velm Bay."
    credit = Credit(start=0, end=20, cited="Harbour Post")
    texts = [
        text(1, "Harbour Post", said),
        text(2, "Daily Tide", said, origin_state="relays", origin="Harbour Post"),
        text(3, "Sound Herald", said, credits=(credit,)),
        text(4, "Orla Sun", said, origin_state="unknown"),
        text(5, "Meridian", said),
        text(6, "Sydvesten", said, language="da"),
    ]
    read = read_claim("The court banned fishing in Velm Bay", "en")
    assert read is not None
    sources = sources_of(one for item in texts for one in statements_in(read, item))
    assert [(source.origin, len(source.statements)) for source in sources] == [
        ("Harbour Post", 3),
        (None, 1),
        ("Meridian", 1),
    ]
    assert independent(sources, "for") == 2


def test_what_changed_is_told_in_order_of_time() -> None:
    read = read_claim("The bridge cost 40 million euros", "en")
    assert read is not None
    texts = [text(2, "B", "The bridge cost 55 million euros."), text(1, "A", "The bridge cost 40 million euros.")]
    told = changes_of(one for item in texts for one in statements_in(read, item))
    assert [figure for figure, _ in told] == ["40 million euros", "55 million euros"]


def test_another_figure_beside_that_of_the_claim_is_of_something_else() -> None:
    read = read_claim("The economy of Velm grew by 1.1%", "en")
    assert read is not None
    told = list(statements_in(read, text(1, "A", "The economy of Velm grew by 1.1% in May, or 3.8% a year.")))
    assert [(one.side, one.figures) for one in told] == [("for", ("1.1%",))]
    assert changes_of(told) == []


def test_a_claim_is_refused_in_a_language_whose_denials_are_not_known() -> None:
    assert read_claim("Il tribunale ha vietato la pesca", "it") is None


def test_one_word_of_a_long_claim_may_stand_in_the_headline() -> None:
    read = read_claim("A court in Velm banned night fishing off the coast", "en")
    assert read is not None
    told = "A court in Velm banned fishing off the coast between 10 p.m. and 6 a.m."
    assert judge(read, told, Context(headline="No fishing at night", before="")).side == "for"  # type: ignore[union-attr]
    assert judge(read, told, Context(headline="No fishing", before="")).side == "unknown"  # type: ignore[union-attr]


def test_each_note_on_a_sentence_is_explained() -> None:
    """In docs/analyst.md, by its own words."""
    explained = Path("docs/analyst.md").read_text(encoding="utf-8")
    notes = set()
    for claim, sentence, _ in CASES:
        read = read_claim(claim, "de" if claim.startswith("Das") else "en")
        assert read is not None
        told = [judge(read, sentence, Context(headline="", before=""))]
        told += statements_in(read, text(1, "A", f"{claim}. {sentence} A report that {claim} is a hoax."))  # type: ignore[arg-type]
        notes |= {note for one in told if one for note in (one.why_open, *one.matched_by)}
    assert "the text doubts it elsewhere" in notes
    assert {note for note in notes if note.split(" stand")[0] not in explained} == set()
