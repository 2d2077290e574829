"""What marks a page as an article, or as another page of its site: its address, its classes, its buttons."""

import re
import tomllib
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from lxml.html import HtmlElement

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
ADDRESS_PARTS: frozenset[str] = frozenset(_WORDS["address"]["parts"])
HOST_LABELS: frozenset[str] = frozenset(_WORDS["address"]["hosts"])
_ARTICLE_CLASS = re.compile(rf"(?:^|\s)(?:{'|'.join(_WORDS['classes']['article'])})")
_OTHER_CLASS = re.compile(rf"(?:^|\s)(?:{'|'.join(_WORDS['classes']['other'])})")
_CART_BUTTON = re.compile(rf"\s*(?:{'|'.join(_WORDS['cart']['buttons'])})\b", re.IGNORECASE)
_DATED = re.compile(r"/(?:19|20)\d\d/(?:\d\d?|[a-z]{3})/")
_NUMBERED = re.compile(r"(?:^|[-_.,/])a?\d{5,}(?:$|[-_.,/])")
_LONGEST_BUTTON = 40  # characters
_MOST_BUTTONS = 2_000


def is_article_address(url: str) -> bool:
    """Return whether an address names one article: a headline behind a word for articles, a day, or a number."""
    parts = urlsplit(url)
    names = [part.lower() for part in parts.path.split("/") if part]
    if not names:
        return False
    if _DATED.search(parts.path.lower()):
        return True
    is_named = len(re.findall(r"[-_+]|%20", names[-1])) >= 2 and not names[-1].isdigit()
    labels = (parts.hostname or "").split(".")[:-1]
    if any(label in HOST_LABELS for label in labels) or any(name in ADDRESS_PARTS for name in names[:-1]):
        return is_named or bool(re.search(r"\d", names[-1]))
    return is_named and bool(_NUMBERED.search(names[-1]))


def is_among_articles(url: str) -> bool:
    """Return whether an address stands below a word for articles: /story/contact."""
    return any(name.lower() in ADDRESS_PARTS for name in urlsplit(url).path.split("/")[:-1])


def has_article_class(tree: HtmlElement) -> bool:
    """Return whether the software that made the page calls it a post."""
    return bool(_ARTICLE_CLASS.search(page_classes(tree)))


def page_class(tree: HtmlElement) -> str | None:
    """Return what the software that made the page calls it, where that is a page of a site and no post."""
    classes = page_classes(tree)
    found = None if _ARTICLE_CLASS.search(classes) else _OTHER_CLASS.search(classes)
    return found[0].strip() if found else None


def page_classes(tree: HtmlElement) -> str:
    """Return the classes of <html> and <body>."""
    body = tree.find(".//body")
    return " ".join((e.get("class") or "").lower() for e in (tree, body) if e is not None)


def sells(tree: HtmlElement) -> bool:
    """Return whether a button puts something into a cart."""
    buttons = islice(tree.iter("button", "a", "input"), _MOST_BUTTONS)
    return any(_CART_BUTTON.match(_label(button)) for button in buttons)


def _label(button: HtmlElement) -> str:
    said = button.get("value") or "" if button.tag == "input" else "".join(islice(button.itertext(), 5))
    return said if len(said.strip()) <= _LONGEST_BUTTON else ""
