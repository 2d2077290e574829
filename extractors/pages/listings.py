"""Structure that tells a list, a shop or a forum from an article: entries of one shape, prices, posts by many."""

import re
import tomllib
from collections import defaultdict
from functools import cached_property
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from news.records import record

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
ADDRESS_PARTS: frozenset[str] = frozenset(_WORDS["address"]["parts"])
FORMS: frozenset[str] = frozenset(_WORDS["address"]["forms"])
BESIDE_FORMS: frozenset[str] = frozenset(_WORDS["address"]["beside_forms"])
LEGAL: frozenset[str] = frozenset(_WORDS["address"]["legal"])
BESIDE_LEGAL: frozenset[str] = frozenset(_WORDS["address"]["beside_legal"])
HOST_LABELS: frozenset[str] = frozenset(_WORDS["address"]["hosts"])
_SOFTWARE = re.compile("|".join(_WORDS["software"]["generators"]), re.IGNORECASE)
_PAGE_CLASS = re.compile("|".join(_WORDS["software"]["classes"]), re.IGNORECASE)
_CART = re.compile("|".join(_WORDS["shop"]["cart"]), re.IGNORECASE)

_LENGTH = etree.XPath("string-length(normalize-space())")
_PRICE = re.compile(
    r"(?:[$€£¥₹₽₩₺₫฿]|\b(?:USD|EUR|GBP|CHF|SEK|NOK|DKK|Rs\.?|R\$|kr\.?|zł))\s?\d[\d.,]*|"
    r"\d[\d.,]*\s?(?:[€£¥₹₽₩₺₫฿元円원]|(?:USD|EUR|GBP|CHF|SEK|NOK|DKK|kr|zł|руб|Kč|Ft|TL|lei)\b)"
)
_USER = re.compile(
    r"(?:^|[/.?&_=-])(?:u|user|users|member|members|memberlist|profile|profil|profiles|people|utilisateur|mitglied)(?:[/=._-]|\.php|$)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|respon|disqus|related|sidebar|widget", re.IGNORECASE)
_PARENTS = ("body", "div", "section", "ul", "ol", "tbody", "main", "article", "form", "dl")
MOST_VALUES = 5  # of an address that are looked at
_EXTENSION = re.compile(r"\.\w{2,5}$")
_ADDRESS_WORD = re.compile(r"[^\W\d_]+")
_CART_MARKS = ("class", "id", "name", "action")
_MAKERS = frozenset(("generator", "application-name"))
_FRAMES = ("nav", "footer", "aside", "script", "style", "noscript", "template", "svg")


@record
class ListingRules:
    """What makes a list of entries."""

    entries: int = 5  # of one shape
    posts: int = 3  # of one shape, by at least two people
    share: float = 0.5  # of the page's characters outside its frames
    linked: float = 0.8  # of the entries that have a link
    longest: int = 1_500  # characters of an entry on the mean; longer ones are articles, or their sections
    parents: int = 400  # that are looked at
    shortest: float = 15.0  # likewise; shorter ones are menus
    people: int = 2  # that posts are by
    post: float = 40.0  # characters of a post on the mean


@record
class Group:
    """Siblings of one tag and class."""

    entries: int
    share: float  # of the page's characters outside its frames
    linked: float  # of them that lead somewhere
    headed: float  # of them whose heading leads somewhere
    priced: float  # of them that state a price
    people: int  # different people that they link to
    signed: float  # of them that link to a person
    mean: float  # characters of one


