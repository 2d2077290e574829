"""A page's tree made ready for reading: shadow roots opened, layout tables unrolled, other people's boxes taken out.

No rule knows a language or a site; each looks at what the elements are.
"""

from collections.abc import Collection
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from extractors.dom.rescue import INLINE, ProseCount, own_text
from news.records import record

TABLE_PARTS = ("table", "tbody", "thead", "tfoot", "tr", "td", "th")
# What lays out a page and may hold nothing; a paragraph, a cell or a break says something even so.
FRAMES = (
    "div",
    "span",
    "section",
    "ul",
    "ol",
    "li",
    "a",
    "i",
    "b",
    "em",
    "strong",
    "figure",
    "aside",
    "header",
    "label",
)
_OWN = etree.XPath("//*[contains(name(), '-')]")
_PARTED = frozenset(("div", "td", "section", "article", "main", "body", "center", "font", "span"))
_INLINE = INLINE | {"img"}
_INLINE_PARENTS = INLINE | {"p", "li", "h1", "h2", "h3", "h4", "td"}
TEXT_BLOCKS = ("p", "br", "div", "h1", "h2", "h3")


@record
class ShapeRules:
    """How large the things are that are unrolled or taken out, in characters."""

    layout_cell: int = 600  # a cell with more, in several blocks, lays out a page; tables of facts say less in one
    layout_blocks: int = 3
    signup_box: int = 400  # around a field for an address: "Get our letter …"; more holds something else too
    foot: int = 400  # of an article, that tells by whom it is and when; longer ones have other things
    card: int = 700  # around a heading that is a link: another article's teaser
    cards: int = 3  # that stand side by side; fewer may be the article's own
    least_prose: int = 60  # that must stay on the page when cards are taken out of it
    breaks: int = 4_000  # line breaks that are looked at
    looks: int = 300  # at fields and at headings; a page with more has no more to tell


def make_readable(tree: HtmlElement, tags: Collection[str], rules: ShapeRules = ShapeRules()) -> None:
    """Change the tree so that what its elements are is what they hold; `tags` are those that may be in it."""
    if "template" in tags:
        _open_shadow_roots(tree)
    if any("-" in tag for tag in tags):
        _name_elements(tree)
    if "br" in tags:
        _part_at_breaks(tree, rules)
    if "table" in tags:
        _unroll_tables(tree, rules)
    if "input" in tags:
        _drop_signup_boxes(tree, rules)
    if (article := _headed_article(tree)) is not None:
        drop_cards(tree, rules, spared=article)


def drop_empty(tree: HtmlElement) -> None:
    """Take out the frames that hold nothing, innermost first: a fifth of a page's elements."""
    for element in reversed([*tree.iter(*FRAMES)]):
        if len(element) or (element.text and not element.text.isspace()) or element.get("itemprop"):
            continue
        if element.getparent() is not None:
            _drop_leaf(element)


def _drop_leaf(element: HtmlElement) -> None:
    """Take out an element without children; a space in it stays, and parts two words."""
    parent, before, words = element.getparent(), element.getprevious(), (element.text or "") + (element.tail or "")
    if words and before is not None:
        before.tail = (before.tail or "") + words
    elif words:
        parent.text = (parent.text or "") + words
    parent.remove(element)


def keep_credits(tree: HtmlElement, rules: ShapeRules = ShapeRules()) -> None:
    """Hide the brief feet of the page's own article from its text, where others are taken out: names and day stay."""
    feet = [e for e in islice(tree.iter("footer"), rules.looks) if _outermost_article(e) is not None]
    if not feet:
        return
    prose = ProseCount()
    whole = prose.within(tree)
    for foot in feet:
        if not _is_longer(foot, rules.foot) and 2 * prose.within(_outermost_article(foot)) > whole:
            foot.tag = "div"
            foot.set("aria-hidden", "true")


def _outermost_article(element: HtmlElement) -> HtmlElement | None:
    return next(reversed([*element.iterancestors("article")]), None)


def _headed_article(tree: HtmlElement) -> HtmlElement | None:
    """Return the <article> or <main> that holds the page's only headline; None: the page does not tell."""
    headlines = [*islice(tree.iter("h1"), 2)]
    return next(headlines[0].iterancestors("article"), None) if len(headlines) == 1 else None


def _open_shadow_roots(tree: HtmlElement) -> None:
    """Make declarative shadow roots parts of the page, as browsers do; other templates are not shown."""
    for template in tree.iter("template"):
        if template.get("shadowrootmode") or template.get("shadowroot"):
            template.tag = "div"


def _name_elements(tree: HtmlElement) -> None:
    """Make plain blocks, or plain words, of the elements that a page defines for itself."""
    for element in _OWN(tree):
        if element.tag.startswith("amp-") and not (element.text or "").strip():
            continue
        parent = element.getparent()
        is_inline = parent is not None and (parent.tag in _INLINE_PARENTS or _is_amid_words(element))
        says = bool((element.text or "").strip())
        element.tag = "span" if is_inline else "p" if says and not _has_blocks(element) else "div"


