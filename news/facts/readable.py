"""Which sentences of an article a reader can be shown: whole, news, and whether they stand without the one before.

What is no news (captions, credits, teasers, amendment notes, condolences) and what leans on the sentence before is data
by language: sentence_cues.toml. A language without a list keeps the tests of form alone.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from news.facts.sentence_cues import Cues, cues_of, poor_words
from news.language.codes import language_code
from news.language.dates import read_dates
from news.language.names import read_names
from news.language.quotation_marks import is_balanced, quotation_spans, whole_sentences
from news.language.segments import HAS_SPACELESS, IS_WHOLE, LEAST_SENTENCE_WORDS, word_count, words
from news.language.text_language import reading_language
from news.records import Article, record

_BULLET = re.compile(r"[-–—•*·▪]+\s+")
# "OTTAWA, Nov 30 (Reuters) - ", "(CNN) -- ", "MOGADISHU, Somalia — ", "BEIRUT: "
_DATELINE = re.compile(
    r"(?:(?:[^\W\d_][^\n–—:]{1,80}?\s)?\([A-Z][\w./ ]{1,24}\)\s*[-–—:]{1,2}\s*"
    r"|[A-Z][A-Z'’.-]{2,}(?:[\s,][^\n–—:]{0,40}?|\.[^\n–—:]{0,12})?\s*(?:[–—]|--|\s-)\s*"
    r"|(?:[A-ZÀ-Þ]{2,}[’' ]){2,}\s?[-–—]\s"
    r"|[A-Z]{4,}:\s+)(?=[\"“«„A-Z])"
)
_PLACE_FIRST = re.compile(
    r"[A-ZÀ-Þ][\w'’.-]+(?:,? [A-ZÀ-Þ][\w'’.-]+){0,3} [—–] (?=[\"“«„A-ZÀ-Þ])"
)  # "Nouakchott — The …"
_CREDIT_AFTER = re.compile(r"(?: *\([^()\n]{2,60}\))?[ ]*")  # a photographer's agency closes a caption's line
_KICKER = re.compile(r"[^\W\d_][\w'’ -]{2,40}: [A-Z]")  # "Remote spot: Officers stand …": a caption of a tabloid
_AMPERSAND = re.compile(r"[a-zß-ÿ]{2} & [a-zß-ÿ]{2}")  # "start early & save": news writes "and"
_CREDIT_CHARS = 60
_TURN = re.compile(r"[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]+){1,3}: ")  # "Rosa Kern: You say …"
_GLUE = re.compile(r"[a-zß-ÿ]{3}[.!?][\"”’]?(?=[A-ZÀ-Þ][a-zß-ÿ]+[\s,’'])")
_HANDLE = re.compile(r"(?<!\w)@\w{3,}|https?://|www\.")
_OPENING = re.compile(
    r"(?:[^\s,;:“”\"«»„]+ ){0,3}[^\s,;:“”\"«»„]+, (?![\"“«„])"
)  # "On Thursday, he …": few words before it
_AFTER_LINK = re.compile(r"[,\s]*")
_YEAR = re.compile(r"(?<![\d.,$€£-])(?:19|20)\d\d(?![\d%-]|[.,]\d)")
_HEADLINE = 0.8  # share of longer words with a capital from which a sentence is a headline; German has such sentences
_HEADLINE_WORDS = 8
_TAG_WORDS = 4  # beside a quotation that only say who speaks
_CLOSING_MARKS = frozenset("\"'”’»“")
_NEXT_CHARS = 160  # of the next sentence, in which it may unsay one
_HEAD_WORDS = 8  # words at the start of a line in which a caption has its verb


@record
class ReadableRules:
    """What form a sentence must have to be shown; chosen on real articles read by hand."""

    shortest_words: int = LEAST_SENTENCE_WORDS
    longest_words: int = 60  # longer ones are lists
    news_lasts: timedelta = timedelta(days=14)  # a day named that was over before this is background


READABLE_RULES = ReadableRules()


@record
class Readable:
    """A sentence that can be shown, with where it stands."""

    start: int
    end: int
    place: int  # its number among the article's sentences of news, from 0
    leans: bool  # refers back: it needs the sentence before it
    links: bool  # goes on from the sentence before it ("But …", "He also said …"), yet can be read alone
    is_past: bool  # names an earlier year or an old date, or says that something was long ago
    is_attributed: bool  # says whose word it is
    is_on_certainty: bool  # says how sure something is: confirmed, denied, unclear, under investigation
    quoted: float  # share of its characters that stands in quotation marks
    poor_words: float | None  # what its words add to the log odds that it is poor; None: its language has no such words
    words: int  # in a script without spaces, about as many as a translation has
    follows: int | None  # start of the readable sentence right before it in the text; None: there is none


def readable_sentences(article: Article, rules: ReadableRules = READABLE_RULES) -> list[Readable]:
    """Return the sentences of an article that can be shown, in order; none of an account."""
    return list(_readable(article, rules)) if article.text_kind != "account" else []


def _readable(article: Article, rules: ReadableRules) -> Iterator[Readable]:
    text, cues = article.text, cues_of(language_code(article.language) or "en")
    old_dates = _old_dates(article, rules)
    place, before, headline = 0, None, _letters(article.title)
    for (whole, end), (then, _) in pairwise([*_pieces(text, article.language), (len(text), len(text))]):
        start = _begin(text, whole, end)
        is_headline = _letters(text[start:end]) == headline
        if is_headline or not _is_news(text, start, end, cues, rules) or _is_taken_back(text, then, cues):
            before = None if _is_text(text, start, end) else before  # a label between two sentences parts nothing
            continue
        sentence = text[start:end]
        is_old = any(start <= date < end for date in old_dates) or _is_past(sentence, article.ordered_at.year, cues)
        links = any(cue is not None and cue.match(sentence) is not None for cue in (cues.linking, cues.adding))
        yield Readable(
            start=start,
            end=end,
            place=place,
            leans=_leans(sentence, cues) or _is_tag(text, start, end, cues),
            links=links,
            is_past=is_old,
            is_attributed=_says(cues.attributing, sentence),
            is_on_certainty=_says(cues.certainty, sentence),
            quoted=sum(last - first for first, last in quotation_spans(sentence)) / len(sentence),
            poor_words=poor_words(sentence, cues),
            words=word_count(sentence),
            follows=before,
        )
        place, before = place + 1, start


def _letters(text: str) -> str:
    """Return letters and digits alone: a text may repeat its headline with a full stop, or in capitals."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _says(cue: re.Pattern[str] | None, sentence: str) -> bool:
    return cue is not None and cue.search(sentence.lower()) is not None