class Structure:
    """What the page's tree shows, looked up only where a rule asks for it."""

    def __init__(self, tree: HtmlElement, url: str, rules: ListingRules = ListingRules()) -> None:
        """Keep the untouched tree and the page's address."""
        self.tree = tree
        self.url = url
        self.rules = rules

    @cached_property
    def size(self) -> float:
        """How many characters the page shows outside of its frames."""
        body = self.tree.find(".//body")
        shown = self.tree if body is None else body
        frames = (e for e in shown.iter(*_FRAMES) if not any(a.tag in _FRAMES for a in e.iterancestors()))
        return max(1.0, float(_LENGTH(shown)) - sum(float(_LENGTH(e)) for e in islice(frames, 2_000)))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups of siblings of one shape, outside of comments."""
        found = []
        parents = (e for e in self.tree.iter(*_PARENTS) if len(e) >= self.rules.posts)
        for parent in islice(parents, self.rules.parents):
            if _is_beside(parent):
                continue
            shapes: dict[str, list[HtmlElement]] = defaultdict(list)
            for child in islice(parent, 300):
                shapes[_shape(child)].append(child)
            found += [self._group(entries) for entries in shapes.values() if len(entries) >= self.rules.posts]
        return tuple(group for group in found if group is not None)

    def _group(self, entries: list[HtmlElement]) -> Group | None:
        sizes = [_LENGTH(entry) for entry in entries]
        share = sum(sizes) / self.size
        if share < self.rules.share / 2:
            return None
        people = [{href for a in entry.iter("a") if _USER.search(href := a.get("href") or "")} for entry in entries]
        leads = sum(1 for entry in entries if entry.tag == "a" or any(True for a in entry.iter("a") if _leads_on(a)))
        priced = sum(1 for entry in entries if _PRICE.search("".join(entry.itertext())[:2_000]))
        headed = sum(1 for entry in entries if any(_is_headline(h) for h in islice(entry.iter("h2", "h3", "h4"), 5)))
        count = len(entries)
        return Group(
            entries=count, share=share, linked=leads / count, headed=headed / count, priced=priced / count,
            people=len(set().union(*people)), signed=sum(map(bool, people)) / count, mean=sum(sizes) / count,
        )  # fmt: skip

    @property
    def list_of_entries(self) -> Group | None:
        """The group that fills the page with short entries that lead elsewhere; None: there is none."""
        rules = self.rules
        large = (g for g in self.groups if g.entries >= rules.entries and g.share >= rules.share)
        return next((g for g in large if g.linked >= rules.linked and rules.shortest <= g.mean <= rules.longest), None)

    @property
    def posts(self) -> Group | None:
        """The group of posts by several people; None: there is none."""
        rules = self.rules
        signed = (g for g in self.groups if g.share >= rules.share and g.signed >= rules.linked)
        return next((g for g in signed if g.people >= rules.people and g.mean >= rules.post), None)

    @cached_property
    def software(self) -> str | None:
        """What the page says it was made with, where that makes forums, shops or manuals."""
        named = (e for e in self.tree.iter("meta") if (e.get("name") or "").lower() in _MAKERS)
        if found := next(filter(None, (_SOFTWARE.search(e.get("content") or "") for e in named)), None):
            return found[0]
        heads = [self.tree, self.tree.find(".//body")]
        marks = " ".join(f"{e.get('class') or ''} {e.get('id') or ''}" for e in heads if e is not None)
        found = _PAGE_CLASS.search(marks)
        return found[0] if found else None

    @cached_property
    def cart(self) -> bool:
        """Whether something on the page can be put into a cart."""
        marked = (e.attrib for e in self.tree.iter("form", "button", "input", "a", "div") if e.attrib)
        return any(_CART.search(" ".join(marks.get(name, "") for name in _CART_MARKS)) for marks in marked)

    @cached_property
    def marked_kinds(self) -> frozenset[str]:
        """The kinds of things that microdata marks."""
        stated = (e.get("itemtype") or "" for e in self.tree.iterfind(".//*[@itemtype]"))
        return frozenset(name.rstrip("/").rsplit("/", 1)[-1] for kind in stated for name in kind.split())

    @property
    def form(self) -> str | None:
        """What the page's address calls it, where that is a form: to sign in, to register, to write to the site."""
        parts = urlsplit(self.url)
        last = unquote(parts.path).rstrip("/").rsplit("/", 1)[-1].lower()
        values = [value.lower() for _, value in parse_qsl(parts.query)[:MOST_VALUES]]
        return next((name for name in (last, *values) if _names_form(name)), None)

    @property
    def legal_notice(self) -> str | None:
        """What the page's address calls it, where that is a notice of the law: its terms, its care for data."""
        last = unquote(urlsplit(self.url).path).rstrip("/").rsplit("/", 1)[-1].lower()
        words = _ADDRESS_WORD.findall(_EXTENSION.sub("", last))
        return last if LEGAL.issuperset(words) and not BESIDE_LEGAL.issuperset(words) else None

    @property
    def address_word(self) -> str | None:
        """The part of the page's address that names a list, a shop, a forum or a manual."""
        parts = urlsplit(self.url)
        labels = (parts.hostname or "").split(".")[:-1]
        names = [part.lower() for part in parts.path.split("/") if part]
        return next((n for n in labels if n in HOST_LABELS), None) or next(
            (n for n in names[:2] if n in ADDRESS_PARTS), None
        )


def _names_form(name: str) -> bool:
    """Return whether a part of an address names a form and nothing else."""
    words = _ADDRESS_WORD.findall(_EXTENSION.sub("", name))
    if "".join(words) in FORMS:
        return True
    return any(word in FORMS for word in words) and all(word in FORMS or word in BESIDE_FORMS for word in words)


def _is_beside(element: HtmlElement) -> bool:
    """Return whether an element stands in a frame, or among comments."""
    around = (e for e in (element, *islice(element.iterancestors(), 12)) if e.tag not in ("body", "html"))
    named = ((e.tag, f"{e.get('class') or ''} {e.get('id') or ''}") for e in around)
    return any(tag in _FRAMES or tag == "header" or _COMMENTS.search(name) for tag, name in named)


def _shape(element: HtmlElement) -> str:
    names = (element.get("class") or "").split()
    return f"{element.tag} {' '.join(sorted(re.sub(r'[0-9]+', '', name) for name in names[:3]))}"


def _is_headline(heading: HtmlElement) -> bool:
    """Return whether a heading is a link to another page."""
    link = next(heading.iter("a"), None)
    link = next(heading.iterancestors("a"), None) if link is None else link
    return link is not None and _leads_on(link)


def _leads_on(link: HtmlElement) -> bool:
    href = link.get("href") or ""
    return bool(href) and not href.startswith(("#", "javascript:", "mailto:", "tel:"))
