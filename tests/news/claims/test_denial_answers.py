"""How far a denial reaches: words between, adverbs, marks that part, and what stands behind "not … but"."""

from pathlib import Path

from news.claims.claim_denials import clause_of, denied, doubted_words
from news.claims.claims import read_claim, read_sentence
from tests.answers import check

KEPT = Path("tests/fixtures/answers/claims")
CLAIMS = (
    "The court banned fishing in Velm Bay",
    "Anna Berg is dead",
    "Anna Berg sued Carl Dorn",
    "The court did not ban fishing in Velm Bay",
)
FILLERS = "in the end to all of us out of it as one by any of them".split()


def sentences() -> list[str]:
    found = []
    for count in range(4, 13):
        between = " ".join(FILLERS[:count])
        found += [
            f"The mayor denied that {between} fishing was banned.",
            f"It is not {between} fishing that the court banned.",
        ]
        found += [f"The mayor denied {between} that Anna Berg is dead.", f"She has not {between} died, says Anna Berg."]
    for word in ("really", "yet", "even", "ever", "been", "soon", "early"):
        found += [f"The court has not {word} banned fishing in Velm Bay.", f"Anna Berg is not {word} dead."]
    for mark in (",", ";", ":", " which", " who", " and", " but", " –", " because", " if"):
        found += [
            f"The mayor denied it{mark} the court banned fishing in Velm Bay.",
            f"It did not rain{mark} Anna Berg is dead.",
        ]
    found += [
        "The court has not banned hunting but fishing in Velm Bay.", "Not Carl Dorn but Anna Berg is dead.",
        "Anna Berg cannot be dead.",
        "The court will not ban fishing.", "That the court banned fishing in Velm Bay is false.",
        "It is false that Anna Berg is dead.",
        "Anna Berg is alive after rumours that she is dead.", "Rumours that Anna Berg is dead spread.",
        "Anna Berg sued nobody.",
        "Anna Berg did not sue Carl Dorn, she sued the court.", "Carl Dorn was not sued, Anna Berg said.",
        "The court denied banning fishing.",
        "The court banned fishing in Velm Bay, not hunting.",
        "The court, which has not met, banned fishing in Velm Bay.",
    ]  # fmt: skip
    return found


def test_what_a_sentence_denies_of_a_claim_stays() -> None:
    found = []
    for words in CLAIMS:
        claim = read_claim(words, "en")
        assert claim is not None
        found.append(words)
        for sentence in sentences():
            read = read_sentence(sentence, "en")
            first, last = clause_of(claim, read)
            found.append(
                f"  {denied(claim, read) or '-'} {doubted_words(claim, read)} [{sentence[first:last]}] {sentence}"
            )
    check(KEPT / "denied.txt", found)
