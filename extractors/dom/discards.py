"""trafilatura's expressions over class and id, evaluated in Python: each name is searched once, not at each element.

Half of its time went into calls from XPath back into Python, one for each element and expression. What is chosen is
the same: a test holds these to the expressions that they stand for. Another version of it keeps its own.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from lxml.etree import XPath
from lxml.html import HtmlElement
from trafilatura import __version__, xpaths

VERSION = "2.3.1"  # of trafilatura, whose expressions are told here
NAMES = 10_000  # that are remembered; they come back on every paragraph, and on every page of an outlet
Chooser = Callable[[HtmlElement], Iterable[HtmlElement]]

_BLOCKS = ("div", "item", "list", "p", "section", "span")
_BODIES = ("article", "div", "main", "section")
_COMMENTED = ("div", "list", "section", "details")
_MARKED = XPath(
    "descendant::*[@id or @class or @style or @role or @aria-hidden or @data-lp-replacement-content or @data-component]"
)
_HIDDEN_STYLES = ("display:none", "display: none")


def _searching(*alternatives: str, flags: int = 0) -> Callable[[str], bool]:
    """Return a function that says whether a name has one of these expressions in it, and remembers the name."""
    search = re.compile("|".join(alternatives), flags).search
    return lru_cache(maxsize=NAMES)(lambda name: search(name) is not None)


_SHARED = xpaths._OVERALL_DISCARD_BOTH_TOKENS
_is_frame_id = _searching(*_SHARED, *xpaths._OVERALL_DISCARD_ID_TOKENS)
_is_frame_class = _searching(*_SHARED, *xpaths._OVERALL_DISCARD_CLASS_TOKENS)
_is_consent = _searching(*xpaths._CONSENT_ID_CLASS_TOKENS)
_is_hidden = _searching("hidden")
_is_reader_id = _searching("reader-comments|akismet")
_is_reader_class = _searching(
    "^hide-|comments-title|nocomments|-reply-|message|akismet|suggest-links|-hide-|hide-print| hidden| hide|noprint|"
    "notloaded"
)
_is_bottom = _searching(r"(^|\s)bottom|bottom(\s|$)")
_is_link = _searching(r"(^|\s)link(\s|$)")
_is_comment_id = _searching(f"^(?:{xpaths._COMMENTS_ID}|disqus_thread|dsq-comments)")
_is_list_id = _searching(f"^(?:{xpaths._COMMENTS_ID})")
_is_comment_class = _searching(xpaths._COMMENTS_CLASS)
_is_follow_up = _searching("mvp-post-add-(?:box|wrap)|infinite-?scroll")
_is_added = _searching("mvp-post-add-(?:box|wrap)")
_is_article_id = _searching(*xpaths._ARTICLE_CONTENT_ID_TOKENS)
_is_article_class = _searching(*xpaths._ARTICLE_CONTENT_CLASS_TOKENS)
_is_story_id = _searching(*xpaths._STORY_ID_TOKENS)
_is_story_class = _searching(*xpaths._STORY_CLASS_TOKENS)
_is_full_text = _searching("fulltext", flags=re.IGNORECASE)
_is_main_id = _searching(*xpaths._MAIN_CONTENT_ID_TOKENS)
_is_main_class = _searching(*xpaths._MAIN_CONTENT_CLASS_TOKENS)


def _names(element: HtmlElement) -> tuple[str, str]:
    """Return an element's class and id."""
    return element.get("class") or "", element.get("id") or ""


def _first(element: HtmlElement, *names: str) -> str:
    """Return the value of the one of the attributes that is written first: XPath's `@id|@class` as a string."""
    return next((value for name, value in element.items() if name in names), "")


@lru_cache(maxsize=NAMES)
def _names_frame(kind: str | None, own: str | None) -> bool | None:
    """Return whether a class and an id name a frame; None: the one that is written first decides."""
    kind, own = kind or "", own or ""
    if _is_frame_class(kind) or _is_frame_id(own):
        return True
    return None if _is_consent(kind) or _is_consent(own) else False


def _is_frame(element: HtmlElement) -> bool:
    named = _names_frame(element.get("class"), element.get("id"))
    if named or (named is None and _is_consent(_first(element, "id", "class"))):
        return True
    return (
        "nav" in (element.get("role") or "").replace("N", "n")
        or element.get("data-lp-replacement-content") is not None
        or "MostPopularStories" in (element.get("data-component") or "")
    )


@lru_cache(maxsize=NAMES)
def _names_unseen(kind: str | None, own: str | None) -> bool | None:
    """Return whether a class and an id name what is out of sight; None: the attribute that is written first decides."""
    kind, own = kind or "", own or ""
    if _is_reader_class(kind) or _is_reader_id(own) or kind == "comments-title":
        return True
    return None if _is_hidden(own) or kind.startswith("reply-") or own.startswith("reply-") else False


def _is_out_of_sight(element: HtmlElement) -> bool:
    named, style = _names_unseen(element.get("class"), element.get("id")), element.get("style")
    if named or element.get("aria-hidden") == "true":
        return True
    if style and any(hidden in style for hidden in _HIDDEN_STYLES):
        return True
    if named is not None and not (style and "hidden" in style):
        return False
    (kind, own), style = _names(element), style or ""
    if (_is_hidden(own) or "hidden" in style) and _is_hidden(_first(element, "id", "style")):
        return True
    return (kind.startswith("reply-") or own.startswith("reply-")) and _first(element, "id", "class").startswith(
        "reply-"
    )


@lru_cache(maxsize=NAMES)
def _may_be_low(*names: str | None) -> bool:
    return any(_is_bottom(name or "") or _is_link(name or "") for name in names)


