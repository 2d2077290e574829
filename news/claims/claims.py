"""A claim read: its words, names, figures and dates, and whether it denies something."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from news.claims.claim_words import claim_words, form_of, set_phrases
from news.language.codes import is_read, read_languages
from news.language.lexicon import lexicon, stop_words
from news.language.number_forms import NumberForms, number_forms
from news.language.quantities import Quantity, read_quantities
from news.language.segments import HAS_SPACELESS, each_word, with_plain_signs
from news.language.text_language import reading_language
from news.records import record

_BEFORE_NUMBERS = frozenset(("about", "almost", "around", "at", "nearly", "only", "over", "some", "just", "roughly"))
_FEWEST = 2  # words that lean on others, so that they say a claim's language
_LONG = 4  # letters that an English word must have more of, so that "ed" ends a verb
_CAPITAL = re.compile(r"(?<![\w'])[^\W\d_a-zß-öø-ÿ][\w]*")
_HYPHEN = re.compile(r"(?<=\d)-(?=[a-z])|(?<=year)-(?=old)")  # "17-year-old", "62-acre"
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")  # "U.S."
_INITIALS = re.compile(r"(?<![\w'])[A-ZÀ-Þ][\w'-]+(?:\s+(?:(?:of|for|and|the)\s+)*[A-ZÀ-Þ][\w'-]+){1,6}")
_YEAR = re.compile(r"\b(?:in|of|since|during|year) ((?:18|19|20)\d\d)\b(?![,.]?\d)", re.IGNORECASE)
_AGE = re.compile(r"([A-ZÀ-Þ][\w'-]+), (?:aged )?(\d{1,3})(?=[,.;)]|$)")  # "Anna Berg, 55,"
_FUTURE = re.compile(r"\b(?:will|(?:is|are) (?:going to|to|\w+ing))\b")
_ONE = re.compile(r"\b(for|over|within) (an?)(?= (?:minute|hour|day|week|month|year|decade)\b)")  # "for a week"
_MORE = re.compile(r"((?:\d|llion)) (?:more|additional|extra)(?= [a-z])")  # "100 million more doses" are doses
_PRONOUN = re.compile(r"\bone(?=\s*(?:[.,;:!?]|$|(?:of|that|who|which|is|was)\b))", re.IGNORECASE)  # counts nothing
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
    years: tuple[tuple[int, int], ...]  # and where each stands
    scaled: frozenset[float]  # numbers such as "24 million", whatever they count
    months: frozenset[str]
    hedges: tuple[int, ...]  # where one stands that leaves open
    modals: frozenset[int]  # the hedges among them that bear on what follows alone
    will_be: frozenset[int]  # the hedges among them by which somebody says what will be
    discredits: frozenset[str]  # words by which a report is passed on as false or doubtful
    capitals: frozenset[str]  # words that stand with a capital
    initials: Mapping[str, frozenset[str]]  # of names of several words, and those words
    ages: frozenset[tuple[str, float]]  # last word of a name, and the age behind it
    falsehood: int | None  # where it says that what stands before is false
    subject: str  # of a claim: its first word, which may be a name; "" where it is none or a stop word

    @property
    def is_denied(self) -> bool:
        """Return whether it denies something."""
        return bool(self.denials)

    @property
    def is_future(self) -> bool:
        """Return whether it says what will be: "will leave", "is leaving"."""
        return bool(_FUTURE.search(self.text))

    @property
    def is_hedged(self) -> bool:
        """Return whether it leaves something open."""
        return bool(self.hedges)


def read_claim(text: str, language: str | None = None) -> Reading | None:
    """Read a claim as a sentence; None: its language is not read, or its denials are not known."""
    code = language or _language_of(text)
    return read_sentence(text, code) if is_read(code) and claim_words(code).denial is not None else None


def _language_of(text: str) -> str:
    """Return the language of a claim; of one whose few words say none, the first in which claims are read."""
    code = reading_language(None, text)
    if code is None or claim_words(code).denial is not None or code not in read_languages():
        return code or "en"
    words = [word for word, _, _ in each_word(text)]
    counts = {
        one: sum(word in stop_words(one) for word in words)
        for one in ("en", *sorted(read_languages()))
        if one == code or claim_words(one).denial is not None
    }
    other = counts.pop(code)
    best = max(counts, key=lambda one: counts[one])
    return code if other >= _FEWEST and other > counts[best] else best


@lru_cache(maxsize=512)
def read_sentence(text: str, language: str) -> Reading:
    """Read one sentence in a language that is read."""
    known = claim_words(language)
    plain = compared(text)
    figures = tuple(read_quantities(plain, language))
    months = frozenset(name for names in _months(language) for name in names)
    order = dict(reversed([(word, start) for word, start, _ in each_word(plain)]))  # where each stands first
    names = _names(plain, language)
    denials = _found(known.denial, plain)
    left_out = months.union(*names), {place for found in denials for place in range(found.start(), found.end())}
    kept = [(form_of(word, language), word, start) for word, start in _told(plain, language, figures, *left_out)]
    return Reading(
        text=text,
        language=language,
        words=tuple(dict.fromkeys(form for form, _, _ in kept)),
        places=tuple((form, start) for form, _, start in kept),
        names=names,
        order=order,
        figures=figures,
        counts=_counts(plain, language, [(figure.start, figure.end) for figure in figures]),
        keys=frozenset(form for form, word, _ in kept if form in known.verbs or _looks_done(word, language)),
        years=tuple((int(found[1]), found.start()) for found in _YEAR.finditer(plain)),
        scaled=_scaled(plain, number_forms(language)),
        months=frozenset(
            month_of(word, language) for word in order if word in months and (word != "may" or "May" in plain)
        ),
        denial_verbs=tuple(
            (form_of(one[0].lower(), language), one.start()) for one in _found(known.denial_verb, plain)
        ),
        denials=tuple(found.start() for found in denials),
        hedges=_hedges(known.hedge, plain, months),
        modals=frozenset(found.start() for found in _found(known.modal, plain)),
        will_be=frozenset(found.start("future") for found in _found(known.future, plain)),
        discredits=frozenset(found[0].lower() for found in _found(known.discredit, _without(known.set_phrase, plain))),
        falsehood=found.start() if (found := known.falsehood and known.falsehood.search(plain)) else None,
        subject=_subject(plain, language),
        capitals=frozenset(word.lower() for word in _CAPITAL.findall(plain)),
        initials=initials_in(plain),
        ages=frozenset((name.lower(), float(age)) for name, age in _AGE.findall(plain)),
    )


def compared(text: str) -> str:
    """Return a text as long as before, in which words that only dress a number or a name are blank."""
    plain = with_plain_signs(text)
    plain = _ONE.sub(lambda found: f"{found[1]} {'1'.rjust(len(found[2]))}", _PRONOUN.sub("   ", plain))
    plain = _MORE.sub(lambda found: found[1].ljust(len(found[0])), plain)
    plain = _HYPHEN.sub(" ", _EXCLAIMED.sub(lambda found: " " * len(found[0]), _undotted(plain)))
    phrases, read = set_phrases()
    return phrases.sub(lambda found: read[found[0].lower()].ljust(len(found[0])), plain) if phrases else plain


def _told(
    plain: str, language: str, figures: Iterable[Quantity], left_out: frozenset[str], denying: set[int]
) -> Iterator[tuple[str, int]]:
    """Yield the words that say something by themselves, and where each stands."""
    known, stops, scales = claim_words(language), stop_words(language), number_forms(language).words.scales
    inside = [(figure.start, figure.end) for figure in figures]
    measured = [(figure.start, figure.end) for figure in figures if figure.unit not in ("", "people")]
    for word, start, _ in each_word(plain):
        is_leaning = word in stops and form_of(word, language) not in known.opposites
        is_number = value_of(word, language) is not None or (word in scales and _is_inside(start, inside))
        if is_leaning or word in left_out or start in denying or is_number or _is_inside(start, measured):
            continue
        if len(word) > 1 or HAS_SPACELESS.search(word):
            yield word, start


def _is_inside(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= place < last for first, last in spans)


def _looks_done(word: str, language: str) -> bool:
    """Return whether a word looks like a verb of what was done."""
    return language == "en" and len(word) > _LONG and word.endswith("ed")


def _subject(text: str, language: str) -> str:
    """Return the first word, as it is compared, where it may be a name: a capital, and no word that leans on others."""
    first = next(each_word(text), None)
    if first is None or not text[first[1]].isupper() or first[0] in stop_words(language):
        return ""
    return form_of(first[0], language)


def initials_in(text: str) -> dict[str, frozenset[str]]:
    """Return the initials of names of several words, in lower case: "Internal Revenue Service" is irs."""
    names = [re.findall(r"[A-ZÀ-Þ][\w'-]+", found[0]) for found in _INITIALS.finditer(text)]
    return {"".join(word[0] for word in name).lower(): frozenset(map(str.lower, name)) for name in names}


def _without(pattern: "re.Pattern[str] | None", text: str) -> str:
    return pattern.sub(" ", text) if pattern else text


def _undotted(text: str) -> str:
    """Return a text with "U.S." as "US", as long as before."""
    return _DOTTED.sub(lambda found: found[0].replace(".", "").ljust(len(found[0])), text)


def capitals_in(text: str) -> frozenset[str]:
    """Return the words of a text that stand with a capital, in lower case."""
    return frozenset(word.lower() for word in _CAPITAL.findall(_undotted(with_plain_signs(text))))


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
        is_numbered = len(parts) > 1 and run[0].endswith(" I")  # "World War I"
        parts = [part for part in parts if part and part not in stop_words(language) and part not in months]
        parts += ["i"] if is_numbered and "i" not in parts else []
        if len(parts) > 1 or (parts and not is_first):
            found.append(frozenset(piece for part in parts for piece in part.split("-")))
    return tuple(dict.fromkeys(found))


def value_of(word: str, language: str) -> float | None:
    """Return the number that a word is; None: it is none."""
    if word[0].isdigit():
        digits = re.sub(r"[,.](?=\d{3}\b)", "", word)
        return float(digits) if digits.isdigit() else None
    return number_forms(language).value_of.get(word)


def _scaled(text: str, numbers: NumberForms) -> frozenset[float]:
    """Return the numbers that a word such as "million" stands behind."""
    found = re.finditer(r"(?<![\w.,])(\d+(?:[.,]\d+)?) ([^\W\d_]{4,})", text)
    scales = numbers.words.scales
    return frozenset(
        float(one[1].replace(",", ".")) * scales[one[2].lower()] for one in found if one[2].lower() in scales
    )


def _counts(text: str, language: str, inside: Iterable[tuple[int, int]]) -> frozenset[tuple[float, str]]:
    """Return the numbers that no quantity holds, each with the words beside it: "two suspects", "29 July"."""
    spans = tuple(inside)
    tokens = [(word, start) for word, start, _ in each_word(text)]
    found = set()
    for number, (word, start) in enumerate(tokens):
        value = value_of(word, language)
        if value is None or any(first <= start < last for first, last in spans):
            continue
        after = tokens[number + 1][0] if number + 1 < len(tokens) else ""
        before = tokens[number - 1][0] if number else ""
        months = {name for names in _months(language) for name in names}
        beside = before if before in months else "" if _is_part_of_name(text, tokens, number) else after
        found.add((value, form_of(month_of(beside, language), language) if beside and not beside[0].isdigit() else ""))
    return frozenset(found)


def _is_part_of_name(text: str, tokens: list[tuple[str, int]], number: int) -> bool:
    """Return whether a number stands behind a name that it is part of: "Boeing 787"."""
    if not number or not text[tokens[number - 1][1]].isupper():
        return False
    word, place = tokens[number - 1]
    return bool(place) or (word not in _BEFORE_NUMBERS and not word.endswith("s"))


def month_of(word: str, language: str) -> str:
    """Return the first name of a month, whichever of its names is given; another word as it is."""
    return next((names[0] for names in _months(language) if word in names), word)


def _months(language: str) -> tuple[tuple[str, ...], ...]:
    words = lexicon(language)
    return words.dates.months if words else ()
