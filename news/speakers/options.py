"""All who may have said a quotation, each with the features by which one is chosen."""

import re
from collections.abc import Sequence
from dataclasses import replace

from news.records import SpeakerKind
from news.speakers.attribution import (
    DROPPED,
    NOBODY,
    SAME_SENTENCE,
    SURE_BESIDE,
    THIN,
    Attribution,
    Candidate,
    Option,
    SpeakerRules,
    is_anothers_lead,
    is_behind_place,
    is_inside,
    is_told_of_by_name,
    nameless_goes_on,
    open_candidates,
    outranks,
    tells_at_once,
    tells_nothing_of,
)
from news.speakers.candidates import (
    ahead_candidates,
    behind_candidates,
    earlier_candidates,
    first_phrase,
    inside_candidates,
    tail_candidates,
)
from news.speakers.clauses import Clause, read_clause
from news.speakers.contexts import (
    MOST_BETWEEN,
    Context,
    clause_above,
    contexts,
    dropped_candidates,
    goes_on_alone,
    is_unclosed,
    led_back,
    sentence_before,
    shared_features,
    shares_sentence,
    stops,
    told_by_form,
)
from news.speakers.mentions import tells_of_others_words
from news.speakers.names import Persons
from news.speakers.pronouns import Mentions, are_several, subject_name, subject_told_of
from news.speakers.referents.documents import Authors
from news.speakers.roles import Unnamed, is_name, is_surname, named_speaker, unnamed_speaker
from news.speakers.scoring import (
    ASKED,
    goes_straight_on,
    is_last_subject,
    is_sure_antecedent,
    meant_beside,
)
from news.speakers.words import GENDERS, SpeechWords

# What "it" and "they" mean, by the lists that hold them.
KINDS_OF: dict[str, tuple[SpeakerKind, ...]] = {"thing": ("body", "document"), "several": ("unnamed",)}
MOST_WORDS_TO_VERB = 35  # from a quotation to the verb of its speaker
SPEAKING = frozenset("VEGKPN:")  # codes of words that tell of a speaker
DOING = re.compile(r",A*G[^VEGKPN:]*$")  # "“…,” said Ann Vale, calling it “…”"
GOES_ON = (*SURE_BESIDE, "left source", "right source", "continued")  # behind these one sentence has one speaker
SURE_AFTER_COMMA = ("right subject", "right inverted")  # "…," said Ann Vale: nothing else need be looked at


