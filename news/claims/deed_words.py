"""The words by which the deed of a sentence is found: auxiliaries, irregular verbs, what stands before deeds undone."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from news.records import record

_LISTS = (
    "be", "past_be", "have", "do", "will", "done_by", "light", "affected", "undone", "links", "parting", "leading",
    "generic",
    "no_verbs", "getting", "anybody", "states", "articles", "determiners", "joints", "clauses", "linking", "referring",
    "denying", "pronouns", "persons", "standing", "relative", "present", "owning",
    "relatives", "deputies", "nearly", "hearsay", "unfinished",
)  # fmt: skip


@record
class DeedWords:
    """Words of a language around its verbs; of a language without a table there are none."""

    be: frozenset[str]
    past_be: frozenset[str]  # of these forms those of what was
    have: frozenset[str]
    do: frozenset[str]
    will: frozenset[str]  # before what is yet to be done
    done_by: frozenset[str]  # behind which "to do" has been done
    light: frozenset[str]  # verbs that say little without their noun
    affected: frozenset[str]  # verbs whose subject is whom it happens to
    undone: frozenset[str]  # before a deed that is not done
    nearly: frozenset[str]  # right before a deed that was not done, or hardly
    hearsay: frozenset[str]  # before "to have done" of which nobody is sure
    unfinished: frozenset[str]  # before "of", "to" or "from" and a deed that is not done: "close to winning"
    links: frozenset[str]  # may stand between a subject and its verb
    parting: frozenset[str]  # part an object from what stands behind
    leading: frozenset[str]  # before a name that is no object
    generic: frozenset[str]  # words of names that many names share
    getting: frozenset[str]  # verbs before a deed as a noun, behind which "of" names who does it
    anybody: frozenset[str]  # words for people whom nobody names
    states: frozenset[str]  # behind a verb they say more than it: "fell ill"
    no_verbs: frozenset[str]  # end as verbs do and are none
    articles: frozenset[str]
    determiners: frozenset[str]  # before a noun
    joints: frozenset[str]  # between two parts of a sentence that each have a verb
    clauses: frozenset[str]  # behind a verb: what follows is no object of it
    linking: frozenset[str]  # between a deed as a noun and who does it, or to whom
    referring: frozenset[str]  # may stand for a name before the sentence
    denying: frozenset[str]  # may stand between an auxiliary and its verb
    pronouns: frozenset[str]  # stand for a name before the sentence
    persons: frozenset[str]  # pronouns for who does something
    standing: frozenset[str]  # nouns that stand for a name before the sentence: "the company"
    relative: frozenset[str]  # begin a clause of the name before them
    owning: frozenset[str]  # say whose something is
    relatives: frozenset[str]  # nouns for somebody whom another name says: "Berg's mother"
    deputies: frozenset[str]  # before a noun that then means another: "the deputy mayor"
    present: frozenset[str]  # regular verbs that often tell what is
    irregular: tuple[tuple[str, ...], ...]  # base form, past, participle

    @property
    def past(self) -> frozenset[str]:
        """Return the irregular forms of what was done; of a verb of one form that one."""
        return frozenset(form for forms in self.irregular for form in (forms[1:] or forms))


@cache
def deed_words(language: str) -> DeedWords | None:
    """Return the words of a language; None: it has no table."""
    table = _tables().get(language)
    if table is None:
        return None
    lists = {name: _words(table[name]) for name in _LISTS}
    return DeedWords(**lists, irregular=tuple(tuple(one.split()) for one in table["irregular"]))


def irregular_verbs(language: str) -> Iterable[str]:
    """Yield the forms of each irregular verb of a language, parted by spaces."""
    words = deed_words(language)
    yield from (" ".join(forms) for forms in words.irregular) if words else ()


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(
        resources.files("news.claims").joinpath("tables", "deed_words.toml").read_text(encoding="utf-8")
    )
