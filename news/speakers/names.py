"""Persons in one text: the full name as it first stands there, and what the text says of their gender."""

from news.records import SpeakerKind
from news.speakers.given_names import fits_gender, given_gender, is_close, shortened
from news.speakers.name_words import (
    BEFORE,
    CAPITALS_AFTER,
    LINK_WORDS,
    LONGEST_WORD,
    NAME_AFTER,
    WORD_AFTER,
    after_headline,
    begins_sentence,
    given_name_at,
    has_form_of_body,
    in_small_letters,
    is_body,
    is_no_name,
    is_office,
    is_title,
    is_trade,
    is_within,
    of_persons,
    part_before,
    suffix_after,
    tells_kind,
    titled,
    without_body,
)
from news.speakers.referents.firms import is_firm
from news.speakers.words import Gender, SpeechWords

SELDOM = 5  # of so many places of a word one in which a longer name follows shows nothing


class Persons:
    """Looks names up in one text, whose headline says nothing by its capitals."""

    def __init__(self, text: str, known: SpeechWords) -> None:
        """Take the text."""
        self.text, self._known = text, known
        self._body = after_headline(text)
        self._full: dict[tuple[str, str | None], str] = {}
        self._gender: dict[str, Gender | None] = {}
        self._bare: dict[str, str] = {}
        self._found: dict[str, list[int]] = {}
        self._longer: dict[str, list[str]] = {}
        self._before: dict[int, str] = {}
        self._person: dict[tuple[str, str], bool] = {}

    def full(self, name: str, gender: Gender | None = None) -> str:
        """Return `name` as the text first gives it in full, where it does; forms of another gender are passed over."""
        if (key := (in_small_letters(self.bare(name), self.text), gender)) not in self._full:
            self._full[key] = self._look_up(*key)
        return self._full[key]

    def bare(self, name: str) -> str:
        """Take titles and offices off a name, and what follows it: a possessive, a stop."""
        if name not in self._bare:
            self._bare[name] = self._stripped(name)
        return self._bare[name]

    def _stripped(self, name: str) -> str:
        known, parts = self._known, name.split()
        if len(parts) > 1 and known.has("named_bodies", name):
            return name
        places = range(len(parts) - 1)
        offices = [at for at in places if self.is_title(parts[at]) and not known.has("suffixes", parts[at + 1])]
        parts = parts[offices[-1] + 1 :] if offices else parts
        links = known.sets["links"]
        inner = [at for at, part in enumerate(parts[:-1]) if begins_sentence(part, known) and part.lower() not in links]
        inner = [at for at in inner if at != 1 or not (known.head_first and given_gender(parts[0]))]  # "Ada Dal Riva"
        if inner:
            parts = parts[inner[-1] + (not is_within(self.text, parts[inner[-1] :], known)) :]
        while len(parts) > 1 and (is_office(parts[0], known) or is_no_name(parts[0], known)):
            if is_body(parts, known):
                break  # "the Sunday Times"
            parts = parts[1:]
        parts = without_body(parts[given_name_at(parts, self.is_word, known) :], known)
        last = parts[-1].removesuffix("'s").removesuffix("’s").rstrip("'’") if parts else ""
        if not known.has("suffixes", last) and len(last) > 2:
            last = last.rstrip(".")
        return " ".join([*parts[:-1], last])

    def begins_with_given_name(self, full: str) -> bool:
        """Return whether a name begins with a given name, or is one."""
        return bool(full) and given_gender(full.split(maxsplit=1)[0]) is not None

    def is_title(self, word: str) -> bool:
        """Return whether a word is an office or a form of address."""
        return is_title(word, self._known)

    def _look_up(self, bare: str, gender: Gender | None) -> str:
        """Choose the person whom the text names in full most often, and of that person the first form."""
        if " " in bare and given_gender(bare.split(maxsplit=1)[0]):
            return bare
        known = self._known
        first: dict[str, str] = {}
        counts: dict[str, int] = {}
        for form in self._forms(bare):
            given = form.split()[0]
            first.setdefault(given, form)
            counts[given] = counts.get(given, 0) + 1
        counts = of_persons(counts, self.is_word, known)
        if gender and counts:
            counts = {given: count for given, count in counts.items() if fits_gender(given, gender)}
            if not counts:
                return bare  # "Mr. Lo" where the text names Ann Lo alone
        if counts:
            return bare if is_close(counts) else first[max(counts, key=lambda given: counts[given])]
        return (
            (self.longer(bare) or titled(self.text, bare, self._places(bare), known)) if " " not in bare else None
        ) or bare

    def is_word(self, capitalised: str) -> bool:
        """Return whether the text has the same word in lower case."""
        low = capitalised.lower()
        text, word = self.text, f" {low}"
        return word in text and (f"{word} " in text or f"{word}," in text or f"{word}." in text)

    def _forms(self, bare: str) -> list[str]:
        """Return the longer forms of a name in order."""
        if bare not in self._longer:
            found = [self._form_at(bare, at) for at in self._places(bare)]
            forms = [form for form in found if form]
            is_later = " " not in bare and forms and found[0] is None
            if is_later and not any(map(self.begins_with_given_name, forms)) and self._told(bare) == "body":
                forms = []  # "Strava said … the Camp Strava"
            self._longer[bare] = shortened(forms)
        return self._longer[bare]

    def _form_at(self, bare: str, at: int) -> str | None:
        """Return a name at `at` with the capitalised words before it; None where none stand there."""
        text = self.text
        word = self._word_before(at)
        if text[at - 1 : at] != " " or (word[:1].islower() and word not in LINK_WORDS):
            return None
        before = BEFORE.search(text, max(0, at - 60), at)
        if text.startswith(" &", at + len(bare)):
            return None  # "Baker Vale & Sons"
        if before is None or (form := self.bare(f"{part_before(before, self._known)}{bare}")) == bare:
            return None
        is_bound = not LINK_WORDS.isdisjoint(form.split()) or text[at + len(bare) : at + len(bare) + 1] == "s"
        if self._known.capitalises_nouns and is_bound and not given_gender(form.split()[0]):
            return None  # "Bücherregal von Ann", "Strategie Anns"
        after = CAPITALS_AFTER.match(text, at + len(bare)) if given_gender(bare) else None
        if after and not self._known.has("days", after.group().split()[0]) and not given_gender(form.split()[0]):
            return None  # the name begins here: "Bell Tours Ann Vale"
        suffix = suffix_after(text, at + len(bare), form, self._known)
        return f"{form}{suffix.group()}" if suffix else form

    def _places(self, bare: str) -> list[int]:
        """Return where a name stands as whole words, a headline left out."""
        if bare not in self._found:
            text, at = self.text, self.text.find(bare, self._body) if bare else -1
            self._found[bare] = places = []
            while at >= 0:
                end = at + len(bare)
                end += self._known.capitalises_nouns and text[end : end + 1] == "s"  # "Anna Richters Haus"
                if not text[end : end + 1].isalnum() and not text[at - 1 : at].isalnum():
                    places.append(at)
                at = text.find(bare, end)
        return self._found[bare]

    def is_person(self, name: str, before: str = "") -> bool:
        """Return whether a name is likely a person's: no body, place, party or day; `before` has codes of words."""
        bare, (title, _, rest) = self.bare(name), name.partition(" ")
        is_titled = self._known.capitalises_nouns and rest == bare != bare.lower() and self.is_title(title)
        key = (bare, "T" if is_titled else before[-1:])
        if key not in self._person:
            self._person[key] = self._is_person(*key)
        return self._person[key]

    def _is_person(self, bare: str, before: str) -> bool:
        known, parts = self._known, bare.split()
        if (
            not parts
            or (is_body(parts, known) and not self._is_surname(bare))
            or (has_form_of_body(parts, known) and not before.endswith("T") and self._told(bare) != "person")
            or (all(known.has("not_names", part) for part in parts) and not self._is_surname(bare))
        ):
            return False
        is_untold = len(parts) > 1 and not before.endswith("T") and not given_gender(parts[0])
        if known.capitalises_nouns and is_untold and is_trade(parts[-1], known):
            return False  # "Thüringens AfD-Chef"
        if len(parts) == 1 and (known.has("ordinary", bare) or self.is_people(bare)):
            return False
        full = self.full(bare)
        if before.endswith("T") or given_gender(full.split(maxsplit=1)[0]):
            return True
        if before.endswith("D") or bare.isupper() or self._is_firm(full):
            return False
        if " " in full or self._stated(full) is not None:
            return True
        return not self._begins_name(bare) and self.speaks(bare)

    def kind(self, name: str, before: str = "") -> SpeakerKind | None:
        """Return whether a name is a person's or a body's; None where its single word looks like a body's."""
        bare, is_person = self.bare(name), self.is_person(name, before)
        full, parts = self.full(bare), bare.split()
        if is_person and (" " in full or before.endswith("T") or self.gender(full) is not None):
            return "person"
        if not is_person and (len(parts) != 1 or "D" in before or bare.isupper() or is_body(parts, self._known)):
            return "body"
        if not is_person and self._is_firm(full):
            return "body"
        return self._told(bare) or ("person" if is_person and not has_form_of_body(parts, self._known) else None)

    def _is_firm(self, full: str) -> bool:
        """Return whether the words beside a name that begins with no given name tell that it is a firm's."""
        return not self.begins_with_given_name(full) and is_firm(self.text, full, self._places(full), self._known)

    def _told(self, bare: str) -> SpeakerKind | None:
        """Return whether the words behind a name tell of a person or of a body."""
        return tells_kind(self.text, (at + len(bare) for at in self._places(bare)), self._known)

    def is_people(self, word: str) -> bool:
        """Return whether a word is a people's: "Mexican", "Mexicans"; not where the text gives a person that name."""
        is_group = self._known.has("groups", word) and not word.isupper() and self.is_word(word)  # "Witnesses"
        is_listed = self._known.has("peoples", word) or self._known.has("peoples", word.removesuffix("s")) or is_group
        return is_listed and not self._is_surname(word)

    def _is_surname(self, bare: str) -> bool:
        """Return whether the text names a person by a word that mostly means another thing: "Black" of Tamala Black."""
        full = self.full(bare)
        if is_body(bare.split(), self._known):
            return full != bare and self.begins_with_given_name(full) and not is_body(full.split(), self._known)
        return full != bare and self.is_known_person(full)

    def _begins_name(self, bare: str) -> bool:
        """Return whether a word that is no given name often begins a longer name: "Brandt" of Brandt Marine."""
        places = self._places(bare)
        return sum(1 for at in places if CAPITALS_AFTER.match(self.text, at + len(bare))) > len(places) // SELDOM

    def longer(self, bare: str) -> str | None:
        """Return the name that a given name alone is short for: "Bernie" of Bernie Sanders."""
        for at in self._places(bare):
            found = NAME_AFTER.match(self.text, at + len(bare))
            if found is None or self.is_title(found.group().strip()):
                continue
            before = self._word_before(at)  # "Sir Keir", "gravurista Zuleide"
            is_told = self._known.has("honorifics", before) or (self._known.is_trade(before) and self.speaks(bare))
            if is_told or given_gender(bare) or self._is_surname_of(found.group().strip(), bare):
                return self.bare(f"{bare}{found.group()}")
        return None

    def _is_surname_of(self, surname: str, given: str) -> bool:
        """Return whether the text has a word alone, too, that it first gives behind this given name."""
        if " " in surname or is_body([surname], self._known) or self.is_word(surname) or self.is_word(given):
            return False
        is_alone = any(self._word_before(at) != given for at in self._places(surname))
        return is_alone and any(self.speaks(word) for word in (surname, given))

    def is_known_person(self, full: str) -> bool:
        """Return whether something in the text, or the given name, shows a person."""
        surname = full.rsplit(maxsplit=1)[-1]
        return self.gender(full) is not None or self.speaks(surname)

    def speaks(self, bare: str) -> bool:
        """Return whether a verb of speech stands next to a name somewhere in the text."""
        known = self._known
        for at in self._places(bare):
            after = WORD_AFTER.match(self.text, at + len(bare))
            before = self._word_before(at)
            is_addressed = self._known.has("addressing", before)  # "told Orsel Radio"
            words = (after.group(1) if after else "", "" if is_addressed else before)
            if any(known.codes.get(word) == "V" and not known.has("particle_verbs", word) for word in words):
                return True
        return False

    def _word_before(self, at: int) -> str:
        """Return the word right before a place, with a space between; "" for none."""
        if at not in self._before:
            text = self.text
            self._before[at] = (
                text[max(0, at - LONGEST_WORD) : at - 1].replace("\n", " ").rpartition(" ")[2]
                if text[at - 1 : at] == " "
                else ""
            )
        return self._before[at]

    def gender(self, full: str) -> Gender | None:
        """Say what the text, or else the given name, tells of a person's gender; namesakes may share the surname."""
        if full not in self._gender:
            given, surname = full.split(maxsplit=1)[0], full.rsplit(maxsplit=1)[-1]
            self._gender[full] = self._stated(full) or given_gender(given) or self._stated(surname)
        return self._gender[full]

    def _stated(self, name: str) -> Gender | None:
        """Read gender from the word before a name: a title, an office, a kinship."""
        votes, known = {"male": 0, "female": 0}, self._known
        for at in self._places(name):
            word = self._word_before(at).lower().rstrip(".")
            if word.endswith(",") and self.is_title(word[:-1]):
                continue  # "the Queen, Alan Vale"
            if gender := known.genders.get(word.rstrip(",")):
                votes[gender] += 1
        if votes["male"] == votes["female"]:
            return None
        return "male" if votes["male"] > votes["female"] else "female"