def _is_low(element: HtmlElement) -> bool:
    if _may_be_low(element.get("class"), element.get("id")):
        first = _first(element, "id", "class")
        if _is_bottom(first) or _is_link(first):
            return True
    return "border" in (element.get("style") or "")


@lru_cache(maxsize=NAMES)
def _names_comments(kind: str | None, own: str | None) -> bool:
    return _is_comment_class(kind or "") or _is_comment_id(own or "")


def _is_of_comments(element: HtmlElement) -> bool:
    return _names_comments(element.get("class"), element.get("id"))


@lru_cache(maxsize=NAMES)
def _names_list_of_comments(kind: str | None, own: str | None) -> bool:
    return _is_comment_class(kind or "") or _is_list_id(own or "")


def _is_list_of_comments(element: HtmlElement) -> bool:
    is_named = _names_list_of_comments if element.tag in ("ol", "ul") else _names_comments
    return is_named(element.get("class"), element.get("id"))


@lru_cache(maxsize=NAMES)
def _names_follow_up(*names: str | None) -> bool:
    return any(_is_follow_up(name or "") for name in names)


def _follows(element: HtmlElement) -> bool:
    if not _names_follow_up(element.get("class"), element.get("id")):
        return False
    return next(element.iter("h1"), None) is None or any(map(_is_added, _names(element)))


def _is_share_button(element: HtmlElement) -> bool:
    return "elementor-share-buttons" in (element.get("class") or "")


@lru_cache(maxsize=NAMES)
def _names_teaser(*names: str | None) -> bool:
    return any("teaser" in (name or "").replace("T", "t") for name in names)


def _is_teaser(element: HtmlElement) -> bool:
    return _names_teaser(element.get("id"), element.get("class"))


@lru_cache(maxsize=NAMES)
def _names_caption(*names: str | None) -> bool:
    return any("caption" in (name or "") for name in names)


def _is_caption(element: HtmlElement) -> bool:
    return _names_caption(element.get("id"), element.get("class"))


def _is_body(element: HtmlElement) -> bool:
    kind, own = _names(element)
    return (
        _is_article_class(kind)
        or _is_article_id(own)
        or kind in ("post", "entry")
        or own == "articleContent"
        or element.get("itemprop") == "articleBody"
    )


def _is_story(element: HtmlElement) -> bool:
    kind, own = _names(element)
    return (
        _is_story_class(kind)
        or _is_story_id(own)
        or _is_full_text(kind)
        or own in ("article", "story")
        or kind in ("postarea", "art-postcontent", "text", "cell", "story")
        or element.get("role") == "article"
    )


def _is_main(element: HtmlElement) -> bool:
    kind, own = _names(element)
    if _is_main_class(kind) or _is_main_id(own) or "content" in (kind, own):
        return True
    lower = kind.replace("C", "c")
    return "main-content" in own.replace("C", "c").replace("M", "m") or any(
        name in lower.replace(letter, letter.lower()) for name, letter in (("main-content", "M"), ("page-content", "P"))
    )


def _all(is_one: Callable[[HtmlElement], bool], tree: HtmlElement) -> list[HtmlElement]:
    return [e for e in _MARKED(tree) if is_one(e)]


def _of(tags: tuple[str, ...], is_one: Callable[[HtmlElement], bool], tree: HtmlElement) -> list[HtmlElement]:
    return [e for e in tree.iterdescendants(*tags) if is_one(e)]


def _first_of(is_one: Callable[[HtmlElement], bool], tree: HtmlElement) -> list[HtmlElement]:
    return next(([e] for e in tree.iterdescendants(*_BODIES) if is_one(e)), [])


# The list of trafilatura, the place in it, and what stands in for the expression there.
IN_PYTHON: tuple[tuple[list[Chooser], int, Chooser], ...] = (
    (xpaths.OVERALL_DISCARD_XPATH, 0, partial(_of, _BLOCKS, _is_frame)),
    (xpaths.OVERALL_DISCARD_XPATH, 1, partial(_all, _is_out_of_sight)),
    (xpaths.PRECISION_DISCARD_XPATH, 1, partial(_of, _BLOCKS, _is_low)),
    (xpaths.REMOVE_COMMENTS_XPATH, 0, partial(_of, _COMMENTED, _is_of_comments)),
    (xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH, 0, partial(_of, (*_COMMENTED, "ol", "ul"), _is_list_of_comments)),
    (xpaths.RAW_TREE_PRUNE_XPATH, 0, partial(_of, ("div", "section", "aside"), _follows)),
    (xpaths.RAW_TREE_PRUNE_XPATH, 1, partial(_of, ("div", "section", "aside"), _is_share_button)),
    (xpaths.TEASER_DISCARD_XPATH, 0, partial(_of, _BLOCKS, _is_teaser)),
    (xpaths.DISCARD_IMAGE_ELEMENTS, 0, partial(_of, _BLOCKS, _is_caption)),
    (xpaths.BODY_XPATH, 0, partial(_first_of, _is_body)),
    (xpaths.BODY_XPATH, 2, partial(_first_of, _is_story)),
    (xpaths.BODY_XPATH, 3, partial(_first_of, _is_main)),
)
IN_XPATH: tuple[Chooser, ...] = tuple(expressions[place] for expressions, place, _ in IN_PYTHON)


def choose_in_python() -> None:
    """Have trafilatura choose by these functions, where it is the version that they were written for."""
    if __version__ == VERSION:
        for expressions, place, chooser in IN_PYTHON:
            expressions[place] = chooser
