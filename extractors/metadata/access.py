"""What the head of a page says of who may read it for nothing."""

import re

from extractors.metadata.json_ld import LinkedData, Node, texts
from news.records import record

_SIMPLE_SELECTOR = re.compile(r"[.#][\w-]+")
_NOT_FREE = {"false", "http://schema.org/false", "https://schema.org/false", "no"}
_PAID_TIERS = {"locked", "metered", "paid", "premium", "subscriber", "subscription", "true"}


@record
class Access:
    """Whether a page is paid for, as its head says."""

    is_paywalled: bool = False
    paid_parts: tuple[str, ...] = ()  # classes and ids of elements that JSON-LD says are paid for
    is_free: bool = False  # isAccessibleForFree of the article says so


def access_of(linked: LinkedData, tier: str | None) -> Access:
    """Return what isAccessibleForFree says of a page and its parts, and `tier`, the page's own word for it."""
    parts = [node for node in linked.nodes if "isAccessibleForFree" in node]
    stated = {str(node["isAccessibleForFree"]).strip().lower() for node in parts}
    return Access(
        is_paywalled=bool(stated & _NOT_FREE) or (tier or "").lower() in _PAID_TIERS,
        paid_parts=tuple(name for node in parts for name in _selected(node)),
        is_free=str(linked.article.get("isAccessibleForFree")).strip().lower() == "true",
    )


def _selected(node: Node) -> list[str]:
    """Return the class and id names in a node's `cssSelector`, where it is no more than such names."""
    names = [name for text in texts(node.get("cssSelector")) for name in text.split(",")]
    return [name.strip()[1:] for name in names if _SIMPLE_SELECTOR.fullmatch(name.strip())]
