"""Prints the licence of every package of requirements.lock, as its own metadata states it."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
# Licences that ask nothing of a program that uses the package beside naming it, or only that changes to the package
# itself are published (MPL, LGPL).
FREE = re.compile(r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser|CNRI|Artistic|Zlib|CC0")


def packages(lock: str) -> list[str]:
    """Return the names of the packages in a lock file, each once."""
    return sorted(set(re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)))


def licence_of(stated: PackageMetadata) -> str:
    """Return what a package states: the expression, else its classifiers, else the first line of the field."""
    if expression := stated.get("License-Expression"):
        return str(expression)
    classified = [line.split(" :: ")[-1] for line in stated.get_all("Classifier", []) if line.startswith("License ::")]
    return " OR ".join(classified) or str(stated.get("License") or "").partition("\n")[0]


def is_free(licence: str) -> bool:
    """Return whether one of the licences among which one may choose binds no user: each part that is joined by AND."""
    return any(
        all(FREE.search(part) for part in choice.split(" AND ")) for choice in re.split(r" OR |; ", licence.strip("()"))
    )


def listed() -> Iterator[tuple[str, str, str]]:
    """Yield (package, version, licence) of what is installed here."""
    for name in packages(LOCK.read_text(encoding="utf-8")):
        try:
            stated = metadata(name)
        except PackageNotFoundError:  # of another system or Python
            continue
        yield name, stated["Version"], licence_of(stated)


if __name__ == "__main__":
    for name, version, licence in listed():
        sys.stdout.write(f"{name:32} {version:14} {licence}{'' if is_free(licence) else '   <- look at it'}\n")
