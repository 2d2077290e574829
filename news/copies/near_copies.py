"""Which articles repeat each other, how much, and where."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from news.copies.additions import ADDITION_RULES, AdditionRules
from news.copies.boilerplate import without_boilerplate
from news.copies.candidates import CANDIDATE_RULES, CandidateRules, candidates_within
from news.copies.page_templates import is_one_form
from news.copies.shared_passages import Passage, in_order
from news.copies.sketches import SKETCH_RULES, Sketch, SketchRules, sketch_all
from news.copies.text_pairs import NO_SKETCHES, TextPair, Texts
from news.language.name_lists import NameList
from news.language.segments import words
from news.records import Article, CopyKind, NearCopy, record


@record
class NearCopyRules:
    """From where on two texts count as copies of each other; containment and coverage are shares, 0 to 1.

    Source: 80 pairs of real articles read by a person: of the measures tried, containment of word 5-grams (AUC .979)
    and sentence coverage (.969) tell near-copies best. tests/news/copies/floors.json pins what holds today.
    """

    near_copy_containment: float = 0.60
    near_copy_coverage: float = 0.58
    coverage_containment: float = 0.45  # with less, sentences like the other's were written anew …
    respelled_coverage: float = 0.75  # … unless so many are alike: one text in two spellings
    near_copy_prose: float = 0.30  # outside quotations: two prints of one speech or letter are no copies
    # Two reports made from one template, such as of a match or a day's weather, differ in most figures and names: nine
    # such pairs share .00 to .50 of one text's, of 205 pairs of real near-copies all but two .53 or more.
    same_particulars: float = 0.50
    least_particulars: int = 3
    template_run: int = 100  # words; no template has so long a run that neither a figure nor a name breaks
    derived_containment: float = 0.40
    shared_containment: float = 0.20
    passage_words: int = 8  # of one passage, names discounted; in a derived text, outside quotations
    near_copy_least_words: int = 25  # shorter texts are notices: they repeat each other by form
    exact_least_words: int = 12
    evidence_words: int = 80  # of the passage that is kept: it may be the whole article
    added_sentences: int = 12  # of a copy that are kept: more would be the article
    sketch: SketchRules = SKETCH_RULES
    candidates: CandidateRules = CANDIDATE_RULES
    additions: AdditionRules = ADDITION_RULES


RULES = NearCopyRules()


@record
class PairMeasures:
    """How much two texts share by each measure, where, and what follows from it."""

    kind: CopyKind | None  # None: not linked
    reason: str
    containment: float
    sentence_coverage: float
    prose_containment: float  # containment of what stands outside quotation marks
    in_order: float  # share of the shorter text's words that run in the same order in the other
    a_words: int
    b_words: int
    passages: tuple[Passage, ...]  # longest first
    added_sentences: tuple[str, ...] = ()  # with which the later text, a copy or an update, tells more than the earlier


def find_near_copies(
    newcomers: Sequence[Article],
    *,
    among: Sequence[Article],
    candidates: Collection[tuple[int, int]] | None = None,
    sketches: Mapping[int, Sketch] = NO_SKETCHES,
    names: NameList | None = None,
    rules: NearCopyRules = RULES,
) -> list[NearCopy]:
    """Return the near-copies that link `newcomers` to articles in `among` and to each other.

    Args:
        among: known articles; may contain the newcomers themselves.
        candidates: pairs of article ids worth a look; None: they are found here, in memory.
        sketches: of some of the articles, by id, made of the texts that are compared: they need not be cut again.
        names: words that count for nothing in a shared passage, beside those that the texts capitalise.

    Returns:
        One NearCopy a pair, earlier article as original; containment 0 to 1, highest first.

    Source: docs/decisions.md, "near-copies".
    """
    articles = {article.article_id: article for article in (*among, *newcomers) if takes_part(article)}
    if candidates is None:
        candidates = _candidates(articles, {article.article_id for article in newcomers}, rules)
    pairs = _in_time(candidates, articles)
    involved = sorted({article_id for pair in pairs for article_id in pair})
    texts = Texts([articles[article_id] for article_id in involved], names or NameList(), rules.sketch, sketches)
    found = [copy for later, earlier in pairs if (copy := _compare(texts, later, earlier, rules)) is not None]
    return sorted(found, key=lambda copy: (-copy.containment, copy.article_id, copy.original_id))


def takes_part(article: Article) -> bool:
    """Return whether an article has a text of its own: an account of ours, a headline or nothing is not compared."""
    return article.text_kind not in ("account", "headline") and bool(article.text) and not article.text.isspace()


def _candidates(articles: Mapping[int, Article], new_ids: set[int], rules: NearCopyRules) -> list[tuple[int, int]]:
    in_order_of_time = sorted(articles.values(), key=moment)
    texts = [without_boilerplate(article.text, None) for article in in_order_of_time]
    ids = [article.article_id for article in in_order_of_time]
    pairs = candidates_within(sketch_all(texts, rules.sketch), rules.candidates)
    named = ((ids[a], ids[b]) for a, b in pairs)
    return [pair for pair in named if not new_ids.isdisjoint(pair)]


def moment(article: Article) -> tuple[object, ...]:
    """Return what decides which of two articles is the earlier."""
    return (article.ordered_at, article.first_seen_at, article.article_id)


def _in_time(pairs: Iterable[tuple[int, int]], articles: Mapping[int, Article]) -> list[tuple[int, int]]:
    """Turn each pair to later, earlier; drop what is unknown and versions of one URL."""
    turned = set()
    for one, other in pairs:
        a, b = articles.get(one), articles.get(other)
        if a and b and a.url != b.url:
            later, earlier = (a, b) if moment(a) > moment(b) else (b, a)
            turned.add((later.article_id, earlier.article_id))
    return sorted(turned)


def _compare(texts: Texts, later: int, earlier: int, rules: NearCopyRules) -> NearCopy | None:
    """Return how `later` repeats `earlier`; None: it does not, or by too little."""
    pair = texts.pair(later, earlier)
    if not pair.stretches:
        return None
    kind, passage = _judge(texts, pair, rules)
    if kind is None:
        return None
    at, count = (passage.at, passage.words) if passage else (pair.stretches[0].at, pair.longest)
    start, end = texts.prose(later).span(at, at + min(count, rules.evidence_words))
    return NearCopy(
        article_id=later,
        original_id=earlier,
        kind=kind,
        containment=pair.containment,
        sentence_coverage=1.0 if kind == "exact" else texts.coverage(pair),
        evidence=texts.articles[later].text[start:end],
        added_sentences=_added(texts, pair, kind, rules),
    )


def _added(texts: Texts, pair: TextPair, kind: CopyKind, rules: NearCopyRules) -> tuple[str, ...]:
    """Return the first sentences with which the later text tells more than the earlier one.

    Of an update without such ones its own sentences, told in other words: what it is called an update for can be seen.
    """
    if kind not in ("near_copy", "update"):
        return ()
    found = texts.additions(pair, rules.additions)
    spans = found.news or (found.spans if kind == "update" else ())
    text = texts.articles[pair.later].text
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))[: rules.added_sentences]


def _judge(texts: Texts, pair: TextPair, rules: NearCopyRules) -> tuple[CopyKind | None, Passage | None]:
    """Return the kind, and the passage on which it rests (None: the longest)."""
    if texts.is_same(pair) and texts.shorter(pair) >= rules.exact_least_words:
        return "exact", None
    if any(texts.articles[article_id].text_kind == "summary" for article_id in (pair.later, pair.earlier)):
        return None, None
    if _is_near_copy(texts, pair, rules):
        if _is_template(texts, pair, rules):
            return None, None
        if not _is_update(texts, pair, rules):
            return "near_copy", None
        return ("derived" if texts.additions(pair, rules.additions).retells(rules.additions) else "update"), None
    if pair.longest < rules.passage_words:
        return None, None
    least = rules.passage_words * (2 if pair.run_words == rules.sketch.run_characters else 1)
    if pair.containment >= rules.derived_containment:
        free = next((passage for passage in texts.telling(pair, least) if not passage.is_quoted), None)
        if free is not None:
            return "derived", free
    is_enough = pair.containment >= rules.shared_containment
    passage = next((passage for passage in texts.telling(pair, least) if is_enough or passage.is_quoted), None)
    return ("shared_passage" if passage else None), passage


def _is_update(texts: Texts, pair: TextPair, rules: NearCopyRules) -> bool:
    """Return whether a text that repeats most of an earlier one tells news of its own."""
    outlets = {texts.articles[article_id].outlet for article_id in (pair.later, pair.earlier)}
    additions = texts.additions(pair, rules.additions)
    if additions.is_update(rules.additions, is_other_outlet=len(outlets) > 1):
        return True
    if additions.lead_words < rules.additions.lead_own_words:
        return False
    lost = texts.additions(texts.pair(pair.earlier, pair.later), rules.additions)
    return additions.replaces_lead(lost, rules.additions)


def _is_near_copy(texts: Texts, pair: TextPair, rules: NearCopyRules) -> bool:
    """Return whether one text repeats most of the other's prose."""
    if pair.containment < rules.shared_containment or texts.shorter(pair) < rules.near_copy_least_words:
        return False
    if pair.containment < rules.near_copy_containment and not _is_covered(texts, pair, rules):
        return False
    if texts.least_prose_containment(pair) >= rules.near_copy_prose:
        return True
    return texts.prose_containment(pair) >= rules.near_copy_prose


