"""What is told of small stories, word for word: figures, differences, days to come, what is new, what can be shown."""

from collections.abc import Iterator
from pathlib import Path

from news.facts.bound_words import bound_to
from news.facts.changes import changed_sentence
from news.facts.clauses import first_clauses, short_headline
from news.facts.conflicts import are_of_two_things, is_change
from news.facts.differences import about, is_disputed, label_of, may_differ
from news.facts.expectations import awaited, read_expectations
from news.facts.figures import agrees, differences_of, is_compatible, read_figures
from news.facts.novelty import what_copies_add, whats_new
from news.facts.readable import readable_sentences
from news.facts.sentence_terms import stated_terms
from news.records import Article, Figure
from tests.answers import check, told
from tests.news.own_texts import LANGUAGES, credited_texts, figures_and_dates, pairs, quotations, same_matter, stories
from tests.news.pieces import NOON, article
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/facts")
SIGNS = ("leans", "links", "is_past", "is_attributed", "is_on_certainty")
PAIRED = ("en", "de", "es", "fr")


def two(language: str) -> Iterator[tuple[str, str]]:
    sentences = pairs(language)
    yield from zip(sentences[::2], sentences[1::2], strict=True)


def compared(first: Figure, second: Figure) -> str:
    """What each rule says of two figures of one unit."""
    rules = (may_differ, agrees, is_compatible, are_of_two_things)
    said = ["is_change"] if is_change(first, second, "") else []
    said += [rule.__name__ for rule in rules if rule(first, second)]
    return f"  {first.raw} / {second.raw}: {' '.join(said)}"


def test_what_two_reports_say_of_one_matter_stays() -> None:
    found = []
    for language in PAIRED:
        for one, other in two(language):
            later = 30 if len(one) % 3 == 0 else 2  # hours
            articles = [article(1, one, language=language), article(2, other, language=language, hours=later)]
            figures = [read_figures(each) for each in articles]
            found.append(f"{language} {one[:60]}")
            found += [compared(a, b) for a in figures[0] for b in figures[1] if a.unit == b.unit]
            for each in figures[0]:
                found.append(f"  {each.raw}: {label_of(each)} {told(about(each))} {told(bound_to(each))}")
            for difference in differences_of(articles):
                found.append(f"  differ on {difference.about}: {told([side.value for side in difference.sides])}")
            if is_disputed(one, [other], language):
                found.append("  disputed")
            if change := changed_sentence("Old", f"{one} It rained.", "New", f"{other} It rained."):
                found.append(f"  changed {change.kind}")
    check(KEPT / "pairs.txt", found)


def test_what_is_awaited_stays() -> None:
    found = []
    for language in LANGUAGES:
        texts = (*figures_and_dates(language), *pairs(language), *credited_texts(language), *quotations(language))
        articles = [article(at, text, language=language, hours=0) for at, text in enumerate(texts)]
        for one in articles:
            for each in read_expectations(one):
                by = " at the latest" if each.is_deadline else ""
                found.append(f"{language} {each.raw}: {each.first_day} {each.last_day}{by} in {each.sentence[:50]}")
        found += [f"awaited {told(each)[:120]}" for each in awaited(articles, now=NOON)]
    check(KEPT / "awaited.txt", found)


def test_what_can_be_shown_stays() -> None:
    found = []
    for language in LANGUAGES:
        for text in (
            *pairs(language)[:30],
            *quotations(language)[::2],
            *credited_texts(language)[:60:2],
            *stories(language),
        ):
            found.append(f"{language} {text[:60]}")
            for one in readable_sentences(article(1, text, language=language, title=text[:30])):
                signs = " ".join(name for name in SIGNS if getattr(one, name))
                found.append(f"  {one.start}-{one.end} at {one.place} after {one.follows}, {one.words} words: {signs}")
            found.append(f"  {len(first_clauses(text[:300], language))} {short_headline(text[:90], language)}")
            found.append(f"  {told(stated_terms(text[:60], language))}")
    check(KEPT / "shown.txt", found)


def matters() -> Iterator[list[Article]]:
    for texts in same_matter():
        yield [article(at, text, title=title, outlet=outlet) for at, (title, outlet, text) in enumerate(texts, 1)]


def test_what_is_new_stays() -> None:
    found = []
    for articles in matters():
        for known in range(len(articles)):
            found.append(f"{articles[0].title[:50]}, {known} known")
            new, before = articles[known:], articles[:known]
            copies = {one.article_id: at for at, one in enumerate(new)}
            soft = [new[0].article_id] if known % 2 else []
            news = whats_new(new, before, limit=6, words=90, copies=copies, soft=soft)
            for one in news:
                measures = f"{one.told_before:.3g} {one.score:.3g}"
                found.append(f"  {one.article_id} {one.sentence[:60]}: {told(one.facts)} {measures}")
            added = [sentence.strip() for sentence in articles[-1].text.split(".")]
            more = what_copies_add([(articles[-1], added)], articles[: known + 1], limit=3)
            found += [f"  added {one.sentence[:60]}: {told(one.facts)} {one.told_before}" for one in more]
    check(KEPT / "new.txt", found)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_news_facts.txt", thresholds("news/facts"))