def _is_amid_words(element: HtmlElement) -> bool:
    before = element.getprevious()
    words = element.getparent().text if before is None else before.tail
    return bool((words or "").strip() or (element.tail or "").strip())


def _has_blocks(element: HtmlElement) -> bool:
    return next(element.iter("p", "div", "ul", "ol", "table", "section", "article", "h2", "h3"), None) is not None


def _part_at_breaks(tree: HtmlElement, rules: ShapeRules) -> None:
    """Make paragraphs of the words that a block parts by two breaks: else a reader may pass over the first."""
    breaks = islice(tree.iter("br"), rules.breaks)
    for block in {e.getparent(): None for e in breaks if _is_second(e)}:
        if block is not None and block.tag in _PARTED:
            _make_paragraphs(block)
            for paragraph in [e for e in block if e.tag == "p" and not own_text(e)]:
                paragraph.drop_tag()  # a link alone, which is no paragraph


def _is_second(element: HtmlElement) -> bool:
    before = element.getprevious()
    return before is not None and before.tag == "br" and not (before.tail or "").strip()


def _make_paragraphs(block: HtmlElement) -> None:
    children, words = [*block], block.text
    block.text = None
    del block[:]
    paragraph = etree.SubElement(block, "p")
    paragraph.text = words
    waiting = None  # a break behind which another one may follow
    for child in children:
        if child.tag not in _INLINE:
            block.append(child)
            words, child.tail, waiting = child.tail, None, None
            paragraph = etree.SubElement(block, "p")
            paragraph.text = words
            continue
        if waiting is not None and child.tag == "br":
            if len(paragraph) or (paragraph.text or "").strip():
                paragraph = etree.SubElement(block, "p")
            paragraph.text, waiting = child.tail, None if (child.tail or "").strip() else child
            continue
        waiting = child if child.tag == "br" and not (child.tail or "").strip() else None
        paragraph.append(child)


def _unroll_tables(tree: HtmlElement, rules: ShapeRules) -> None:
    """Make plain blocks of the tables that lay out a page, as they did before style sheets."""
    for table in [*tree.iter("table")]:
        if any(_lays_out(cell, rules) for cell in table.iter("td")):
            own = [e for e in table.iter(*TABLE_PARTS) if e is table or next(e.iterancestors("table"), None) is table]
            for part in own:
                part.tag = "div"


def _lays_out(cell: HtmlElement, rules: ShapeRules) -> bool:
    blocks = sum(1 for _ in cell.iter(*TEXT_BLOCKS))
    return blocks >= rules.layout_blocks and _is_longer(cell, rules.layout_cell)


def _drop_signup_boxes(tree: HtmlElement, rules: ShapeRules) -> None:
    """Take out the boxes around fields for an e-mail address."""
    for field in [*islice(tree.iter("input"), rules.looks)]:
        if field.get("type") == "email" or "email" in (field.get("name") or "").lower():
            _drop(_largest_below(field, rules.signup_box))


def drop_cards(tree: HtmlElement, rules: ShapeRules = ShapeRules(), *, spared: HtmlElement | None = None) -> None:
    """Take out the teasers of other articles: at least three boxes side by side, each with a heading that is a link.

    What stands within `spared` stays.
    """
    by_parent: dict[HtmlElement, list[HtmlElement]] = {}
    longer: dict[HtmlElement, bool] = {}
    for heading in islice(tree.iter("h2", "h3", "h4"), rules.looks):
        if not _leads_elsewhere(heading):
            continue
        if spared is not None and spared in heading.iterancestors():
            continue
        card = _largest_below(heading, rules.card, longer)
        if card is not None and (parent := card.getparent()) is not None:
            by_parent.setdefault(parent, []).append(card)
    groups = [[*dict.fromkeys(cards)] for cards in by_parent.values() if len(cards) >= rules.cards]
    dropped = {card for cards in groups for card in cards}
    counted = ProseCount()
    if dropped and counted.within(tree) - sum(map(counted.within, dropped)) >= rules.least_prose:
        for card in dropped:
            _drop(card)


def _leads_elsewhere(heading: HtmlElement) -> bool:
    """Return whether a heading is a link to another page; one to a place in this page is the article's own."""
    link = heading.find(".//a")
    link = next(heading.iterancestors("a"), None) if link is None else link
    return link is not None and not (link.get("href") or "#").startswith("#")


def _largest_below(
    element: HtmlElement, size: int, longer: dict[HtmlElement, bool] | None = None
) -> HtmlElement | None:
    """Return the outermost block around `element` that says no more than `size`; None: it has nothing around it.

    `longer` remembers the blocks that were measured, while the tree stays as it is.
    """
    found, longer = None, {} if longer is None else longer
    for outer in islice(element.iterancestors(), 10):
        if outer.tag in ("body", "html", "main", "article"):
            break
        if outer not in longer:
            longer[outer] = _is_longer(outer, size)
        if longer[outer]:
            break
        found = outer
    return found


def _is_longer(element: HtmlElement, size: int) -> bool:
    said = 0
    for piece in element.itertext():
        said += len(piece.strip())
        if said > size:
            return True
    return False


def _drop(element: HtmlElement | None) -> None:
    if element is not None and element.getparent() is not None:
        element.drop_tree()