def _is_covered(texts: Texts, pair: TextPair, rules: NearCopyRules) -> bool:
    """Return whether most of the shorter text's sentences stand in the other with a word changed here and there."""
    is_anew = pair.containment < rules.coverage_containment
    return texts.coverage(pair) >= (rules.respelled_coverage if is_anew else rules.near_copy_coverage)


def _is_template(texts: Texts, pair: TextPair, rules: NearCopyRules) -> bool:
    """Return whether two texts say the same of different things: the sentences are alike, figures and names are not.

    Both ways round: one text may be a part of the other, or spell its figures out.
    """
    if is_one_form(texts.articles[pair.later], texts.articles[pair.earlier]):
        return True
    if pair.longest >= rules.template_run:
        return False
    if texts.have_other_subjects(pair):
        return True
    return all(share <= rules.same_particulars for share in texts.same_particulars(pair, rules.least_particulars))


def explain_pair(
    a: Article, b: Article, *, names: NameList | None = None, rules: NearCopyRules = RULES
) -> PairMeasures:
    """Return every measure of one pair, its shared passages and the verdict, for a person who asks why."""
    later, earlier = (a, b) if moment(a) > moment(b) else (b, a)
    texts = Texts([a, b], names or NameList(), rules.sketch)
    pair = texts.pair(a.article_id, b.article_id)
    one, other = texts.prose(a.article_id), texts.prose(b.article_id)
    compared = takes_part(a) and takes_part(b)
    copy = _compare(texts, later.article_id, earlier.article_id, rules) if compared else None
    return PairMeasures(
        kind=copy.kind if copy else None,
        reason=_reason(a, b, copy, texts, pair, rules),
        containment=pair.containment,
        sentence_coverage=texts.coverage(pair),
        prose_containment=texts.prose_containment(pair),
        in_order=in_order(words(one.text), words(other.text)),
        a_words=len(one.bounds[0]),
        b_words=len(other.bounds[0]),
        passages=tuple(texts.passages(pair)),
        added_sentences=copy.added_sentences if copy else (),
    )


