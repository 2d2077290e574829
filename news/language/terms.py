"""The terms of an article: its words, and the names of several words, each with how much it says of the article.

Language-neutral: words are runs of letters and digits, cut to a common stem length by script and not by grammar;
scripts that write without spaces give character pairs; a name is a run of capitalised words inside a sentence.
A term with a space in it is a name.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log

from news.language.lexicon import stop_words
from news.records import Article, record

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.!?:;()\"“”\n]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
_ENDING = re.compile(r"['’](?:s|S)?$")
WHOLE = 99  # letters of a word of a name: none is cut
_RUN = re.compile(rb"\x01{2,}")  # of capitalised tokens


@record
class TermRules:
    """How a text becomes weighted terms."""

    title_times: int = 2  # how often the title counts beside the body: it names the matter (NeuS + .01 F1)
    stem_letters: int = 6  # longer words are cut to this many letters: one form for most endings
    name_weight: float = 0.5  # of a name of several words, beside its words
    longest_name_words: int = 5  # longer runs are headlines or lists
    title_case_share: float = 0.7  # above this share of capitalised words a line is in title case: no names from it


TERM_RULES = TermRules()


class Stems(dict[str, tuple[str, ...]]):
    """What tokens of one language count as: nothing, their stem, or the pairs of an unspaced script.

    It grows with every new token: most words of a batch come again and again.
    """

    def __init__(self, language: str | None, rules: TermRules = TERM_RULES) -> None:
        """Begin with no token."""
        super().__init__()
        self.stops = stop_words(language)
        self.rules = rules

    def __missing__(self, token: str) -> tuple[str, ...]:
        found = self[token] = self._read(token)
        return found

    def _read(self, token: str) -> tuple[str, ...]:
        word = token.lower()
        if word in self.stops or (len(word) < 2 and not word.isdigit()) or not word[0].isalnum():
            return ()
        if word[0] >= "\u0e00" and _UNSPACED.search(word):
            return tuple(word[i : i + 2] for i in range(max(1, len(word) - 1)))
        return (fold(word, self.rules.stem_letters),)


def article_terms(article: Article, rules: TermRules = TERM_RULES) -> dict[str, float]:
    """Return the article's terms, each with its damped count (1 + ln n), names at their own weight."""
    return TermReader(rules).terms(article)


class TermReader:
    """Reads the terms of articles, each text once."""

    def __init__(self, rules: TermRules = TERM_RULES) -> None:
        """Begin with nothing read."""
        self._rules = rules
        self._stems: dict[str | None, Stems] = {}
        self._read: dict[tuple[str | None, str, str], dict[str, float]] = {}

    def terms(self, article: Article) -> dict[str, float]:
        """Return the terms of an article as `article_terms` does."""
        key = (article.language, article.title, article.text)
        if key not in self._read:
            if article.language not in self._stems:
                self._stems[article.language] = Stems(article.language, self._rules)
            self._read[key] = text_terms(article.title, article.text, stems=self._stems[article.language])
        return self._read[key]


def text_terms(title: str, text: str, *, language: str | None = None, stems: Stems | None = None) -> dict[str, float]:
    """Return the terms of a title and a text, each with its damped count (1 + ln n).

    Args:
        language: of both, where `stems` does not tell it.
        stems: what tokens counted as before; grows.
    """
    stems = Stems(language) if stems is None else stems
    rules = stems.rules
    words: dict[str, int] = defaultdict(int)
    names: Counter[str] = Counter()
    for line, times in ((title, rules.title_times), (text, 1)):
        tokens = tokens_of(line)
        for token, count in Counter(tokens).items():
            for word in stems[token]:
                words[word] += count * times
        names.update(_names(tokens, stems.stops, rules))
    damped = [0.0, *(1.0 + log(count) for count in range(1, max([*words.values(), *names.values()], default=0) + 1))]
    weights = {word: damped[count] for word, count in words.items()}
    weights.update({name: rules.name_weight * damped[count] for name, count in names.items()})
    return weights


def tokens_of(text: str) -> list[str]:
    """Return the words and the marks of sentences of a text, in order."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text))


def is_name(term: str) -> bool:
    """Return whether a term is a name of several words."""
    return " " in term


def names_in(terms: Iterable[str]) -> list[str]:
    """Return those of the terms that are names of several words."""
    return [term for term in terms if " " in term]


def fold(word: str, letters: int) -> str:
    """Return a lower-case word without possessive and plural ending, cut to `letters`."""
    if "'" in word or "’" in word:
        word = _ENDING.sub("", word)
    if word[-1:] == "s" and len(word) > 3:
        if len(word) > 4 and word.endswith("ies"):
            word = word[:-3] + "y"
        elif not word.endswith(("ss", "us", "is")):
            word = word[:-1]
    return word[:letters]


def _names(tokens: list[str], stops: frozenset[str], rules: TermRules) -> list[str]:
    """Return the runs of two or more capitalised words, lower-case; none from a line in title case."""
    initials = [token[0] for token in tokens]
    is_capital = bytes(map(str.isupper, initials))
    if is_capital.count(1) > rules.title_case_share * sum(map(str.isalpha, initials)):
        return []
    runs = (tokens[slice(*run.span())] for run in _RUN.finditer(is_capital))
    return [name for run in runs for name in _name_of(run, stops, rules.longest_name_words)]


def _name_of(run: list[str], stops: frozenset[str], longest: int) -> tuple[str, ...]:
    words = [fold(token.lower(), WHOLE) for token in run]
    while words and words[0] in stops:
        words = words[1:]
    return (" ".join(words),) if 2 <= len(words) <= longest else ()
