"""What is chosen in Python is what trafilatura's own expressions choose, and the text is that of its own call."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.etree import XPath
from lxml.html import HtmlElement, fromstring
from trafilatura import xpaths
from trafilatura.settings import Extractor

from extractors.dom import discards
from extractors.dom.discards import IN_PYTHON, IN_XPATH
from extractors.dom.html5 import parse_page
from extractors.pages import main_text

PAGES = sorted((Path(__file__).parents[2] / "fixtures" / "pages").glob("*.html"))
TAGS = st.sampled_from(
    ["div", "item", "list", "p", "section", "span", "article", "main", "aside", "details", "ol", "ul", "a", "h1", "li"]
)
# One of each kind that the expressions ask for, others in the middle of words, and in other cases.
WORDS = st.sampled_from(
    "post entry articleContent article-body art-content articleBody ArticleContent post-text story-body "
    "storycontent single-post FullText content main-Content Main-content page-content Page-Content "
    "contentBody content_main article story cell text postarea primary comments Comment commentary post- "
    "comments disqus_thread dsq-comments comol infinite-scroll mvp-post-add-box mvp-post-add-wrap share "
    "viral newsletter cookie tags sidebar breadcrumb author jp- footer Share nav Nav menu related "
    "message-container premium ad- subnav -ad- widget byline consent elated next- meta slide overlay "
    "options expand yin reply- reply-1 -reply- hidden hide noprint notloaded akismet comments-title "
    "reader-comments bottom bottom-bar padding-bottom-lg link permalink mostly teaser Top-Teaser TEASER "
    "caption wp-caption Caption elementor-share-buttons x".split()
)
FIRST_BODY = next(n for n, (expressions, *_) in enumerate(IN_PYTHON) if expressions is xpaths.BODY_XPATH)
NAMES = st.lists(WORDS, max_size=3).map(" ".join)
STYLES = st.sampled_from(["display:none", "display: none", "visibility:hidden", "border:0", "color:red", ""])
VALUES = {
    "class": NAMES,
    "id": NAMES,
    "style": STYLES,
    "role": st.sampled_from(["navigation", "Nav", "article", "main", ""]),
    "aria-hidden": st.sampled_from(["true", "false"]),
    "itemprop": st.sampled_from(["articleBody", "name"]),
    "data-component": st.sampled_from(["MostPopularStories", "other"]),
    "data-lp-replacement-content": st.just(""),
}
# In either order: XPath takes the attribute that is written first for `@id|@class`.
ATTRIBUTES = st.lists(st.sampled_from(sorted(VALUES)), unique=True, max_size=4).flatmap(
    lambda names: st.tuples(*(st.tuples(st.just(name), VALUES[name]) for name in names))
)


def element(tag: str, attributes: tuple[tuple[str, str], ...], inner: str) -> str:
    written = " ".join(f'{name}="{value}"' for name, value in attributes)
    return f"<{tag} {written}>{inner}</{tag}>"


TREES = st.recursive(
    st.builds(element, TAGS, ATTRIBUTES, st.just("words")),
    lambda inner: st.builds(element, TAGS, ATTRIBUTES, st.lists(inner, max_size=4).map("".join)),
    max_leaves=10,
)


@given(st.lists(TREES, max_size=4).map("".join))
@settings(max_examples=150)
def test_what_is_chosen_is_what_the_expressions_choose(markup: str) -> None:
    tree = fromstring(f"<main><div>{markup}</div></main>")
    for number, ((_, place, chooser), expression) in enumerate(zip(IN_PYTHON, IN_XPATH, strict=True)):
        assert isinstance(expression, XPath), "chosen in Python already when the module was read"
        found, wanted = list(chooser(tree)), list(expression(tree))
        if number >= FIRST_BODY:  # where trafilatura begins to read: it takes the first
            found, wanted = found[:1], wanted[:1]
        assert found == wanted, (number, place)


def whole_call(tree: HtmlElement) -> str:
    found = trafilatura.bare_extraction(
        tree, options=Extractor(comments=False, fast=True, precision=True, output_format="python")
    )
    return main_text.tidy(found.text) if found is not None and found.text else ""


@pytest.mark.parametrize("page", PAGES[::4], ids=lambda page: page.stem)
def test_the_precise_reading_is_the_text_of_trafilaturas_own_call(page: Path, in_xpath: Callable[[], None]) -> None:
    parsed = parse_page(page.read_text(encoding="utf-8"))
    assert parsed is not None
    for script in [*parsed.tree.iter("script")]:
        script.drop_tree()  # as `main_text` does before
    before = [copy.copy(e.attrib) for e in parsed.tree.iter()]
    found = main_text._read_precisely(parsed.tree)
    assert [copy.copy(e.attrib) for e in parsed.tree.iter()] == before, "the page stays as it is"
    in_xpath()
    assert whole_call(parsed.tree) == found


def test_another_version_keeps_its_own_expressions(
    monkeypatch: pytest.MonkeyPatch, in_xpath: Callable[[], None]
) -> None:
    in_xpath()
    monkeypatch.setattr(discards, "__version__", "2.4.0")
    discards.choose_in_python()
    assert all(expressions[place] is own for (expressions, place, _), own in zip(IN_PYTHON, IN_XPATH, strict=True))


@pytest.fixture
def in_xpath() -> Iterator[Callable[[], None]]:
    """Yield what puts trafilatura's own expressions back, until the test ends."""

    def put_back() -> None:
        for (expressions, place, _), own in zip(IN_PYTHON, IN_XPATH, strict=True):
            expressions[place] = own

    yield put_back
    discards.choose_in_python()
