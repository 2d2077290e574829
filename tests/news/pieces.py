"""Articles for tests of thought: a text, an outlet, an hour; made-up prose where the words do not matter."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from news.records import Article, Outlet

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

OUTLETS = [
    Outlet(outlet="Reuters", aliases=("Reuters.com",), domain="reuters.com", kind="agency", country="gb"),
    Outlet(outlet="Associated Press", aliases=("AP", "The Associated Press"), domain="apnews.com", kind="agency",
           country="us", ambiguous=("AP",)),
    Outlet(outlet="Agence France-Presse", aliases=("AFP",), domain="afp.com", kind="agency", country="fr"),
    Outlet(outlet="Financial Times", aliases=("FT", "The Financial Times"), domain="ft.com", kind="newspaper",
           country="gb", ambiguous=("FT",)),
    Outlet(outlet="Yomiuri Shimbun", aliases=("Yomiuri",), domain="yomiuri.co.jp", kind="newspaper", country="jp"),
    Outlet(outlet="Nikkei", domain="nikkei.com", kind="newspaper", country="jp", ambiguous=("Nikkei",)),
    Outlet(outlet="Time", aliases=("TIME",), domain="time.com", kind="magazine", country="us",
           ambiguous=("Time", "TIME")),
    Outlet(outlet="The Times", aliases=("Times",), domain="thetimes.com", kind="newspaper", country="gb",
           ambiguous=("The Times", "Times")),
    Outlet(outlet="Global Times", domain="globaltimes.cn", kind="newspaper", country="cn"),
    Outlet(outlet="BBC News", aliases=("BBC", "The BBC"), domain="bbc.com", kind="broadcaster", country="gb"),
    Outlet(outlet="Harbour Post", domain="harbour-post.example", kind="newspaper", country="gb"),
    Outlet(outlet="Center for Strategic and International Studies", aliases=("CSIS",), domain="csis.org",
           kind="think_tank", country="us"),
]  # fmt: skip


def article(
    number: int, text: str = "", *, outlet: str | None = None, hours: float | None = None, **more: Any
) -> Article:
    """An article of `outlet`, `hours` after noon (default: its number)."""
    at = NOON + timedelta(hours=number if hours is None else hours)
    return Article(
        **{
            "article_id": number,
            "url": f"https://outlet-{number}.example/{number}",
            "outlet": f"Outlet {number}" if outlet is None else outlet,
            "title": f"Headline {number}",
            "text": text,
            "language": "en",
            "first_seen_at": at,
            "ordered_at": at,
            "ordered_by": "published",
            "arrived_by": "feed",
        }
        | more
    )


SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "is", "ol", "ut")]


def prose(seed: int, words: int = 300) -> str:
    """Sentences of made-up words that no other seed shares; the same for the same seed."""
    chance = random.Random(seed)
    sentences = []
    while words > 0:
        count = min(words, chance.randint(8, 20)) or 1
        told = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(count)]
        sentences.append(" ".join(told).capitalize() + ".")
        words -= count
    return "\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))
