"""A claim read: its words, names, figures and dates, and whether it denies something."""

import re
from collections.abc import Iterable, Mapping

from news.claims.claim_words import claim_words, form_of
from news.language.codes import is_read
from news.language.lexicon import lexicon, stop_words
from news.language.number_forms import number_forms
from news.language.quantities import Quantity, read_quantities
from news.language.reading import reading_language
from news.language.segments import HAS_SPACELESS, each_word, with_plain_signs
from news.records import record

_CAPITAL = re.compile(r"(?<![\w'])[^\W\d_a-zß-öø-ÿ][\w]*")
_HYPHEN = re.compile(r"(?<=\d)-(?=[a-z])|(?<=year)-(?=old)")  # "17-year-old", "62-acre"
_EXCLAIMED = re.compile(r"\b(?:oh|ah),? no\b", re.IGNORECASE)  # denies nothing


@record
class Reading:
    """What a claim or a sentence says, in the forms in which the two are compared."""

    text: str
    language: str
    words: tuple[str, ...]  # forms in order, stop words, denials, names and numbers apart
    places: tuple[tuple[str, int], ...]  # the same words, each wherever it stands
    names: tuple[frozenset[str], ...]  # each name's words, in order
    order: Mapping[str, int]  # first place of every word, as it stands
    figures: tuple[Quantity, ...]
    counts: frozenset[tuple[float, str]]  # numbers that are no quantities, with the form of the word beside them
    denials: tuple[int, ...]  # where a word stands that denies
    denial_verbs: tuple[tuple[str, int], ...]  # verbs that deny, in their form, and where
    keys: frozenset[str]  # words that look like its verb
    months: frozenset[str]
    hedges: tuple[int, ...]  # where one stands that leaves open
    discredits: frozenset[str]  # words by which a report is passed on as false or doubtful
    capitals: frozenset[str]  # words that stand with a capital
    falsehood: int | None  # where it says that what stands before is false
    subject: str  # of a claim: its first word, which may be a name; "" where it is none or a stop word

    @property
    def is_denied(self) -> bool:
        """Tell whether it denies something."""
        return bool(self.denials)

    @property
    def is_hedged(self) -> bool:
        """Tell whether it leaves something open."""
        return bool(self.hedges)


def read_claim(text: str, language: str | None = None) -> Reading | None:
    """Read a claim as a sentence; None: its language is not read, or its denials are not known."""
    code = language or reading_language(None, text) or "en"
    return read_sentence(text, code) if is_read(code) and claim_words(code).denial is not None else None


def read_sentence(text: str, language: str) -> Reading:
    """Read one sentence in a language that is read."""
    known = claim_words(language)
    plain = with_plain_signs(text)
    plain = _HYPHEN.sub(" ", _EXCLAIMED.sub(lambda found: " " * len(found[0]), plain))
    figures = tuple(read_quantities(plain, language))
    inside = [(figure.start, figure.end) for figure in figures]
    measured = [(figure.start, figure.end) for figure in figures if figure.unit not in ("", "people")]
    names = _names(plain, language)
    named = frozenset(word for name in names for word in name)
    kept: list[tuple[str, int]] = []
    keys = set()
    months = frozenset(name for names in _months(language) for name in names)
    order: dict[str, int] = {}
    denials = _found(known.denial, plain)
    denying = {place for found in denials for place in range(found.start(), found.end())}
    stops = stop_words(language)
    for word, start, _ in each_word(plain):
        order.setdefault(word, start)
        is_measure = any(first <= start < last for first, last in measured)
        if word in stops and form_of(word, language) not in known.opposites:
            continue
        if word in named or word in months or start in denying or is_measure or _value(word, language) is not None:
            continue
        if len(word) > 1 or HAS_SPACELESS.search(word):
            kept.append((form_of(word, language), start))
            if (len(word) > 4 and word.endswith("ed") and language == "en") or form_of(word, language) in known.verbs:
                keys.add(form_of(word, language))
    return Reading(
        text=text,
        language=language,
        words=tuple(dict.fromkeys(word for word, _ in kept)),
        places=tuple(kept),
        names=names,
        order=order,
        figures=figures,
        counts=_counts(plain, language, inside),
        keys=frozenset(keys),
        months=frozenset(word for word in order if word in months and (word != "may" or "May" in plain)),
        denial_verbs=tuple(
            (form_of(found[0].lower(), language), found.start()) for found in _found(known.denial_verb, plain)
        ),
        denials=tuple(found.start() for found in denials),
        hedges=_hedges(known.hedge, plain, months),
        discredits=frozenset(found[0].lower() for found in _found(known.discredit, plain)),
        falsehood=found.start() if (found := known.falsehood and known.falsehood.search(plain)) else None,
        subject=_subject(plain, language),
        capitals=frozenset(word.lower() for word in _CAPITAL.findall(plain)),
    )