class Options:
    """Finds who may speak, quotation after quotation of one text."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], known: SpeechWords, rules: SpeakerRules) -> None:
        """Take a text with plain signs and the spans of its quotations."""
        self._text, self._known, self._rules = text, known, rules
        self.contexts = contexts(text, spans)
        self.persons = Persons(text, known)
        self._quoted = [(context.outer_start, context.outer_end) for context in self.contexts]
        self._starts = {start for start, _ in self._quoted}
        self.mentions = Mentions(text, self._quoted, self.persons, known, rules)
        self._authors = Authors(self.persons, known, self.mentions.unquoted)
        self._last: Attribution | None = None
        self._told: Attribution | None = None  # the last one beside which words say who speaks
        self._last_context: Context | None = None
        self._last_pattern = ""
        self.judging_bodies = known.has("judging_bodies", "yes")  # "le syndicat dénonce"

    def remember(self, context: Context, made: Attribution, pattern: str = "") -> None:
        """Keep what the next quotation may continue, and where the words stand that name its speaker."""
        self._last, self._last_context, self._last_pattern = made, context, pattern
        self._told = made if made.source else self._told
        self.mentions.remember(context.end, made.speaker)

    def of(self, context: Context) -> list[Option]:
        """Return all who may have said a quotation, each with its features."""
        if told := told_by_form(self._text, context, self.persons, self._known):
            return [told]
        shared = shared_features(self._text, context)
        after = read_clause(self._text, context.outer_end, context.after_end, self._known, follows=True)
        if self._known.leads_back is not None and not after.codes.strip("."):
            after = led_back(self._text, context.after_end, self._known) or after
        is_other = tells_nothing_of(after, shared, self._known, is_next=context.after_end in self._starts)
        found = [] if is_other else behind_candidates(after, self._known)
        before = read_clause(self._text, context.before_start, context.outer_start, self._known)
        is_sure = len(found) == 1 and shared[0] == "quotation ends comma" and found[0].pattern in SURE_AFTER_COMMA
        if is_sure and {"V", "E"}.isdisjoint(before.codes):
            return [self._resolved(found[0], context, shared)]
        found += ahead_candidates(before, self._known, self._text[context.start : context.end].split(maxsplit=1)[0])
        found = found or self._farther(context, before, after)
        if not found and goes_on_alone(self._text, context, self._last_context, self._last):
            return [self._same("alone", ())]
        continued = self._continued(context, before, after, shared, found)
        several = ("several",) if len(found) + (continued is not None) > 1 else ()
        options = [self._resolved(candidate, context, shared, several) for candidate in found]
        if continued is not None and not any(outranks(option, continued, self._known) for option in options):
            options.append(replace(continued, features=(*continued.features, *several)))
        return options

    def _farther(self, context: Context, before: Clause, after: Clause) -> list[Candidate]:
        """Look where a speaker stands more rarely: behind an unknown verb, inside the marks, in the sentence before."""
        if found := list(open_candidates(after)):
            return found
        if found := list(dropped_candidates(before, after, self._known)):
            return found
        is_part = context.follows_stop or self._text[context.start].islower()
        if is_part and SPEAKING.isdisjoint(before.codes.replace("N", "")):
            is_whole = "," in self._text[context.end - 1 : context.outer_end + 1]
            if found := list(tail_candidates(after, inverted_only=is_whole and after.codes[:1] != "R")):
                return found
        if self._known.speaks_inside:
            inner = read_clause(self._text, context.start, context.end, self._known)
            if found := list(inside_candidates(inner)):
                return found
        goes_on = after.codes[:1] == "," or "".join(after.words[:1]).islower()
        if context.opens_line and not after.codes.strip(".,"):
            above = clause_above(self._text, context, self._last_context, self._known)
            found = list(earlier_candidates(above)) if above else []
            return [replace(one, pattern="above") for one in found if not self._known.has("thing", one.words)]
        if context.opens_line or context.continues_line or not context.follows_stop or goes_on:
            return []
        start = sentence_before(self._text, context.outer_start)
        earlier = read_clause(self._text, start, context.outer_start, self._known)
        return [] if tells_of_others_words(earlier, self.persons, self._known) else list(earlier_candidates(earlier))

    def _resolved(
        self, candidate: Candidate, context: Context, shared: tuple[str, ...], several: tuple[str, ...] = ()
    ) -> Option:
        side = candidate.pattern.split()[0]
        features = [
            candidate.pattern,
            candidate.kind,
            *(f"{side} {one}" for one in (*candidate.features, *shared)),
            *several,
        ]
        if candidate.kind == "pronoun":
            return self._pronoun(candidate, context, features)
        if candidate.kind == "common" and is_surname(candidate.words, self.persons, self._known):
            candidate = replace(candidate, kind="name", name=candidate.words)  # "King said", of Peter King
            features[1] = candidate.kind
        if is_behind_place(candidate, self._known) and self.persons.kind(candidate.name) != "person":
            candidate = replace(candidate, kind="common", name="")
        if candidate.kind == "name" and is_name(candidate, self.persons, self._known):
            return named_speaker(candidate, features, self.persons, self._known)
        made = unnamed_speaker(candidate, self.persons, self._known)
        if made.kind == "person" and is_told_of_by_name(made.speaker, self._text[context.start : context.end]):
            made = Unnamed(speaker=None, kind=None, note=NOBODY)  # its only holder is somebody of whom it tells
        elif made.kind == "document":
            made = self._authors.told(made, candidate.start, self._text[context.start : context.end])
        return Option(
            pattern=candidate.pattern,
            speaker=made.speaker,
            kind=made.kind,
            candidate=replace(candidate, kind="common"),
            features=(*features, f"kind {made.kind}"),
            note=made.note,
        )

    def _pronoun(self, candidate: Candidate, context: Context, features: list[str]) -> Option:
        word = candidate.words.lower()
        kinds = next((KINDS_OF[name] for name in KINDS_OF if self._known.has(name, word)), ())
        if kinds and (same := self._thing(candidate, context, kinds)) is not None:
            return replace(same, candidate=candidate, features=tuple(features))
        if self._known.has("somebody", word):
            return replace(
                self._same(candidate.pattern, tuple(features)), speaker=word, kind="unnamed", candidate=candidate
            )
        gender = next((one for one in GENDERS if self._known.has(one, word)), None)
        is_clear = not nameless_goes_on(self._told, self._text[: context.start])
        is_dropped, place = candidate.pattern.endswith(DROPPED), min(candidate.start, context.outer_start)
        if nearer := self.mentions.nearer_subject(candidate, context):
            return replace(nearer, features=tuple(features))
        among = self.mentions.antecedents(place, gender) if (gender or is_dropped) and is_clear else []
        among = [one for one in among if is_last_subject(one) and one.sentences < 3] if is_dropped else among
        last = self._last_context if self._known.has("answering", candidate.verb) else None
        was_asked = last is not None and self._text[last.start : last.end].rstrip().endswith("?")
        meant = meant_beside(self._text[context.start : context.end], among, self._rules, was_asked=was_asked)
        most = 0 if candidate.pattern.startswith("right") and context.follows_stop else 1
        if meant and self._known.has(ASKED, "pronouns") and not is_sure_antecedent(meant, most_sentences=most):
            features = [*features, THIN]
        speaker = meant.name if meant else None
        kind: SpeakerKind = "unnamed" if meant and meant.is_unnamed else "person"
        return Option(
            pattern=candidate.pattern,
            speaker=speaker,
            kind=kind if speaker else None,
            candidate=candidate,
            features=tuple(features),
            note="" if speaker else "the pronoun fits nobody, or several",
        )

    def _thing(self, candidate: Candidate, context: Context, kinds: Sequence[SpeakerKind]) -> Option | None:
        """Return what "it" or "they" mean: the subject of the sentence just before, or who was quoted right before."""
        place, last, previous = min(candidate.start, context.outer_start), self._last, self._last_context
        quoted_end = previous.outer_end if previous else 0
        if (start := sentence_before(self._text, place)) >= quoted_end:
            clause = read_clause(self._text, start, place, self._known)
            if subject := subject_told_of(clause, kinds, self.persons, self._known):
                return replace(subject, pattern=candidate.pattern)
        if last is None or last.kind not in kinds:
            return None
        is_group = last.kind != "unnamed" or are_several(last.speaker or "", self._known)
        is_near = is_group and len(stops(self._text, quoted_end, place)) <= 1 and place - quoted_end < MOST_BETWEEN
        return self._same(candidate.pattern, ()) if is_near else None

    def _continued(
        self, context: Context, before: Clause, after: Clause, shared: tuple[str, ...], own: Sequence[Candidate]
    ) -> Option | None:
        """The speaker of the quotation before it in the same paragraph may go on."""
        last, previous = self._last, self._last_context
        if is_anothers_lead(before, self._known):
            return None
        if (
            last is None
            or previous is None
            or not (context.continues_line or is_unclosed(self._text, previous, context))
        ):
            return None
        source = last.source_start if last.source_start is not None else previous.outer_end
        is_between = previous.outer_end <= source < context.outer_start  # the words that name the speaker
        if (context.gap > is_between and self._is_about_another(context)) or self._is_anothers(before, own, last):
            return None
        if context.gap > 1 and last.kind != "person":
            return None
        is_verb_alone = after.codes.strip(",.") == "V"  # "“…”, añade."
        is_told = shared[0] == "quotation ends comma" and "V" in after.codes[:MOST_WORDS_TO_VERB]
        if (is_told and not own and not is_verb_alone) or any(map(tells_at_once, own)):
            return None  # the words beside it say who speaks, in a way that is not understood
        end = max(previous.outer_end, last.source_end or 0) if source < context.outer_start else previous.outer_end
        is_thin = not goes_straight_on(self._text, end, context, self._known)
        if is_thin and any(one.kind != "pronoun" for one in own):
            return None
        features = (
            "continued",
            f"continued gap {min(context.gap, 3)}",
            "continued after stop" if context.follows_stop else "continued after words",
            f"continued names {min(before.codes.count('N'), 2)}",
            *(f"continued {one}" for one in shared),
            f"continued beside {own[0].pattern}" if own else "continued alone",
            *((THIN,) if is_thin else ()),
            *((SAME_SENTENCE,) if self._is_same_sentence(context, previous, before, own) else ()),
        )
        return self._same("continued", features)

    def _is_same_sentence(self, context: Context, previous: Context, before: Clause, own: Sequence[Candidate]) -> bool:
        """Return whether only empty words part two quotations: "said it was “small” and “came down late”"."""
        goes_on = self._last_pattern in SURE_BESIDE and DOING.search(before.codes) is not None
        is_silent = goes_on or SPEAKING.isdisjoint(before.codes)
        is_silent = is_silent and all(one.pattern == "left participle" for one in own)
        return is_silent and self._last_pattern in GOES_ON and shares_sentence(self._text, previous, context)

    def _same(self, pattern: str, features: tuple[str, ...]) -> Option:
        """Return the speaker of the quotation before."""
        last = self._last or Attribution(start=0, end=0)
        return Option(
            pattern=pattern, speaker=last.speaker, kind=last.kind, candidate=None, features=features, note=last.note
        )

    def _is_about_another(self, context: Context) -> bool:
        """Return whether the sentence right before a quotation has another person as its subject."""
        start = sentence_before(self._text, context.outer_start)
        name = subject_name(read_clause(self._text, start, context.outer_start, self._known), self._known)
        return bool(name) and self.persons.full(name) != (self._last.speaker if self._last else None)

    def _is_anothers(self, before: Clause, own: Sequence[Candidate], last: Attribution) -> bool:
        """Return whether another person is the subject of the words that lead to a quotation, or of their verb."""
        if "V" in before.codes and any(name != last.speaker for name in self.mentions.tellers(before)):
            return True
        names = [one.name for one in first_phrase(before) if one.kind == "name"]
        names += [one.name for one in own if one.kind == "name" and one.pattern == "left subject"]
        if any(self.persons.is_person(name) and self.persons.full(name) != last.speaker for name in names):
            return True
        if any(one.pattern in SURE_BESIDE and one.kind == "common" and is_inside(one, last) for one in own):
            return True
        tells = [one for one in own if (one.pattern, one.kind) == ("left subject", "name") and "verb V" in one.features]
        return any(self.persons.bare(one.name) not in (last.speaker or "") for one in tells)
