"""Where a text credits somebody: names with a cue, credit lines, "the paper reported", unnamed reports, documents."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from news.language.name_lists import ORDINARY
from news.language.segments import letters_of
from news.language.text_layers import TextLayers
from news.origins.credit_lines import credit_lines, signature
from news.origins.cue_rules import Cue, CueTable, cue_at
from news.origins.cue_triggers import NO_SPOTS, has_kind, triggers_of
from news.origins.cued_names import (
    as_meant,
    in_programmes,
    is_within_longer,
    shared_name,
    with_region,
    with_short_forms,
    without_promotion,
)
from news.origins.described_names import DOMAIN_END, host_label, is_other_body
from news.origins.gazetteer import Gazetteer, Naming, outlet_url
from news.origins.marks import Lines, Mark
from news.origins.name_forms import LONGEST, bare_name, country_of, with_article
from news.origins.open_names import THE_WITHIN, open_names
from news.origins.references import anaphors, documents, unnamed
from news.records import Article

# The name goes on with another capitalised word that is no day: "Time Warner".
GOES_ON = re.compile(
    r" (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|(?:News|Newspapers?|Newswires?|Magazine|Online|Television|Radio|Channel|Politics|Business|Sports?|Money|Trending|Arabic"
    r"|Persian|Hausa|Mundo|Latino|Scotland|Wales|Studios?|Africa|Asia|Digital|Weekend|Edition"
    r"|(?:[A-Z][A-Za-z]+ )?(?:[Ii]nsider|[Aa]nalyst|[Cc]orrespondent|[Rr]eporter|[Cc]olumnist|[Ww]riter))\b)"
    r"[A-Z][a-z]+|(?<=newspaper) [A-Z]"  # "the Australian newspaper NT News"
)
JOINED_BY_HYPHEN = re.compile(r"-(?:like|style|esque|type|sized|shaped|free)\b")
NETWORK_BEFORE = re.compile(r"\b(?:Fox|FOX|ABC|NBC|CBS|CW|Channel) $")
OF_SOMETHING = re.compile(r"\s+of\s+(?:the\s+)?[A-Z]")  # "a Journal of Harbour Engineering"
THE_BEFORE = re.compile(r"\b[Tt]he $")
# Between the names of one list: "A and B", "NBC/WSJ", "Post-ABC".
BETWEEN = re.compile(
    r"[\"“”»«]?\s*(?:'s)?\s*(?:,|and|,\s*and|&|or|,\s*or|as well as|/|-|und|sowie|et|y|e|en|、|と|과|와)\s*"
    r"(?:(?:in|on|to|by|from|à|al?|ao|aan|aux?|all'|alla)\s*)?(?:the\s+|der\s+|dem\s+|\w+'s\s+)?(?:\d{1,2}\s?)?(?:the\s+)?[\"'„“«»]?",
    re.IGNORECASE,
)
ANY_BEFORE = re.compile(r"\b[Aa]n? $")  # "as an Independent"
# "the South African legal case" is no paper's; "the Australian reported" is.
NOUN_AFTER = re.compile(
    r" (?!(?:has|had|is|was|also|first|now|later|today|yesterday|newspaper|paper|daily|weekly"
    r"|and|in|on|at|that|which|who|as|by|for|from|"
    r"said|says|report\w*|wr\w+|reveal\w*|claim\w*|quot\w+|cit\w+|not\w+|ad\w+|describ\w+|publish\w+|\w+ly)\b)[a-z]"
)
COPYRIGHT = re.compile(r"(?:[Cc]opyright|COPYRIGHT|\u00a9)[\s\d,()c\u00a9-]*$")
SHORT_WORD = 5  # letters: "the Cut", "the Bell" say little
SHARED = ("verb", "phrase", "bracket")  # cues that all names of a list share


class Reading:
    """One article's text, cut into sentences, with the names that stand in it."""

    def __init__(self, article: Article, layers: TextLayers, gazetteer: Gazetteer, table: CueTable) -> None:
        """Read `article`, whose text has these layers, with the cues of its language."""
        self.article = article
        self.table = table
        self.text = layers.plain
        triggers = triggers_of(table.language)
        self.spots = triggers.spots(self.text) if triggers else NO_SPOTS
        self.lines = Lines(article, self.text, layers.sentences)
        self.quotations = layers.quotations
        self.sentences, self.rank, self.sentence_at = self.lines.sentences, self.lines.rank, self.lines.sentence_at
        self.own = gazetteer.names_of(article.outlet, article.url)
        self._own_in_words = tuple(f" {one}" for one in self.own if " " in one)
        stated = article.outlet or ""
        self._labels = {host_label(article.url), host_label(outlet_url(stated)), letters_of(stated)} - {""}
        home = gazetteer.named(stated) or gazetteer.of_host(outlet_url(stated))
        listed = gazetteer.find(self.text, table.language, home.country if home else None)
        if table.language == "en":
            listed = [with_region(self.text, name) for name in listed]
        opened = open_names(self.text, table.language, gazetteer, listed, self.spots, article.links)
        house = home.outlet if home else stated
        named = with_short_forms(self.text, as_meant(_merged(listed, opened), self.text, house), table)
        named = without_promotion(self.text, in_programmes(self.text, named), table)
        self.names = [name for name in named if not self._is_own(name)]
        self.names = [name for name in self.names if not is_other_body(self.text, name)]
        self._persons = _surnames(self.text, self.names)

    def _is_own(self, name: Naming) -> bool:
        words = self.text[name.start : name.end]
        before = self.text[max(0, name.end - LONGEST) : name.end].lower()
        return (
            (not name.is_listed and bare_name(words.rsplit(" ", 1)[-1]) in self.own)  # "London Standard"
            or before.endswith(self._own_in_words)  # "Vale Daily Wire"
            or bare_name(name.outlet.outlet) in self.own
            or bare_name(words) in self.own
            or any(_is_host(words, label) for label in self._labels)
        )

    def marks(self) -> Iterable[Mark]:
        """Yield every place where somebody is credited."""
        named = self._named()
        yield from named
        taken = {place for mark in named for place in range(mark.start, mark.end)}  # "The Sun newspaper said"
        told = (*anaphors(self.lines, self.table, self.spots, named), *self._published(named))
        yield from (one for one in told if one.start not in taken)
        yield from unnamed(self.lines, self.table, self.spots, self._sure_places(named))
        yield from documents(self.lines, self.table, self.spots)

    def _published(self, named: Sequence[Mark]) -> Iterator[Mark]:
        """Yield outlets that are named without a cue before "which the paper published"."""
        if not (self.spots.get("anaphor") and "anaphor_published" in self.table.patterns):
            return
        credited = {mark.start for mark in named}
        names = [one for one in self.names if one.start not in credited and not self._is_part_of_longer(one)]
        others = [self._mark(one, Cue(how="verb", start=one.start, end=one.end)) for one in names]
        yield from anaphors(self.lines, self.table, self.spots, others, "anaphor_published")

    def says_report(self, words: str) -> bool:
        """Return whether the words of a link say that somebody reports."""
        return any(pattern.search(words) for pattern in self.table.patterns.get("reporting_link", ()))

    def _sure_places(self, named: Sequence[Mark]) -> list[tuple[int, int]]:
        sure = [(name.start, name.end) for name in self.names if not name.is_ambiguous]
        return [*sure, *((mark.start, mark.end) for mark in named)]

    def _named(self) -> list[Mark]:
        cues = [self._cue(name) for name in self.names]
        for at in (*range(1, len(cues)), *range(len(cues) - 2, -1, -1)):
            self._pass_on(cues, at)
        whole = [name for name in self.names if not self._is_part_of_longer(name)]
        in_lines = {name.start: self._credit(name, lead) for name, lead in signature(self.lines, whole)}
        for name, is_lead in credit_lines(self.lines, whole, self.table):
            in_lines[name.start] = self._credit(name, is_lead)
        cued = zip(self.names, cues, strict=True)
        return [
            *in_lines.values(),
            *(self._mark(name, cue) for name, cue in cued if cue and name.start not in in_lines),
        ]

    def _cue(self, name: Naming) -> Cue | None:
        if self._is_part_of_longer(name):
            return None
        sentence = self.sentences[self.sentence_at(name.start)]
        kind = name.outlet.kind
        start = name.start if self.table.language == "en" else with_article(self.text, name.start)
        return cue_at(self.table, self.text, start, name.end, sentence, kind=kind, is_ambiguous=name.is_ambiguous)

    def _pass_on(self, cues: list[Cue | None], at: int) -> None:
        """Let the names of a list share the cue of one of them: "according to A and B"."""
        is_listed = not self.text.startswith("'s", self.names[at].end)
        is_any = (
            self.names[at].is_ambiguous
            and ANY_BEFORE.search(self.text, max(0, self.names[at].start - 4), self.names[at].start) is not None
        )
        if cues[at] is not None or not is_listed or is_any or self._is_part_of_longer(self.names[at]):
            return
        for other in (at - 1, at + 1):
            if 0 <= other < len(cues) and (cue := cues[other]) is not None and cue.how in SHARED:
                first, second = sorted((self.names[at], self.names[other]), key=lambda name: name.start)
                if self._are_listed(first, second):
                    name = self.names[at]
                    cues[at] = Cue(how=cue.how, start=name.start, end=name.end, is_chain=cue.is_chain)

    def _are_listed(self, first: Naming, second: Naming) -> bool:
        """Return whether two names stand in one list; a comma alone joins none: "according to A, B hired a guard"."""
        between = BETWEEN.fullmatch(self.text, first.end, second.start)
        if between is None or between.group().strip("\"'“”»«„ ") != ",":
            return between is not None
        return any(
            BETWEEN.fullmatch(self.text, one.end, other.start) is not None
            for one, other in pairwise(self.names)
            if second.start == one.start or first.start == other.start
        )

    def _is_part_of_longer(self, name: Naming) -> bool:
        """Return whether it is part of a name we do not know, "The Seattle Times", or of its owner's, or a person's."""
        owner = (name.outlet.family or "").removeprefix("The ")
        place = name.end - len(owner)
        if len(owner) > name.end - name.start and self.text.startswith(owner, place):
            return COPYRIGHT.search(self.text, max(0, place - 20), place) is None
        if self.table.language != "en":
            return is_within_longer(self.text, name, self.table)
        if not name.is_ambiguous:
            if self.text[name.start].isdigit() and NETWORK_BEFORE.search(self.text, max(0, name.start - 9), name.start):
                return True  # "Fox 10 News"
            said = self.text[name.start : name.end].removesuffix(" newspaper")
            if shared_name(self.text, name.start, said, self.table.language):
                return True  # "Tarn Daily Mail"
            return " " not in said and name.outlet.kind != "agency" and bool(GOES_ON.match(self.text, name.end))
        if not name.is_listed:
            return False
        if JOINED_BY_HYPHEN.match(self.text, name.end):
            return True  # "mirror-like"
        if name.is_ordinary and not self._has_kind(name):
            return True
        return self._has_wrong_article(name) or self._is_in_longer_name(name)

    def _has_kind(self, name: Naming) -> bool:
        """Return whether its kind stands beside an ordinary word, "Mint magazine", or the article that it bears."""
        said = f" {self.text[name.start : name.end]}"
        takes_the = any(one[:4] == "The " and one.endswith(said) for one in (name.outlet.outlet, *name.outlet.aliases))
        bears_the = takes_the and THE_BEFORE.search(self.text[: name.start][-4:]) and name.end - name.start > SHORT_WORD
        is_marked = self.text[name.start - 1 : name.start] == '"' == self.text[name.end : name.end + 2].strip(",.")[:1]
        return bool(bears_the) or is_marked or has_kind(name.start, name.end, self.spots)

    def _is_in_longer_name(self, name: Naming) -> bool:
        if OF_SOMETHING.match(self.text, name.end):
            return True
        if self.text[name.start : name.end] in self._persons:
            return not THE_WITHIN.search(self.text, max(0, name.start - 6), name.start)  # "Mr Hill told The Hill"
        before = _word_before(self.text, name.start)
        if before and before not in ("The", "A", "An") and not country_of(before) and not before.endswith(("'s", "s'")):
            return before[-1] not in ".,:;" and before.lower() not in ORDINARY
        return bool(GOES_ON.match(self.text, name.end))

    def _has_wrong_article(self, name: Naming) -> bool:
        """Return whether an ordinary word stands with "the", or without, where the outlet's name does not.

        "Independent reports say" is not The Independent, "the PA" is an authority and not the agency PA.
        """
        said = self.text[name.start : name.end]
        if country_of(said) and not self._is_the_nations(name):
            return True
        if name.outlet.kind == "agency" and " " in said and self._is_bare_with_the(name):
            return True  # "the Dow Jones" is an index
        takes_the = any(form.startswith("The ") for form in (name.outlet.outlet, *name.outlet.aliases))
        if THE_BEFORE.search(self.text, max(0, name.start - 4), name.start):
            is_somebodys = self.text.startswith("'s", name.end) and " " not in said  # "the People's Army"
            return (said.isupper() or is_somebodys) and not takes_the
        opens = name.start == self.sentences[self.sentence_at(name.start)][0]
        if opens and said.lower() in ORDINARY and not said.isupper() and not self._has_kind(name):
            return True
        return opens and takes_the and not said.isupper() and not said.startswith("The ")

    def _is_bare_with_the(self, name: Naming) -> bool:
        """Return whether an article stands before a name that bears none, and no kind of medium after it."""
        has_the = THE_BEFORE.search(self.text, max(0, name.start - 4), name.start) is not None
        bears_it = any(form.startswith("The ") for form in (name.outlet.outlet, *name.outlet.aliases))
        return has_the and not bears_it and not has_kind(name.start, name.end, self.spots)

    def _is_the_nations(self, name: Naming) -> bool:
        """Return whether the adjective of a nation may be a name: "the Australian said", not "an Australian paper"."""
        has_the = THE_BEFORE.search(self.text, max(0, name.start - 4), name.start) is not None
        has_the = has_the or self.text.startswith("The ", name.start)
        is_noun = self.table.language == "en" and NOUN_AFTER.match(self.text, name.end) is not None
        return has_the and not is_noun and not has_kind(name.start, name.end, self.spots)

    def _mark(self, name: Naming, cue: Cue) -> Mark:
        start = min(cue.start, name.start)
        if self.text[max(0, start - 4) : start].lower() == "the ":
            start -= 4
        return Mark(
            cited=name.outlet.outlet,
            kind="agency" if name.outlet.kind == "agency" else "outlet",
            how=cue.how,
            start=start,
            end=max(cue.end, name.end),
            sentence=self.sentence_at(name.start),
            outlet=name.outlet,
            is_chain=cue.is_chain,
        )

    def _credit(self, name: Naming, is_lead: bool) -> Mark:
        mark = self._mark(name, Cue(how="credit", start=name.start, end=name.end))
        return replace(mark, start=name.start, is_lead=is_lead)


