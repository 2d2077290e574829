"""What a text says of a claim in another construction, and of somebody beside whom the claim names."""

import pytest

from news.claims.claim_paraphrases import paraphrases
from news.claims.claims import read_claim
from news.claims.corroboration import ClaimText, Statement, statements_in
from tests.news.claims.test_claims import MOMENT

# claim, the last sentence of a text, what it says
TOLD = [
    ("Carl Dorn lost to Anna Berg", "Anna Berg beat Carl Dorn in two sets.", "for"),
    ("Carl Dorn lost to Anna Berg", "Carl Dorn defeated Anna Berg.", "not for"),
    ("Anna Berg defeated Carl Dorn", "Carl Dorn lost to Anna Berg.", "for"),
    ("Carl Dorn suffered a defeat against Anna Berg", "Anna Berg earlier defeated Carl Dorn.", "for"),
    ("Carl Dorn suffered a defeat against Anna Berg", "Carl Dorn earlier defeated Anna Berg.", "not for"),
    ("Carl Dorn received a medal from Anna Berg", "Anna Berg gave a medal to Carl Dorn.", "for"),
    ("Carl Dorn received a medal from Anna Berg", "Carl Dorn gave a medal to Anna Berg.", "not for"),
    ("Anna Berg gave a medal to Carl Dorn", "Carl Dorn received a medal from Anna Berg.", "for"),
    ("Velm will receive a ship from Orla", "Orla will provide Velm with a ship.", "for"),
    ("Velm Bank bought the ferry from Orla Tools", "Orla Tools sold the ferry to Velm Bank.", "for"),
    ("Velm Bank bought the ferry from Orla Tools", "Velm Bank sold the ferry to Orla Tools.", "not for"),
    ("Velm Bank sold the ferry to Orla Tools", "Velm Bank bought the ferry from Orla Tools.", "not for"),
    ("Orla Tools bought the ferry from Velm Bank", "Velm Bank bought the ferry from Orla Tools.", "not for"),
    ("Anna Berg was suspended for one game", "Anna Berg received a one-game suspension.", "for"),
    ("Anna Berg was suspended for three games", "Anna Berg received a one-game suspension.", "against"),
    ("Anna Berg paid a visit to Velm", "Anna Berg visited Velm.", "for"),
    ("Anna Berg paid a visit to Velm", "Anna Berg never visited Velm.", "against"),
    ("Anna Berg paid a visit to Velm", "Anna Berg plans to visit Velm.", "not for"),
    ("Rebels carried out an attack on Velm", "Rebels attacked Velm.", "for"),
    ("Anna Berg faces charges of fraud", "Anna Berg was charged with fraud.", "for"),
    ("Anna Berg faces charges of fraud", "Anna Berg was convicted of fraud.", "not for"),
    ("Anna Berg gave her endorsement to Carl Dorn", "Anna Berg endorsed Carl Dorn.", "for"),
    ("Carl Dorn received the endorsement of Anna Berg", "Carl Dorn endorsed Anna Berg.", "not for"),
    ("Anna Berg is the founder of Velm Bank", "Anna Berg founded Velm Bank.", "for"),
    ("The council is trying to sell the ferry", "The council is making an effort to sell the ferry.", "for"),
    ("Anna Berg married Carl Dorn", "Carl Dorn married Anna Berg in May.", "for"),
    ("Velm belongs to Orla Bank", "Orla Bank owns Velm.", "for"),
    ("Anna Berg succeeded Carl Dorn", "Anna Berg wants to take over from Carl Dorn.", "not for"),
    ("Anna Berg directed Star Road One", "Star Road One was directed by Lund; Star Road Two by Anna Berg.", "not for"),
    ("Anna Berg has 40 million euros", "Lund has 40 million euros, compared to Anna Berg's paltry 3,000.", "not for"),
    ("The council freed three prisoners", "Their release came after the council freed three prisoners.", "for"),
    ("Velm shares ended at $185 in New Orla", "Velm shares closed in New Orla on Tuesday at $185.", "for"),
    ("Anna Berg took the decision that she would not play", "Anna Berg took the decision as she played.", "unknown"),
    ("Anna Berg praised Carl Dorn", "Anna Berg's mother praised Carl Dorn.", "not for"),
    ("Anna Berg praised Carl Dorn", "The mother of Anna Berg praised Carl Dorn.", "not for"),
    ("Anna Berg praised Carl Dorn", "Critics of Anna Berg praised Carl Dorn.", "not for"),
    ("Anna Berg praised Carl Dorn", "Anna Berg praised Carl Dorn's brother.", "not for"),
    ("Anna Berg praised Carl Dorn", "Anna Berg praised the brother of Carl Dorn.", "not for"),
    ("Anna Berg died", "Carl Dorn, the husband of Anna Berg, died.", "not for"),
    ("Anna Berg died", "Carl Dorn's mother, Anna Berg, died.", "for"),
    ("Anna Berg died", "Anna Berg, the mother of Carl Dorn, died.", "for"),
    ("The mother of Anna Berg died", "The mother of Anna Berg died.", "for"),
    ("Velm Bank bought Orla Tools", "A rival of Velm Bank bought Orla Tools.", "not for"),
    ("Velm Bank bought Orla Tools", "Velm Bank bought its rival Orla Tools.", "for"),
    ("The minister resigned over the ferry", "The deputy minister resigned over the ferry.", "not for"),
    ("The deputy minister resigned over the ferry", "The deputy minister resigned over the ferry.", "for"),
    ("Police arrested the mayor of Velm", "Police arrested the brother of the mayor of Velm.", "not for"),
    ("Anna Berg lacks experience", "Anna Berg may dislike it, lack experience, and feel torn, they said.", "unknown"),
    ("Anna Berg lacks experience", "Anna Berg could leave the town or lack experience.", "unknown"),
    ("Crew left Velm", "The rain may stop, crew have left Velm on Friday.", "for"),
    ("Anna Berg endorsed Carl Dorn", "Anna Berg had earlier refused to endorse Carl Dorn.", "unknown"),
    ("Anna Berg endorsed Carl Dorn", "Anna Berg at first declined to endorse Carl Dorn.", "unknown"),
    ("Anna Berg endorsed Carl Dorn", "Anna Berg refused to endorse Carl Dorn.", "against"),
]  # fmt: skip
# claim, a sentence that leaves it open, which of its words it does not hold
MISSING = [
    ("The union ruled out a long strike in Velm", "The union threatened a long strike in Velm.", ("ruled out",)),
    ("Anna Berg's court banned fishing in Velm", "The court in Velm banned hunting.", ("Anna", "Berg", "fishing")),
    ("The court banned fishing in Velm Bay", "The court may have banned fishing in Velm Bay.", ()),
    (
        "Velm told two million homes how to survive war",
        "Velm has a plan. How homes may survive war is told.",
        ("Velm",),
    ),
]
ATTEMPT = ["The council is making an attempt to sell it"]
# claim, how else it is said
SAID = [
    ("Anna Berg has issued an apology", ["Anna Berg has apologised"]),
    ("Anna Berg will pay a visit to Velm in May", ["Anna Berg will visit Velm in May"]),
    ("Carl Dorn loses to Anna Berg", ["Anna Berg beats Carl Dorn", "Anna Berg defeats Carl Dorn"]),
    ("The council is trying to sell it", ["The council is making an effort to sell it", *ATTEMPT]),
    ("Anna Berg met Carl Dorn at noon", ["Carl Dorn met Anna Berg at noon"]),
    ("Velm took over from Orla", ["Velm succeeded Orla"]),
    ("Velm succeeded Orla", []),
    ("Police found Anna Berg", []),
    ("Carl Dorn did not lose to Anna Berg", []),
    ("Anna Berg won the race and lost to Carl Dorn", []),
    ("Carl Dorn lost to Anna Berg's team", []),
]  # fmt: skip


