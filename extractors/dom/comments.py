"""What readers said below the article: taken out by its name or its heading, and by many entries of one shape."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from extractors.dom.rescue import PageProse, standing
from extractors.dom.stub_phrases import COMMENTS
from news.records import record

# Content systems name these parts in English, whatever the page's language; some of them in their own.
_NAMED = re.compile(
    r"comment(?!ary)|disqus|\bdsq-|respon(?:se|d)s?\b|repl(?:y|ies)\b|kommentar|commentaire|comentario|discussion|"
    r"livefyre|viafoura|spot-?im|coral-|hyvor|facebook-comments|fb-comments",
    re.IGNORECASE,
)
# One of them is in what it finds: a search for plain words is ten times as fast.
PARTS = (
    "comment", "disqus", "dsq-", "respon", "repl", "komment", "coment", "discussion", "livefyre", "viafoura", "spot",
    "coral-", "hyvor",
)  # fmt: skip
PLACES = ("div", "section", "aside", "ol", "ul", "details", "article")  # that may hold what readers said
_COUNT = re.compile(r"^[\W\d]+|[\W\d]+$")  # "Comments (300)", "12 responses"
_LENGTH = etree.XPath("string-length(normalize-space())")


@record
class CommentRules:
    """What makes an entry, and what must be left."""

    entries: int = 3  # of one shape
    words: float = 15.0  # characters of one on the mean
    least_prose: int = 120  # characters of sentences that must stay on the page
    heading: int = 60  # characters of one
    looks: int = 60  # at places with such a name, and at headings
    boxes: int = 100  # of one level that are looked at
    deep: int = 4  # levels below such a place, among which the entries stand


def drop_comments(
    tree: HtmlElement, rules: CommentRules = CommentRules(), *, named: Iterable[HtmlElement] | None = None
) -> bool:
    """Take out of the tree what readers said, never what has the headline, nor what leaves no article.

    Args:
        tree: the page.
        rules: the thresholds.
        named: the `PLACES` that may be named for comments, in order; None: nobody looked.

    Returns:
        Whether anything was taken out.
    """
    dropped = False
    headline = next(tree.iter("h1"), None)
    around = frozenset(() if headline is None else headline.iterancestors())
    _rename(around)
    prose = PageProse(tree)
    places = tree.iter(*PLACES) if named is None else standing(named, tree)
    for place in [*islice(_named(places), rules.looks), *islice(_headed(tree, rules), rules.looks)]:
        if place in around or place is headline or place.getparent() is None or not _has_entries(place, rules):
            continue
        dropped = prose.take_out(place, least=rules.least_prose) or dropped
    return dropped


def _rename(around: frozenset[HtmlElement]) -> None:
    """Take the names that say "comments" off what has the headline: readers pass over what is called so."""
    for element in around:
        for mark in ("class", "id"):
            if (name := element.get(mark)) and _NAMED.search(name):
                element.set(mark, " ".join(word for word in name.split() if not _NAMED.search(word)))


def _named(places: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """Yield the outermost elements whose class or id says that they hold comments."""
    inside: HtmlElement | None = None
    for element in places:
        if not is_named(element.get("class"), element.get("id")):
            continue
        if inside is None or inside not in element.iterancestors():
            inside = element
            yield element


@lru_cache(maxsize=10_000)  # names come back on every paragraph, and on every page of an outlet
def is_named(kind: str | None, own: str | None) -> bool:
    """Return whether a class or an id says that an element holds comments."""
    name = f"{kind or ''} {own or ''}"
    lower = name.lower()
    return any(part in lower for part in PARTS) and _NAMED.search(name) is not None


def _headed(tree: HtmlElement, rules: CommentRules) -> Iterator[HtmlElement]:
    """Yield the sections that a heading such as "Comments (300)" begins."""
    for heading in islice(tree.iter("h2", "h3", "h4"), 10 * rules.looks):
        said = " ".join("".join(heading.itertext()).split())
        if len(said) <= rules.heading and COMMENTS.fullmatch(_COUNT.sub("", said)):
            parent = heading.getparent()
            if parent is not None and parent.tag in PLACES and not _is_said_before(heading):
                yield parent


def _is_said_before(heading: HtmlElement) -> bool:
    """Return whether the part that has the heading says something before it: then it is a part of something else."""
    above = (
        heading.getparent().text or "",
        *("".join(e.itertext()) + (e.tail or "") for e in heading.itersiblings(preceding=True)),
    )
    return any(piece.strip() for piece in above)


def _has_entries(place: HtmlElement, rules: CommentRules) -> bool:
    """Return whether an element holds several entries of one shape, at some level."""
    levels = [[place]]
    for _ in range(rules.deep):
        for box in levels[-1]:
            shapes = Counter(
                f"{e.tag} {e.get('class') or ''}" for e in islice(box, 300) if e.tag not in ("p", "br", "h2")
            )
            shape, entries = next(iter(shapes.most_common(1)), ("", 0))
            if entries >= rules.entries:
                of_it = [e for e in islice(box, 300) if f"{e.tag} {e.get('class') or ''}" == shape]
                if sum(map(_LENGTH, of_it)) >= rules.words * entries:
                    return True
        inner = (child for box in levels[-1] for child in islice(box, 20) if len(child))
        levels.append([*islice(inner, rules.boxes)])
    return False