def _is_host(said: str, label: str) -> bool:
    """Return whether words are an outlet's own host or name, or its beginning up to a number: "ABC 7" at abc7ny.com."""
    letters = letters_of(DOMAIN_END.sub("", said))  # "ntv.de" at n-tv.de
    goes_on = label[len(letters) :] if letters[-1:].isdigit() and label.startswith(letters) else "0"
    return letters in (label, f"the{label}") or not goes_on[:1].isdigit()  # "France 2" at france24.com is another


def _word_before(text: str, start: int) -> str | None:
    """Return the capitalised word directly before `start`."""
    before = text[max(0, start - 30) : start].split()
    return before[-1] if start > 0 and text[start - 1] == " " and before and before[-1][0].isupper() else None


def _surnames(text: str, names: Sequence[Naming]) -> frozenset[str]:
    """Return the ordinary names that the text has given a person before: after "Ann Guardian", Guardian is she."""
    found = set()
    for name in names:
        said = text[name.start : name.end]
        if not name.is_ambiguous or not name.is_listed or " " in said or said.isupper():
            continue
        before = _word_before(text, name.start)
        is_name = before is not None and before.isalpha() and not country_of(before) and before.lower() not in ORDINARY
        if is_name and not GOES_ON.match(text, name.end):
            found.add(said)
    return frozenset(found)


def _merged(listed: Sequence[Naming], opened: Sequence[Naming]) -> list[Naming]:
    """Put both in order; a longer open name holds the listed word within it."""
    kept = [name for name in listed if not any(one.start <= name.start < one.end for one in opened)]
    return sorted((*kept, *opened), key=lambda name: name.start)
