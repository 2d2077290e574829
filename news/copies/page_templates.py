"""Texts that are a page's template: an error, a menu or a notice under a headline of which it tells nothing."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from news.language.segments import normalise, word_count, words
from news.records import Article, record

LEAST_LETTERS = 4  # of a headline's words that a text on its matter repeats
STEM_LETTERS = 5  # longer words are cut: one form for most endings
BEGINNING = 200  # characters by which the texts of one template are alike
_SENTENCE_END = re.compile(r"[.!?…।؟][\"'”’»）)\]]*(?=\s|$)|[。！？]")
_OUTLET_AT_END = re.compile(r"\s[|–—-]\s[^|–—-]*$")  # "Two dead in Orlo | Orlo Post"


@record
class TemplateRules:
    """When a text tells nothing of its headline and is no prose.

    Source: 198 texts of menus and footers of real pages beside 1,554 real articles: 86 and 3 of them are told so alone.
    """

    told: float = 0.5  # share of a headline's words in a text of few sentences, below which it is not about it …
    few_ends: float = 0.03  # sentence ends to a word, of such a text; nine articles in ten have more
    told_in_prose: float = 0.6  # … and, where hardly a sentence ends in the text
    sentence_ends: float = 0.015  # to a word; articles have .02 to .1
    least_words: int = 30
    menu_ends: float = 0.008  # to a word of a long text, below which it is a menu, whatever it repeats …
    menu_words: int = 100  # … as menus of a hundred entries repeat most headlines


TEMPLATE_RULES = TemplateRules()


def without_templates(
    batch: Sequence[Article], among: Sequence[Article] = (), rules: TemplateRules = TEMPLATE_RULES
) -> list[Article]:
    """Return the articles, those that have a template in place of their text with their headline alone.

    A text is a template if an outlet prints it, or its beginning, under unlike headlines of which it tells little, if
    it is a menu, or if nothing is left of it without boilerplate.

    Args:
        among: articles known before, one of which may have such a text first.
        rules: when a text tells little of its headline.
    """
    shares = [_told_share(article) for article in batch]
    under: dict[tuple[str, str], set[str]] = defaultdict(set)
    for article, share in (*zip(batch, shares, strict=True), *((one, _told_share(one)) for one in among)):
        if article.text and _may_be_form(article, share, rules):
            for key in _printed(article):
                under[key].add(normalise(article.title))
    repeated = {key for key, headlines in under.items() if len(headlines) > 1}
    return [
        replace(article, text="", text_kind="headline")
        if article.text and _is_template(article, share, repeated, rules)
        else article
        for article, share in zip(batch, shares, strict=True)
    ]


def is_one_form(first: Article, second: Article, rules: TemplateRules = TEMPLATE_RULES) -> bool:
    """Return whether two texts of one outlet tell little of their headlines: what they share is the page's form."""
    if not first.outlet or first.outlet != second.outlet or normalise(first.title) == normalise(second.title):
        return False
    return all(_may_be_form(article, _told_share(article), rules) for article in (first, second))


def _may_be_form(article: Article, share: float, rules: TemplateRules) -> bool:
    """Return whether a text tells nothing of its headline, or little and in few sentences."""
    return share == 0 or (share < rules.told and _has_few_ends(article.text, rules.few_ends))


def _is_template(article: Article, share: float, repeated: Set[tuple[str, str]], rules: TemplateRules) -> bool:
    if not article.text.strip():
        return True
    if _may_be_form(article, share, rules) and not repeated.isdisjoint(_printed(article)):
        return True
    return _is_no_prose(article.text, share, rules)


def _is_no_prose(text: str, share: float, rules: TemplateRules) -> bool:
    """Return whether hardly a sentence ends in a text, as in a menu; False of a script that marks no sentences."""
    if not any("A" <= letter <= "z" for letter in text[:BEGINNING]):
        return False
    told, ends = word_count(text), len(_SENTENCE_END.findall(text))
    if told >= rules.menu_words and ends < rules.menu_ends * told:
        return True
    return share < rules.told_in_prose and told >= rules.least_words and ends < rules.sentence_ends * told


def _has_few_ends(text: str, ends: float) -> bool:
    return len(_SENTENCE_END.findall(text)) < ends * word_count(text)


def _printed(article: Article) -> Iterator[tuple[str, str]]:
    text = normalise(article.text)
    yield article.outlet or "", text
    if len(text) > BEGINNING:
        yield article.outlet or "", text[:BEGINNING]


def _told_share(article: Article) -> float:
    """Return how many words of its headline a text repeats, 0 to 1; 1 where the headline has too few to tell."""
    told = matter_stems(_OUTLET_AT_END.sub("", article.title))
    return len(told & matter_stems(article.text)) / len(told) if len(told) > 1 and article.text else 1.0


def matter_stems(text: str) -> set[str]:
    """Return the longer words of a headline or text, cut: of one matter where they are shared."""
    return {word[:STEM_LETTERS] for word in words(text) if len(word) >= LEAST_LETTERS}