def _subject(text: str, language: str) -> str:
    """Return the first word, as it is compared, where it may be a name: a capital, and no word that leans on others."""
    first = next(each_word(text), None)
    if first is None or not text[first[1]].isupper() or first[0] in stop_words(language):
        return ""
    return form_of(first[0], language)


def capitals_in(text: str) -> frozenset[str]:
    """Return the words of a text that stand with a capital, in lower case."""
    return frozenset(word.lower() for word in _CAPITAL.findall(with_plain_signs(text)))


def _hedges(pattern: "re.Pattern[str] | None", text: str, months: frozenset[str]) -> tuple[int, ...]:
    """Return where a sentence leaves something open; "May" is a month, and a question leaves all of it open."""
    found = [one.start() for one in _found(pattern, text) if one[0].islower() or one[0].lower() not in months]
    return (*found, *((0,) if text.rstrip().endswith("?") else ()))


def _found(pattern: "re.Pattern[str] | None", text: str) -> list[re.Match[str]]:
    return list(pattern.finditer(text)) if pattern else []


def _names(text: str, language: str) -> tuple[frozenset[str], ...]:
    """Return the runs of capitalised words; one that begins the sentence is a name where a second capital follows."""
    words = lexicon(language)
    if words is not None and words.has_capital_nouns:
        return ()
    found = []
    for run in re.finditer(r"(?<![\w'])[A-ZÀ-Þ][\w'-]*(?:\s+[A-ZÀ-Þ][\w'-]*)*", text):
        parts = [re.sub(r"'s$|'$", "", part).lower() for part in run[0].split()]
        is_first = not text[: run.start()].strip("\"' ")
        if is_first and parts[0] in stop_words(language):
            parts, is_first = parts[1:], False
        months = {name for names in _months(language) for name in names}
        parts = [part for part in parts if part and part not in stop_words(language) and part not in months]
        if len(parts) > 1 or (parts and not is_first):
            found.append(frozenset(piece for part in parts for piece in part.split("-")))
    return tuple(dict.fromkeys(found))


def _value(word: str, language: str) -> float | None:
    if word[0].isdigit():
        digits = re.sub(r"[,.](?=\d{3}\b)", "", word)
        return float(digits) if digits.isdigit() else None
    return number_forms(language).value_of.get(word)


def _counts(text: str, language: str, inside: Iterable[tuple[int, int]]) -> frozenset[tuple[float, str]]:
    """Return the numbers that no quantity holds, each with the words beside it: "two suspects", "29 July"."""
    spans = tuple(inside)
    tokens = [(word, start) for word, start, _ in each_word(text)]
    found = set()
    for number, (word, start) in enumerate(tokens):
        value = _value(word, language)
        if value is None or any(first <= start < last for first, last in spans):
            continue
        after = tokens[number + 1][0] if number + 1 < len(tokens) else ""
        before = tokens[number - 1][0] if number else ""
        months = {name for names in _months(language) for name in names}
        beside = before if before in months else after
        found.add((value, form_of(beside, language) if beside and not beside[0].isdigit() else ""))
    return frozenset(found)


def _months(language: str) -> tuple[tuple[str, ...], ...]:
    words = lexicon(language)
    return words.dates.months if words else ()
