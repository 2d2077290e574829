"""A text denies or confirms in the words of its own language."""

import pytest

from news.language.stances import confirms, denials


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("He did not go, and never will.", "en", 2),
        ("He didn't say so; she doesn’t know.", "en", 2),
        ("A non-profit group of Nie Wang.", "en", 0),  # Italian, German
        ("Der Hafen schließt im Mai nicht.", "de", 1),  # "mai" is "never" in Italian alone
        ("Le port ferme en mai.", "fr", 0),
        ("Le port ne ferme pas.", "fr-FR", 1),
        ("No lo sabe nunca.", "es", 2),
        ("Il porto non chiude mai.", "it", 2),
        ("De haven sluit niet.", "nl", 1),
        ("港は閉まらない。", "ja", 1),
        ("항구는 닫지 않는다.", "ko", 1),
        ("Il porto non chiude.", None, 1),  # nobody knows the language: all are looked for
        ("Havnen lukker ikke.", "da", 0),
    ],
)
def test_what_denies(text: str, language: str | None, count: int) -> None:
    assert denials(text, language) == count


@pytest.mark.parametrize(
    ("text", "language", "is_told"),
    [
        ("The board admitted the fault.", "en", True),
        ("The board did not confirm it.", "en", False),
        ("Die Polizei bestätigte den Fund.", "de", True),
        ("Er gab den Fehler zu.", "de", True),
        ("Le ministre reconnaît l'erreur.", "fr", True),
        ("O ministro confirmou a notícia.", "pt", True),
        ("警察は確認した。", "ja", True),
        ("The sea is calm.", None, False),
    ],
)
def test_what_confirms(text: str, language: str | None, is_told: bool) -> None:
    assert confirms(text, language) == is_told
