"""Who said each quotation of one text: candidates beside it, the choice among them, and why none was chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from news.records import SpeakerKind, record
from news.speakers.candidates import Candidate, inside_candidates, left_candidates, right_candidates
from news.speakers.clauses import read_clause
from news.speakers.contexts import Context, contexts
from news.speakers.names import Gender, Persons
from news.speakers.pronouns import antecedents
from news.speakers.roles import NOBODY, lower_first, unnamed_speaker
from news.speakers.scoring import antecedent_features, probability, weights
from news.speakers.words import SpeechWords


@record
class SpeakerRules:
    """How sure a speaker must be."""

    least: float = 0.8  # probability of a named source; below, nobody is stated
    least_pronoun: float = 0.7  # probability of the person that a pronoun means
    by_rule: float = 0.9  # of phrases without a name, and of "according to", which the labelled data lack


SPEAKER_RULES = SpeakerRules()


SURE = ("right subject", "right inverted", "left subject")  # where a phrase without a name is the speaker


@record
class Attribution:
    """Who said one quotation, or why that is not known."""

    start: int
    end: int
    speaker: str | None = None
    kind: SpeakerKind | None = None
    source: str | None = None  # the words that name the speaker
    source_start: int | None = None
    source_end: int | None = None
    note: str = ""  # why the speaker is not known


@record
class Option:
    """One candidate with what it comes to."""

    pattern: str
    speaker: str | None
    kind: SpeakerKind | None
    candidate: Candidate | None
    features: tuple[str, ...]
    note: str = ""


class Reader:
    """Reads the quotations of one text in order."""

    def __init__(
        self, text: str, spans: Sequence[tuple[int, int]], known: SpeechWords, rules: SpeakerRules = SPEAKER_RULES
    ) -> None:
        """Take a text with plain signs and the spans of its quotations."""
        self._text, self._known, self._rules = text, known, rules
        self.contexts = contexts(text, spans, known)
        self._quoted = [(context.outer_start, context.outer_end) for context in self.contexts]
        self._persons = Persons(text, known)
        self._last: Attribution | None = None
        self._last_context: Context | None = None

    def attributions(self) -> Iterator[Attribution]:
        """Yield who said each quotation, in order."""
        for context in self.contexts:
            made = self.choose(context, self.options(context))
            yield made
            self.remember(context, made)

    def remember(self, context: Context, made: Attribution) -> None:
        """Keep what the next quotation may continue."""
        self._last, self._last_context = made, context

    # --- candidates -------------------------------------------------------------------------------------------

    def options(self, context: Context) -> list[Option]:
        """Return all who may have said a quotation, each with its features."""
        shared = self._shared_features(context)
        found = [*right_candidates(context.after), *left_candidates(context.before)]
        if not found and self._known.speaks_inside:
            found = list(inside_candidates(read_clause(self._text, context.start, context.end, self._known)))
        options = [self._resolved(candidate, context, shared) for candidate in found]
        if (continued := self._continued(context, shared, found)) is not None:
            options.append(continued)
        if len(options) > 1:
            options = [replace(option, features=(*option.features, "several")) for option in options]
        return options

    def _shared_features(self, context: Context) -> tuple[str, ...]:
        """Describe the quotation itself, for every candidate alike."""
        last = self._text[context.start : context.end].rstrip()[-1:]
        sign = self._text[context.outer_end : context.outer_end + 1]
        ending = "comma" if "," in (last, sign) else "stop" if last in ".!?" else "open"
        first = self._text[context.start : context.start + 1]
        return (
            f"quotation ends {ending}",
            "opens line" if context.opens_line else "inside line",
            "small start" if first.islower() else "capital start",
        )

    def _resolved(self, candidate: Candidate, context: Context, shared: tuple[str, ...]) -> Option:
        side = candidate.pattern.split()[0]
        features = [candidate.pattern, candidate.kind, *(f"{side} {one}" for one in (*candidate.features, *shared))]
        if candidate.kind == "pronoun":
            return self._pronoun(candidate, context, features)
        if candidate.kind == "name" and self._is_name(candidate):
            return self._named(candidate, features)
        made = unnamed_speaker(candidate, self._text, self._persons, self._known)
        return Option(
            pattern=candidate.pattern,
            speaker=made.speaker,
            kind=made.kind,
            candidate=replace(candidate, kind="common"),
            features=(*features, f"kind {made.kind}"),
            note=made.note,
        )

    def _is_name(self, candidate: Candidate) -> bool:
        """Say whether capitals make a name: not where every noun has one, unless a person is known by it."""
        if not self._known.capitalises_nouns:
            return True
        persons = self._persons
        full = persons.full(candidate.name)
        if len(full.split()) > 1 and persons.is_person(candidate.name):
            return (
                not candidate.before_name.startswith("D")
                or "T" in candidate.before_name
                or persons.is_known_person(full)
            )
        return not candidate.before_name and persons.is_person(candidate.name)

    def _named(self, candidate: Candidate, features: list[str]) -> Option:
        persons = self._persons
        gender = self._stated_gender(candidate.words)
        speaker = persons.full(candidate.name, gender)
        is_person = persons.is_person(candidate.name, candidate.before_name)
        before = candidate.words.removesuffix(candidate.name).split()[-1:]
        if before and self._known.has("bodies", before[0]):
            is_person = False  # "the association Blue Dune"
        kind: SpeakerKind = "person" if is_person else "body"
        features.append("full name" if len(speaker.split()) > 1 else "one word")
        if persons.is_doubtful(candidate.name, gender):
            features.append("namesakes")
        if not persons.is_known_person(speaker):
            features.append("no sign of a person")
        if self._known.has("not_names", speaker):
            return Option(
                pattern=candidate.pattern,
                speaker=None,
                kind=None,
                candidate=candidate,
                features=tuple(features),
                note=NOBODY,
            )
        words = lower_first(candidate.words, self._known) if kind == "body" and candidate.before_name else speaker
        return Option(
            pattern=candidate.pattern, speaker=words, kind=kind, candidate=candidate, features=tuple(features)
        )

    def _stated_gender(self, words: str) -> Gender | None:
        for word in words.lower().replace(".", "").split():
            if word in ("mr", "herr", "señor", "monsieur"):
                return "male"
            if word in ("mrs", "ms", "miss", "frau", "mme"):
                return "female"
        return None

    def _pronoun(self, candidate: Candidate, context: Context, features: list[str]) -> Option:
        word = candidate.words.lower()
        gender: Gender | None = (
            "male" if self._known.has("male", word) else "female" if self._known.has("female", word) else None
        )
        speaker = None
        if gender is not None:
            place = min(candidate.start, context.outer_start)
            last = self._last.speaker if self._last else None
            among = antecedents(
                self._text,
                place,
                gender,
                quoted=self._quoted,
                persons=self._persons,
                known=self._known,
                last_speaker=last,
            )
            table = weights()["pronouns"]
            scored = [(probability(antecedent_features(one, among), table), one.name) for one in among]
            best = max(scored, default=(0.0, ""))
            joint = [one.name for one in among if one.last_role == "joint"]
            is_one_of_two = best[1] in joint and len(joint) > 1
            speaker = best[1] if best[0] >= self._rules.least_pronoun and not is_one_of_two else None
        note = "" if speaker else "the pronoun fits nobody, or several"
        return Option(
            pattern=candidate.pattern,
            speaker=speaker,
            kind="person" if speaker else None,
            candidate=candidate,
            features=tuple(features),
            note=note,
        )

    def _continued(self, context: Context, shared: tuple[str, ...], own: Sequence[Candidate]) -> Option | None:
        """The speaker of the quotation before it in the same paragraph may go on."""
        last, before = self._last, self._last_context
        if last is None or before is None or not (context.continues_line or self._is_unclosed(before, context)):
            return None
        names = sum(1 for code in context.before.codes if code == "N")
        features = (
            "continued",
            f"continued gap {min(context.gap, 3)}",
            "continued after stop" if context.follows_stop else "continued after words",
            f"continued names {min(names, 2)}",
            *(f"continued {one}" for one in shared),
            f"continued beside {own[0].pattern}" if own else "continued alone",
        )
        return Option(
            pattern="continued", speaker=last.speaker, kind=last.kind, candidate=None, features=features, note=last.note
        )

    def _is_unclosed(self, before: Context, context: Context) -> bool:
        """Say whether a quotation lacks its closing mark because the next paragraph goes on with it."""
        return context.opens_line and not self._text[before.end : context.outer_start].strip()

    # --- the choice -------------------------------------------------------------------------------------------

    def choose(self, context: Context, options: Sequence[Option]) -> Attribution:
        """Return the likeliest option as a claim, or say why none is one."""
        table = weights()["sources"]
        scored = [(self._chance(option, table), -at, option) for at, option in enumerate(options)]
        if not scored:
            return Attribution(start=context.start, end=context.end, note="no source stands beside it")
        chance, _, best = max(scored, key=lambda item: item[:2])
        if chance < self._rules.least:
            return Attribution(start=context.start, end=context.end, note="no source is sure enough")
        return self._claim(context, best)

    def _chance(self, option: Option, table: Mapping[str, float]) -> float:
        """Return how likely an option is right; phrases that the labelled data lack are judged by rule."""
        candidate = option.candidate
        if candidate is not None and candidate.kind == "pronoun" and option.speaker is None:
            return min(self._rules.by_rule, probability(option.features, table)) - 0.01
        if candidate is None or candidate.kind == "pronoun":
            return probability(option.features, table)
        if candidate.kind == "name" and "source" not in candidate.pattern:
            return probability(option.features, table)
        if candidate.pattern in ("right document", "left after preposition"):
            return self._rules.by_rule if option.kind == "document" else 0.0
        if candidate.pattern in ("right source", "left source", "inside"):
            return self._rules.by_rule
        is_said = any(feature.endswith("verb V") for feature in option.features)
        is_next_sentence = "right quotation ends stop" in option.features and candidate.words[0].isupper()
        return self._rules.by_rule if candidate.pattern in SURE and is_said and not is_next_sentence else 0.0

    def _claim(self, context: Context, best: Option) -> Attribution:
        candidate, last = best.candidate, self._last
        if candidate is None and last is not None:
            return replace(last, start=context.start, end=context.end)
        return Attribution(
            start=context.start,
            end=context.end,
            speaker=best.speaker,
            kind=best.kind if best.speaker else None,
            source=candidate.words if candidate else None,
            source_start=candidate.cue_start if candidate else None,
            source_end=candidate.cue_end if candidate else None,
            note=best.note if best.speaker is None else "",
        )
