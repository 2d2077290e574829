"""Who said each quotation of one text: the likeliest option, where it is likely enough."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from news.speakers.attribution import (
    BEFORE_SUBJECT,
    DROPPED,
    FROM_BODY,
    KNOWN_BODY,
    NO_SECOND_SIGN,
    NO_SOURCE,
    NOBODY,
    SAME_SENTENCE,
    SPEAKER_RULES,
    SURE_BESIDE,
    Attribution,
    Candidate,
    Option,
    SpeakerRules,
    is_told_of_by_name,
)
from news.speakers.clauses import read_clause
from news.speakers.contexts import LEAST_TALK, MARKS, Context, is_signed, is_unclosed, sentence_before, shares_sentence
from news.speakers.mentions import tells_of_others_words
from news.speakers.name_words import as_written
from news.speakers.options import Options
from news.speakers.scoring import ASKED, Antecedent, lacks_sign, meant_by_pronoun, probability, weights
from news.speakers.words import GENDERS, Gender, SpeechWords

SURE = 0.75  # probability of a subject who speaks though no words say so
NEAR = 300  # characters before a description in which the same word tells of another
LESS = 0.01  # of a probability: where all else is equal the other candidate is taken
# Where a name is a person's although nothing else in the text shows one.
SURE_OF_NAMES = (*SURE_BESIDE, "right source", "left source", "left inverted", "left colon")
# Signs that make the claim of a name sure: "Ann Vale, baker:", "ABC reports:" above its report, "… adds Ann Vale: “…”".
SURE_LEFT = (
    {"person", "left colon", "left short tail", "full name"},
    {"body", "left colon", "left short tail", "left opens line"},
    {"left inverted", "left verb V", "left ends :"},
    {"person", "left subject", "left verb V", "left ends :", "full name"},
)


class Reader:
    """Reads the quotations of one text in order."""

    def __init__(
        self, text: str, spans: Sequence[tuple[int, int]], known: SpeechWords, rules: SpeakerRules = SPEAKER_RULES
    ) -> None:
        """Take a text with plain signs and the spans of its quotations."""
        self._rules, self._text, self._known = rules, text, known
        self._sure = replace(rules, least_pronoun=SURE, least_subject=SURE)
        self.options = Options(text, spans, known, rules)
        self._last: Attribution | None = None
        self._is_thin = False  # who said the last one is no claim

    def attributions(self, told: Set[tuple[int, int]]) -> Iterator[Attribution]:
        """Yield who said each quotation whose span is among `told`, in order.

        The others, words and titles in marks, are looked at only where the next quotation may go on with their speaker.
        """
        made: dict[int, Attribution] = {}
        waiting: list[Context] = []
        for at, context in enumerate(self.options.contexts):
            if (context.start, context.end) not in told:
                goes_on = bool(waiting) and shares_sentence(self._text, waiting[-1], context)
                waiting = [*waiting, context] if goes_on else [context]
                continue
            leads = context.continues_line or (bool(waiting) and is_unclosed(self._text, waiting[-1], context))
            for other in waiting if leads else ():
                self._attributed(other)
            waiting = []
            made[at] = self._attributed(context)
        yield from self._carried_back(made)

    def _carried_back(self, made: dict[int, Attribution]) -> list[Attribution]:
        """Give quotations that lack their closing mark the speaker of the next paragraph, which goes on with them.

        One whom words of an earlier paragraph tell gives way to one who is named behind the end.
        """
        contexts = self.options.contexts
        for at in sorted(made, reverse=True):
            following, one = made.get(at + 1), made[at]
            if following is None or following.speaker is None:
                continue
            is_above = one.source_start is not None and "\n" in self._text[one.source_start : contexts[at].outer_start]
            is_named = (following.source_start or 0) > contexts[at + 1].start and (following.source or "")[:1].isupper()
            is_open = one.speaker is None or (is_above and is_named and following.kind == "person")
            if is_open and is_unclosed(self._text, contexts[at], contexts[at + 1]):
                made[at] = replace(following, start=one.start, end=one.end)
        return [made[at] for at in sorted(made)]

    def _attributed(self, context: Context) -> Attribution:
        options = self.options.of(context)
        self._last, pattern = self._chosen(context, options)
        self.options.remember(context, self._last, pattern)
        goes_on = pattern in ("continued", "alone") and self._is_thin
        best = next((one for one in options if one.pattern == pattern and one.speaker == self._last.speaker), None)
        self._is_thin = goes_on or (best is not None and lacks_sign(best, self.options.persons, self._known))
        if self._is_thin:
            return Attribution(start=context.start, end=context.end, note=NO_SECOND_SIGN)
        return self._last

    def choose(self, context: Context, options: Sequence[Option]) -> Attribution:
        """Return the likeliest option as a claim, or say why none is one."""
        return self._chosen(context, options)[0]

    def _chosen(self, context: Context, options: Sequence[Option]) -> tuple[Attribution, str]:
        """Return the claim, and where the words that it rests on stand."""
        table = weights()["sources"]
        scored = [(self._chance(option, table), -at, option) for at, option in enumerate(options)]
        if not scored and (meant := self._silent(context)) is not None:
            return self._by_name(context, meant), "silent"
        if not scored:
            return Attribution(start=context.start, end=context.end, note=NO_SOURCE), ""
        chance, _, best = max(scored, key=lambda item: item[:2])
        if chance < self._rules.least:
            return Attribution(start=context.start, end=context.end, note="no source is sure enough"), ""
        made = self._claim(context, best)
        if made.note == NOBODY and best.candidate is not None and best.candidate.kind == "common":
            meant = self._described(context, best.candidate)
            made = replace(made, speaker=meant.name, kind="person", note="") if meant else made
        return made, best.pattern

    def _by_name(self, context: Context, meant: Antecedent) -> Attribution:
        """Claim a person by the place where the text named this person last."""
        name = meant.name.rpartition(" ")[2]
        at = self._text.rfind(name, 0, context.outer_start)
        return Attribution(
            start=context.start,
            end=context.end,
            speaker=meant.name,
            kind="person",
            source=name,
            source_start=at,
            source_end=at + len(name),
        )

    def _silent(self, context: Context) -> Antecedent | None:
        """Give a quotation that is a sentence, and beside which nobody is named, to who tells something just before."""
        said, after = self._text[context.start : context.end].rstrip(), self._text[context.outer_end :][:2].lstrip(" ,")
        is_sentence = context.follows_stop and said[:1].isupper() and said[-1:] in (".", "!", "?")
        is_whole = not any(mark in said for mark in MARKS if mark not in "'’‘")
        before = self._text[: context.outer_start].rstrip()
        follows_another = before.rstrip(" \n.,")[-1:] in MARKS
        follows_caption = before[-1:].isalnum()
        if (
            follows_another
            or follows_caption
            or not (is_sentence and is_whole)
            or after[:1].islower()
            or is_signed(self._text, context)
        ):
            return None
        start = sentence_before(self._text, len(before))
        clause = read_clause(self._text, start, len(before), self._known)
        is_quoted = any(one.outer_start <= start < one.outer_end for one in self.options.contexts)
        if (is_quoted and (len(said) < LEAST_TALK or said.endswith("?"))) or tells_of_others_words(
            clause, self.options.persons, self._known
        ):
            return None
        meant = self._told_of(context, context.outer_start, None)
        return meant if meant and (meant.tells or meant.speaks) else None

    def _described(self, context: Context, candidate: Candidate) -> Antecedent | None:
        """Return whom "the Hask coach" means: who tells something in the sentence just before, or spoke last."""
        article, *words = candidate.words.lower().split()
        head, known = words[-1] if words else "", self._known
        is_definite = known.has("definite", article) and not (
            known.has("owners", article) or known.has("clause_starts", article)
        )
        head = words[0] if words and known.head_first else head
        is_office = self.options.persons.is_title(head) or head.endswith(known.age_endings or "\n")
        if not (is_definite and is_office) or known.has("groups", head):
            return None
        is_another = head in known.genders or any(known.has(name, head) for name in ("of_bodies", "of_others"))
        if is_another or known.has("others", words[0]):
            return None  # "the spokesman" is seldom whom he speaks for, nor "the judge" whom he judges
        place = min(candidate.start, context.outer_start)
        if re.search(rf"\b{re.escape(head)}\b", self._text[max(0, place - NEAR) : place]):
            return None  # one of whom the text tells already
        gender = next((one for one in GENDERS if known.has(f"{one}_articles", article)), None)
        meant = self._told_of(context, place, gender)
        is_aged = head.endswith(known.age_endings or "\n")
        is_only = known.has("judging_bodies", "yes") and meant is not None
        is_only = is_only and (is_aged or not self._has_office(meant.name if meant else ""))
        return meant if meant and meant.last_role == "first" and (meant.tells or meant.speaks or is_only) else None

    def _has_office(self, name: str) -> bool:
        """Return whether a text first gives somebody with an office, so that another office is another's."""
        before = self._text[: self._text.find(name)].rstrip(" ,").rpartition(" ")[2]
        return self.options.persons.is_title(before.rpartition("'")[2].rpartition("’")[2].lower())

    def _told_of(self, context: Context, place: int, gender: Gender | None) -> Antecedent | None:
        """Return the person of whom the sentence just before tells, where one is sure."""
        among = self.options.mentions.antecedents(place, gender)
        meant = meant_by_pronoun(among, self._sure)
        if meant is None or meant.sentences or meant.is_unnamed or not meant.is_known:
            return None
        return None if is_told_of_by_name(meant.name, self._text[context.start : context.end]) else meant

    def _chance(self, option: Option, table: Mapping[str, float]) -> float:
        """Return how likely an option is right; phrases that the labelled data lack are judged by rule."""
        candidate = option.candidate
        is_bare = option.pattern not in SURE_OF_NAMES or "left label" in option.features
        if option.kind == "person" and "no sign of a person" in option.features and is_bare:
            return 0.0
        if option.pattern == "alone":
            return self._rules.by_rule
        if candidate is not None and candidate.kind == "pronoun" and option.speaker is None:
            return min(self._rules.by_rule, probability(option.features, table)) - LESS
        if SAME_SENTENCE in option.features:
            return max(self._rules.by_rule, probability(option.features, table))
        is_shown = "no sign of a person" not in option.features
        if candidate is not None and (candidate.pattern == "above" or self._is_view(candidate)):
            return self._rules.by_rule if option.kind == "person" and is_shown else 0.0
        if candidate is None or candidate.kind == "pronoun":
            return probability(option.features, table)
        if candidate.pattern == "right quoted" and "right quotation ends stop" in option.features:
            return 0.0  # a sentence of its own: "“…” Reuters quotes the mayor as saying that"
        if candidate.pattern == "right tail":
            return self._rules.by_rule if option.speaker and is_shown else 0.0
        if candidate.pattern == "right document":
            is_told = option.kind == "document" or (option.speaker and f"right {FROM_BODY}" in option.features)
            return self._rules.by_rule if is_told else 0.0
        if candidate.kind == "name" and "source" not in candidate.pattern:
            return self._of_a_name(option, candidate, probability(option.features, table))
        if candidate.pattern == "left after preposition":
            is_told = option.kind == "document" and f"left {BEFORE_SUBJECT}" not in option.features
            is_told &= not self._known.has(ASKED, "documents") or self._known.has("reads", candidate.verb)
            return self._rules.by_rule - LESS if is_told else 0.0
        is_doing = candidate.pattern == "left participle" and self.options.judging_bodies and option.speaker
        if is_doing or candidate.pattern in ("right source", "left source", "inside", "right quoted"):
            return self._rules.by_rule
        return self._by_rule(option, candidate)

    def _is_view(self, candidate: Candidate) -> bool:
        """Return whether somebody's view is told: "Für Ann Vale ist …"; of a body the writer may judge."""
        first = self._text[candidate.cue_start : candidate.start].split(maxsplit=1)
        is_source = candidate.pattern == "left source" and candidate.kind != "pronoun"
        return is_source and bool(first) and self._known.has("views", first[0])

    def _of_a_name(self, option: Option, candidate: Candidate, chance: float) -> float:
        """Judge a name beside the quotation: what was learned of it, or more where a rule is sure."""
        features = {option.kind or "", *option.features}
        if any(sure <= features for sure in SURE_LEFT):
            return max(chance, self._rules.by_rule)
        return max(chance, self._by_rule(option, candidate)) if KNOWN_BODY in features else chance

    def _by_rule(self, option: Option, candidate: Candidate) -> float:
        """Judge the subject of a verb of speech whose kind the labelled data lack."""
        is_anybody = option.kind == "unnamed" and self._known.has("indefinite", candidate.words.partition(" ")[0])
        judges = (option.kind == "body" or is_anybody) and self.options.judging_bodies
        is_said = any(feature.endswith(("verb V", "verb E")[: 1 + judges]) for feature in option.features)
        is_next_sentence = "right quotation ends stop" in option.features and not candidate.words[0].islower()
        is_aside = {"left tail long", "left after conjunction"} <= set(option.features)  # "… after police replied to …"
        is_behind = judges and f"left {BEFORE_SUBJECT}" in option.features  # "In a letter writes the city that “…”"
        is_beside = candidate.pattern in SURE_BESIDE or (is_behind and candidate.pattern == "left inverted")
        return self._rules.by_rule if is_beside and is_said and not (is_next_sentence or is_aside) else 0.0

    def _claim(self, context: Context, best: Option) -> Attribution:
        is_nobody = best.speaker is None and best.pattern.endswith(DROPPED)  # no words name anybody
        candidate, last = None if is_nobody else best.candidate, self._last
        if candidate is None and last is not None and not is_nobody:
            return replace(last, start=context.start, end=context.end)
        return Attribution(
            start=context.start,
            end=context.end,
            speaker=best.speaker,
            kind=best.kind if best.speaker else None,
            source=as_written(candidate.words) if candidate else None,
            source_start=candidate.cue_start if candidate else None,
            source_end=candidate.cue_end if candidate else None,
            note=best.note if best.speaker is None else "",
        )