def _old_dates(article: Article, rules: ReadableRules) -> list[int]:
    """Return where an article names days that were over long before it was written."""
    written = article.ordered_at.date()
    named = read_dates(article.text, written, reading_language(article.language, article.text))
    return [date.start for date in named if written - date.last_day > rules.news_lasts]


def _is_past(sentence: str, year: int, cues: Cues) -> bool:
    """Return whether a sentence names an earlier year, or says that something was long ago."""
    return _says(cues.past, sentence) or any(int(year_named) < year for year_named in _YEAR.findall(sentence))


def _pieces(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    """Yield the sentences; two that a page glued together ("… he said.The crater …") are cut where they meet."""
    for start, end in whole_sentences(text, language):
        cuts = [glue.end() for glue in _GLUE.finditer(text, start, end)]
        yield from pairwise((start, *cuts, end))


def _begin(text: str, start: int, end: int) -> int:
    """Return where the sentence itself begins: after a bullet and a dateline."""
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    dateline = _DATELINE.match(text, start, end) or (_PLACE_FIRST.match(text, 0, end) if start == 0 else None)
    return dateline.end() if dateline else start


def _is_text(text: str, start: int, end: int) -> bool:
    return IS_WHOLE.search(text[start:end]) is not None


def _is_news(text: str, start: int, end: int, cues: Cues, rules: ReadableRules) -> bool:
    """Return whether a sentence is whole, of a fitting length, and none of what is no news."""
    sentence = text[start:end]
    count = word_count(sentence) * (2 if HAS_SPACELESS.search(sentence) else 1)
    if not rules.shortest_words <= count <= rules.longest_words:
        return False
    if not (_is_text(text, start, end) and is_balanced(sentence)) or "\n" in sentence:
        return False
    return not _is_no_news(text, start, end, cues)


def _is_no_news(text: str, start: int, end: int, cues: Cues) -> bool:
    sentence = text[start:end]
    lowered = sentence.lower().replace("’", "'")
    if _is_headline(sentence, cues):
        return True
    if _AMPERSAND.search(sentence):
        return True  # of an advertisement
    if _TURN.match(sentence) and _starts_line(text, start):
        return True  # of an interview
    if _is_personal(sentence, cues):
        return True
    if cues.photo.search(_rest_of_line(text, end).lower()):
        return True
    if sentence[0] in "([（【" and sentence.rstrip(".。")[-1:] in ")]）】":
        return True
    if cues.not_news.search(lowered) or _HANDLE.search(sentence) or sentence.rstrip("\"'”’» ")[-1:] in "?？":
        return True
    is_line = _is_line(text, start, _CREDIT_AFTER.match(text, end).end())  # type: ignore[union-attr]
    return is_line and (_KICKER.match(sentence) is not None or _is_caption(lowered, cues))


def _is_personal(sentence: str, cues: Cues) -> bool:
    """Return whether the writer speaks of himself, comments, or speaks to the reader and names nobody who says so."""
    outside = _outside(sentence, quotation_spans(sentence))
    if cues.personal is not None and cues.personal.search(outside):
        return True
    to_reader = cues.addressed is not None and cues.addressed.search(outside) is not None
    return to_reader and not _says(cues.attributing, sentence)


def _is_headline(sentence: str, cues: Cues) -> bool:
    """Return whether a sentence is written like an English headline: most of its longer words have a capital."""
    longer = re.findall(r"[^\W\d_]{4,}", sentence)
    capitals = sum(word[0].isupper() for word in longer)
    return not cues.has_capitals and len(longer) >= _HEADLINE_WORDS and capitals > _HEADLINE * len(longer)


def _is_line(text: str, start: int, end: int) -> bool:
    """Return whether the sentence is all of its paragraph."""
    return _starts_line(text, start) and (end == len(text) or text[end] == "\n")


def _starts_line(text: str, start: int) -> bool:
    return start == 0 or text[:start].rstrip(" ")[-1:] == "\n"


def _rest_of_line(text: str, end: int) -> str:
    """Return what stands after a sentence on its line where that is short: who took the picture, after a caption."""
    rest = text[end:].partition("\n")[0] if end < len(text) else ""
    return rest if len(rest) <= _CREDIT_CHARS else ""


def _is_caption(lowered: str, cues: Cues) -> bool:
    """Return whether a line describes a picture: a verb of posture in the present among its first words."""
    if cues.caption is None:
        return False
    head = " ".join(lowered.split()[:_HEAD_WORDS])
    found = re.search(rf"(?<!\w){cues.caption.pattern}", head)
    if found is None or found.start() == 0:
        return False
    before = head[: found.start()].split()[-1:]
    return not cues.auxiliaries.issuperset(before)  # "will march" is no caption


def _leans(sentence: str, cues: Cues) -> bool:
    """Return whether a sentence needs the one before it: a pronoun or a link at its start, or a speaker not named."""
    if cues.leaning is not None and any(
        cues.leaning.match(sentence, start) and not _stands(sentence, start, cues) for start in _starts(sentence, cues)
    ):
        return True
    if cues.among is not None and cues.among.match(sentence):
        return True
    if cues.subordinate is not None and cues.pronoun is not None and cues.subordinate.match(sentence):
        return cues.pronoun.search(sentence, sentence.find(",") + 1) is not None
    spans = quotation_spans(sentence)
    if not spans:
        return cues.closing is not None and cues.closing.search(sentence) is not None
    outside = _outside(sentence, spans)
    if len(words(outside)) < 2:
        return True  # a quotation alone: nobody says it
    is_by_pronoun = cues.speech is not None and cues.speech.search(outside) is not None
    if len(words(outside)) <= _TAG_WORDS and cues.pronoun is not None and cues.pronoun.search(outside):
        return True  # "…," he snaps
    return is_by_pronoun and not any(True for _ in read_names(f"x {outside}"))


def _is_taken_back(text: str, then: int, cues: Cues) -> bool:
    """Return whether what follows says that a sentence is not so: "Well, that's what they would have you believe"."""
    following = text[then : then + _NEXT_CHARS].replace("’", "'")
    return cues.taken_back is not None and cues.taken_back.match(following) is not None


def _is_tag(text: str, start: int, end: int, cues: Cues) -> bool:
    """Return whether a sentence only says who said what is quoted right before it: "… ?” the boy asked, smiling."""
    if text[:start].rstrip(" ")[-1:] not in _CLOSING_MARKS or cues.saying is None:
        return False
    return cues.saying.search(" ".join(text[start:end].split()[:_TAG_WORDS])) is not None


def _stands(sentence: str, start: int, cues: Cues) -> bool:
    """Return whether a first word that may refer back does not: "it is unclear whether", "this week"."""
    if cues.cleft is not None and cues.cleft.match(sentence, start):
        return False
    announced = cues.expletive.match(sentence, start) if cues.expletive is not None else None
    if announced is not None:
        return cues.pronoun is None or cues.pronoun.match(sentence[announced.end() :].lstrip()) is None
    return cues.standing is not None and cues.standing.match(sentence, start) is not None


def _starts(sentence: str, cues: Cues) -> Iterator[int]:
    """Yield where what a sentence says may begin: at its start, after a few words and a comma, after "But"."""
    yield 0
    opening = _OPENING.match(sentence)
    if opening is not None:
        yield opening.end()
    linked = cues.linking.match(sentence) if cues.linking is not None else None
    if linked is not None:
        yield _AFTER_LINK.match(sentence, linked.end()).end()  # type: ignore[union-attr]


def _outside(sentence: str, spans: list[tuple[int, int]]) -> str:
    """Return what of a sentence stands outside its quotation marks."""
    parts, last = [], 0
    for start, end in spans:
        parts.append(sentence[last : max(last, start - 1)])
        last = end + 1
    return " ".join([*parts, sentence[last:]])