def told(claim: str, text: str) -> list[Statement]:
    read = read_claim(claim, "en")
    assert read is not None
    article = ClaimText(
        article_id=1, url="", outlet=None, family=None, title="", text=text, language="en", at=MOMENT,
        copy_group_id=1, origin_state="unknown", origin=None, credits=(),
    )  # fmt: skip
    return list(statements_in(read, article))


def _told(claim: str, text: str) -> Statement | None:
    return next(iter(told(claim, text)), None)


@pytest.mark.parametrize(("claim", "sentence", "side"), TOLD)
def test_another_construction_and_another_person(claim: str, sentence: str, side: str) -> None:
    one = _told(claim, sentence)
    stated = one.side if one else None

    assert stated == side or (side == "not for" and stated != "for")


@pytest.mark.parametrize(("claim", "sentence", "missing"), MISSING)
def test_an_open_sentence_says_what_of_the_claim_it_does_not_hold(
    claim: str, sentence: str, missing: tuple[str, ...]
) -> None:
    one = _told(claim, f"Anna Berg spoke. {sentence}") if "Anna" in claim else _told(claim, sentence)

    assert one is not None
    assert (one.side, one.missing) == ("unknown", missing)


@pytest.mark.parametrize(("claim", "others"), SAID)
def test_a_claim_is_said_in_other_constructions(claim: str, others: list[str]) -> None:
    assert [one.text for one in paraphrases(claim, "en")] == others


def test_a_language_without_a_table_has_no_other_constructions() -> None:
    assert paraphrases("Anna Berg hat Carl Dorn besucht", "de") == ()
