"""A claim said in other constructions: "Berg lost to Lund" is "Lund beat Berg", "paid a visit to" is "visited"."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

from news.claims.claim_deeds import deed_of, is_done
from news.claims.claims import Reading, read_sentence
from news.claims.deed_words import DeedWords, deed_words
from news.records import record

_MOST = 4  # other constructions of one claim that are looked for
_FIRST = r"(?P<first>[^,;:]+?)"
_WORD = r"[A-Z](?:'[A-Z])?[\w-]*"
_NAME = rf"(?:(?:the|a|an) (?:[a-z]+ )?)?{_WORD}(?: (?:(?:of|the|and) )*{_WORD})*"
_THING = r"(?:[\w$£€%.,'-]+ ){0,6}?[\w$£€%'-]+"
_ARTICLES = r"(?:(?:an?|the|his|her|its|their) )?"
_DOUBLED = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")  # "ban" is "banned"
_HELPING = {"will": "base", "would": "base", "has": "participle", "have": "participle", "had": "participle"}
_HELP = rf"(?:(?:{'|'.join(_HELPING)}) |(?:is|are|was|were) (?=\w+ing\b))?"
_BE = {"was": "past", "were": "past", "is": "third", "are": "third", "be": "base", "been": "participle"}


@record
class Rule:
    """A construction, and another that says the same."""

    found: "re.Pattern[str]"
    tenses: Mapping[str, str]  # form of its verb -> tense
    said: str
    forms: Mapping[str, str]  # tense -> form of the verb of the other; none: it stands in one tense


@lru_cache(maxsize=64)
def paraphrases(claim: str, language: str) -> tuple[Reading, ...]:
    """Return a claim in the other constructions that the table of its language knows for it."""
    text, known = claim.strip().rstrip("."), deed_words(language)
    said = dict.fromkeys(_said(text, language, known)) if known else ()
    read = (read_sentence(one, language) for one in said)
    return tuple(one for one in read if _says_enough(one))[:_MOST]


def _says_enough(read: Reading) -> bool:
    """Return whether a claim says more than a verb of little meaning: "took over from Lund"."""
    deed = deed_of(read.text, read.language)
    return deed is None or not deed.is_light or len(read.words) > 1


def _said(text: str, language: str, known: DeedWords) -> Iterator[str]:
    parting = (known.be | known.have | known.do | known.will | known.denying | known.joints) - {"and"}
    for rule in _rules(language):
        found = rule.found.fullmatch(text)
        words = found["first"].split() if found else []
        if found is None or any(word.lower() in parting or is_done(word, known) for word in words):
            continue
        tense = _HELPING.get(found["help"].strip()) or rule.tenses[found["verb"]]
        parts = {**found.groupdict(), "V": found["help"] + rule.forms.get(tense, "")}
        made = "".join(parts.get(piece, piece) for piece in re.split(r"\b([ABZV])\b", rule.said))
        yield f"{made[0].upper()}{made[1:]}{found['rest']}"


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    """Return the constructions of a language, in each direction in which they are looked for."""
    known = deed_words(language)
    file = resources.files("news.claims").joinpath("tables", f"paraphrases_{language}.toml")
    if known is None or not file.is_file():
        return ()
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    sides = [line.split(" = ") for line in (*table["both"], *table["one"])]
    sides += [[other, one] for one, other in (line.split(" = ") for line in table["both"])]
    return tuple(_rule(one, other, known) for one, other in sides)


def _rule(one: str, other: str, known: DeedWords) -> Rule:
    tenses = {form: tense for tense, form in reversed(_forms(_verb(one), known).items())}
    tenses |= _BE if _verb(one) == "be" else {}
    verb = rf"(?P<help>{_HELP})(?P<verb>{'|'.join(tenses)})\b"
    parts = re.sub(r"\ba (?=[a-z])", _ARTICLES.replace("\\", r"\\"), one.replace(" <", " ~<"))
    parts = re.sub(r"(?!^)\b[ABZ]\b", lambda found: f"(?P<{found[0]}>{_THING if found[0] == 'Z' else _NAME})", parts)
    rest = r"(?P<rest>(?:,.*| [^A-Z].*)?)" if one[-1] in "AB" else r"(?P<rest>(?:\W.*)?)"
    found = re.compile(f"(?P<{one[0]}>{_FIRST})" + re.sub(r"~<\w+>", lambda _: verb, parts[1:]) + rest)
    said = re.sub(r"<\w+>", "V", other)
    return Rule(found=found, tenses=tenses, said=said, forms=_forms(_verb(other), known) if "<" in other else {})


def _verb(side: str) -> str:
    return side[side.index("<") + 1 : side.index(">")]


def _forms(verb: str, known: DeedWords) -> dict[str, str]:
    """Return the forms of a verb by tense."""
    if verb == "be":
        return {"past": "was", "third": "is", "base": "be", "participle": "been", "ing": "being"}
    stem = verb + verb[-1] * bool(_DOUBLED.fullmatch(verb))
    is_short, is_mute = verb.endswith("y") and verb[-2] not in "aeo", verb.endswith("e")
    past = f"{verb[:-1]}ied" if is_short else f"{verb}d" if is_mute else f"{stem}ed"
    third = f"{verb[:-1]}ies" if is_short else f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    forms = next((forms[1:] or forms for forms in known.irregular if forms[0] == verb), (past,))
    ongoing = f"{verb[:-1]}ing" if is_mute else f"{stem}ing"
    return {"past": forms[0], "third": third, "base": verb, "participle": forms[-1], "ing": ongoing}