def _reason(a: Article, b: Article, copy: NearCopy | None, texts: Texts, pair: TextPair, rules: NearCopyRules) -> str:
    """Put the verdict into words."""
    for article in (a, b):
        if not takes_part(article):
            return (
                f"{article.outlet or 'One'} has no text of its own here ({article.text_kind}), so nothing is compared."
            )
    if copy is None and _is_near_copy(texts, pair, rules) and is_one_form(a, b):
        return "They share their page's form: both are one outlet's, and neither tells of its headline."
    if copy is None and _is_near_copy(texts, pair, rules) and texts.have_other_subjects(pair):
        return "They follow one template: the sentences are alike, but the names they are about are not."
    if copy is None and _is_near_copy(texts, pair, rules):
        alike = max(texts.same_particulars(pair, rules.least_particulars))
        return f"They follow one template: the sentences are alike, but only {alike:.0%} of the figures and names."
    if copy is None:
        runs = f"{pair.containment:.0%} of their runs of words"
        return f"They share {runs}, and no passage of {rules.passage_words} words or more beside names and titles."
    if copy.kind == "derived" and _is_near_copy(texts, pair, rules):
        runs = f"They share {copy.containment:.0%} of the shorter text's runs of words"
        return f"{runs}; the later one retells the rest: no name, figure, quotation or day in it is new."
    return {
        "exact": "They have the same words.",
        "near_copy": f"{copy.containment:.0%} of the shorter text's runs of words stand in the other, "
        f"{copy.sentence_coverage:.0%} of its sentences.",
        "update": f"{copy.containment:.0%} of the shorter text's runs of words stand in the other, but the later one "
        "has prose of its own, above all in its lead.",
        "derived": f"They share {copy.containment:.0%} of the shorter text's runs of words, and not quotations alone.",
        "shared_passage": "They share a quotation or a paragraph, no more.",
    }[copy.kind]
