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

    def marked(self) -> str:
        """Return the change's line, or lines, in one, what is changed in brackets: it tells the change from others."""
        source = self.path.read_bytes()
        begin = source.rfind(b"\n", 0, self.start) + 1
        lines = source[begin : self.start], source[self.start : self.end], source[self.end :].split(b"\n", 1)[0]
        before, changed, after = (part.decode() for part in lines)
        return " ".join(f"{before}[{changed}]{after}".split())
