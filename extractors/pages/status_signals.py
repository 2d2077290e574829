"""What a page shows by which it is judged, and the thresholds of judging."""

import re
from functools import cached_property
from itertools import islice

from lxml.html import HtmlElement

from extractors.dom.html5 import lxml_tree
from extractors.dom.prose import sentence_length
from extractors.metadata.page_head import PageMetadata
from extractors.pages.article_marks import has_article_class, is_article_address, page_class
from extractors.pages.listings import Structure
from extractors.pages.page_credits import PageCredits
from news.records import PageStatus, record

ARTICLE_ELEMENT = 0.7  # of the text, at least, stands in a page's only <article>, which then marks an article


@record
class StatusRules:
    """What makes an article. Lengths are in Latin characters; one of Chinese, Japanese or Korean counts as 2.5."""

    minimum_length: int = 250  # about 40 words: shorter texts in 394 real news pages are teasers and captions
    minimum_stated_length: int = 120  # where JSON-LD or og:type says that it is an article: a brief notice
    stub_length: int = 1_500  # a stub's text is shorter; above it phrases prove nothing
    consent_length: int = 6_000  # consent walls talk longer
    consent_share: float = 0.4  # of the text's characters in lines about consent
    stated_consent_share: float = 0.8  # likewise, on a page that says it is an article with a date
    consent_words: int = 3  # different ones
    partial_length: int = 1_800  # a paywalled article's free part; whole ones are longer, on 9 of 10 real pages
    whole_length: int = 600  # before a line that asks to subscribe, where nothing else on the page does
    whole_share: float = 0.8  # of the words that JSON-LD counts: the whole of a text that is paid for
    article_link_density: float = 0.3  # of its characters, on a page with headings: more is a list of links
    whole_lines: int = 4  # likewise; free parts have one to three paragraphs
    cut_length: int = 1_000  # below it a text that is paid for is taken for a part
    media_length: int = 500  # captions under a gallery or a video
    gallery_pictures: int = 5
    front_link_density: float = 0.5  # of the text's characters within links
    article_prose: int = 2_000  # of sentences, with few links: an article, whatever else the page says
    article_links: float = 0.3  # of such a text's characters within links, at most
    thin_prose: float = 0.4  # of a text's characters in sentences; a list of entries has less
    front_teasers: int = 8  # headings that are links
    plain_prose: int = 600  # characters of sentences in an article without a date, an author or another mark
    plain_share: float = 0.7  # of such an article's text, at least, is sentences
    short_share: float = 0.9  # … and of a shorter one: a brief is a headline and nothing but sentences
    plain_entries: int = 8  # that lead elsewhere and fill a page without a mark of an article: results, vacancies
    plain_entry: float = 250.0  # characters of one on the mean; ten places in an article have more
    prose_of_lists: int = 1_000  # characters of sentences in such an article with long lists, or other short lines
    pitch_length: int = 400  # characters; a longer line tells something
    heading_length: int = 60  # of a heading above a pitch


@record
class Verdict:
    """What a page is, why, and what of its text is the article's."""

    status: PageStatus
    reason: str | None = None
    text: str = ""


class PageSigns:
    """What a page shows, looked up only where a rule asks for it."""

    def __init__(
        self,
        markup: str,
        metadata: PageMetadata,
        text: str,
        link_density: float,
        url: str | None,
        credited: PageCredits,
        untouched: HtmlElement | None = None,
    ):
        """Keep the page as text (`markup`), what its head says, its article's text and how much of it is links."""
        self.markup = markup
        self.metadata = metadata
        self.text = text
        self.lines = text.splitlines()
        self.length = length(text)
        self.link_density = link_density
        self.url = url or ""
        self.credited = credited
        self.untouched = untouched

    @cached_property
    def tree(self) -> HtmlElement:
        """The page as it came: kept, or parsed again, for the few pages that are in doubt."""
        if self.untouched is not None:
            return self.untouched
        tree = lxml_tree(self.markup)
        return HtmlElement() if tree is None else tree

    @cached_property
    def visible(self) -> str:
        """The words that a reader without scripts would see, a line a text node; at most 20,000 characters."""
        hidden = "script or ancestor::style or ancestor::template or ancestor::svg"
        found, size = [], 0
        for node in self.tree.xpath(f"//body//text()[not(ancestor::{hidden})]"):
            if words := " ".join(node.split()):
                found.append(words)
                size += len(words)
            if size > 20_000:
                break
        return "\n".join(found)

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title of the page, and its first headings."""
        stated = (self.metadata.page_title, self.metadata.meta_title, *self.metadata.headings[:2])
        return tuple(title for title in stated if title)

    @property
    def is_called_article(self) -> bool:
        """Whether JSON-LD or og:type calls it an article."""
        return self.metadata.is_called_article

    @property
    def claims_article(self) -> bool:
        """Whether the page says of itself that it is an article, with a date."""
        return self.is_called_article and bool(self.metadata.published)

    @cached_property
    def prose(self) -> int:
        """How much of the text is sentences, in Latin characters."""
        return sum(length(line) for line in self.lines if sentence_length(line))

    def is_long_article(self, rules: StatusRules) -> bool:
        """Whether the text is long and of sentences, with few links: then no sign around it makes it a list."""
        return self.prose >= rules.article_prose and self.link_density < rules.article_links

    @cached_property
    def is_marked_article(self) -> bool:
        """Whether anything marks it as an article: a node of its kind, its software, its address, a day, an author.

        An author alone marks nothing: shops name their owners so. A day that was searched for in the text neither.
        """
        if self.metadata.has_article_node or self.metadata.published or has_article_class(self.tree):
            return True
        if is_article_address(self.url) or (self.is_called_article and self.credited.authors):
            return True
        if self._is_in_article_element:
            return True
        day = self.credited.published.chosen
        return day is not None and day.source != "htmldate"

    @property
    def _is_in_article_element(self) -> bool:
        """Whether the page has one <article> with nearly all of the text; lists have none or many."""
        found = list(islice(self.tree.iter("article"), 2))
        if len(found) != 1 or page_class(self.tree):
            return False
        return length("".join(found[0].itertext())) >= ARTICLE_ELEMENT * self.length

    @cached_property
    def structure(self) -> Structure:
        """What the page is built of."""
        return Structure(self.tree, self.url)

    @cached_property
    def teasers(self) -> int:
        """How many headings of the page are links."""
        return len(self.tree.xpath("//*[self::h2 or self::h3 or self::h4][.//a[@href] or ancestor::a[@href]]"))


def length(text: str) -> int:
    """Return the length of a text in Latin characters: dense scripts say more with fewer."""
    return round(len(text) + 1.5 * len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]", text)))
