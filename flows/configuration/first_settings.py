"""What a new user answers, or says in flags, put into a newsthread.toml that works."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from flows.configuration.settings import DATA
from flows.configuration.template import SETTINGS, write_settings
from flows.configuration.values import address, contact, zone
from news.errors import InputError
from news.records import record
from storage.store import plain_errors

FEEDS = "feeds.toml"
PACKS = DATA / "seeds" / "packs"


@record
class Answers:
    """What a new user said; empty where nothing was."""

    contact: str = ""
    time_zone: str = ""
    pack: str = ""
    mail: str = ""  # the reader's address
    smtp_host: str = ""


def packs() -> tuple[str, ...]:
    """Return the names of the lists of feeds that ship."""
    return tuple(sorted(path.stem for path in PACKS.glob("*.toml")))


def _pack(name: str) -> str:
    if name not in packs():
        raise ValueError(f"there is no such pack; there are {', '.join(packs())}")
    return name


ANSWERS: dict[str, Callable[[str], str]] = {"--contact": contact, "--zone": zone, "--mail": address, "--pack": _pack}


def begin(folder: Path, answers: Answers) -> list[str]:
    """Write newsthread.toml, and feeds.toml where a pack was chosen; return what was written, in words.

    Raises:
        InputError: an answer cannot be used, or one of the files is there already.
    """
    _check(answers)
    if answers.pack and (folder / FEEDS).exists():
        raise InputError(f"{folder / FEEDS} is there already; move it away, or leave out --pack.", subject=FEEDS)
    written = [f"{write_settings(folder, _filled(SETTINGS, answers))} is written."]
    if answers.pack:
        with plain_errors(folder / FEEDS):
            (folder / FEEDS).write_bytes((PACKS / f"{answers.pack}.toml").read_bytes())
        written.append(f"{folder / FEEDS} holds the feeds of {answers.pack}; every collection follows them.")
    return written


def next_step(answers: Answers) -> str:
    """Return what to do next, in one line."""
    if not answers.contact:
        return "Next: set contact in it, so that publishers can reach you; then newsthread feeds add URL."
    if not answers.pack:
        return "Next: newsthread feeds add URL, then newsthread collect."
    return "Next: newsthread collect (a first collection takes some minutes), then newsthread stories."


def _check(answers: Answers) -> None:
    values = {
        "--contact": answers.contact, "--zone": answers.time_zone, "--mail": answers.mail, "--pack": answers.pack
    }  # fmt: skip
    for option, value in values.items():
        try:
            value and ANSWERS[option](value)
        except (TypeError, ValueError) as error:
            raise InputError(f"{option} {value!r}: {error}.", subject=option) from error
    if answers.mail and not answers.smtp_host:
        raise InputError("--mail needs --smtp-host, the server that takes the digest.", subject="--smtp-host")


def _filled(text: str, answers: Answers) -> str:
    """Return the settings with the answers in them; what was not answered stays as the template has it."""
    values = {"contact": answers.contact, "time_zone": answers.time_zone, "feeds": FEEDS if answers.pack else ""}
    text = _set(text, values)
    if not answers.mail:
        return text
    before, smtp = text.split("# [smtp]", 1)
    mail, readers = f"# [smtp]{smtp}".split("# [[readers]]", 1)
    mail = _set(mail.replace("# [smtp]", "[smtp]  ", 1), {"host": answers.smtp_host, "sender": answers.mail})
    readers = _set(f"[[readers]]  {readers}", {"address": answers.mail, "time_zone": answers.time_zone or "UTC"})
    return before + mail + readers


def _set(text: str, values: Mapping[str, str]) -> str:
    """Give each setting its value on its line of the template, which may be commented out."""
    for name, value in values.items():
        found = re.search(rf'^(?:# )?{name} = "[^"]*"', text, flags=re.MULTILINE)
        if value and found:
            line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
            text = text[: found.start()] + line + text[found.end() :]
    return text
