"""What a change is: a span of a file and what stands there instead."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One change of meaning in one file."""

    path: Path
    start: int  # in bytes
    end: int
    before: str
    instead: str
    kind: str
    line: int
    tests: tuple[str, ...] = ()  # that are to notice; empty: those that reach it

    def applied(self, source: bytes) -> bytes:
        """Return the file with the change made."""
        return source[: self.start] + self.instead.encode() + source[self.end :]

    def told(self, home: Path) -> str:
        """Return one line: where, which kind, what became what."""
        before, after = (" ".join(text.split()) for text in (self.before, self.instead))
        return f"{self.path.relative_to(home)}:{self.line} {self.kind}: {before[:70]} → {after[:70]}"
