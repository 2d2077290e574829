"""Credits that stand apart: a signature at the very end of a text, and lines that do nothing but give credit."""

import re
from collections.abc import Iterator, Sequence

from news.origins.cue_rules import CueTable
from news.origins.gazetteer import Naming
from news.origins.marks import Lines

CREDIT_WORDS = 40
VIA = re.compile(r"\W*via\b", re.IGNORECASE)
CREDITS_LONGEST = 200  # code points of the credits at the end of a text
# At the very end of a text: "... on Tuesday. (Reuters)", "- AFP", or a line of its own.
SIGNED_BEFORE = re.compile(
    r"(?:^|[.!?\"')。」])(?:(?:\s*[a-z]{2,4}/[a-z]{2,4},?)?\s*[-(\uff08\[【]+\s*|\s*\n\W*)"
    r"(?:[Tt]he\s|\d{4}年[\d月日時分 ]*)?$"
)  # "kb/rt (AFP, dpa)": who wrote and who checked it
BRACKET = re.compile(r"[a-z] \($")  # "… by noon (TASS)."
ENDED = re.compile(r"[.!?][\"')]?\s+(?:THE\s)?$")  # "… is a sin." THE NEW YORK TIMES
SIGNED_BETWEEN = re.compile(r"\s*(?:,|&|-|/|\||and)\s*(?:the\s)?")
# "The Canadian Press, with files from the Brackwater Post": those only helped.
HELPED = re.compile(
    r",?[ -]{1,3}with (?:files|material|contributions?|additional reporting) (?:from|by) [^\n]{2,120}$", re.IGNORECASE
)
LEAST_SIGNED = 3  # letters of an ordinary word
SIGNED_LONGEST = 200  # code points of such an end
SIGNED_AFTER = re.compile(r"(?:\s?/\s?(?:Fim|FIM|fim|Fin))?[\s.)\]\uff09】]*$")
NUMBERED = re.compile(r"(\d{1,2})\s?(?:the\s+)?$", re.IGNORECASE)
OF_A_CAPTION = re.compile(r"\W*credits?:", re.IGNORECASE)
A_FIRMS = re.compile(r"\s?(?:&|and)\s(?:Co|Company|Sons)\b")  # "Dow Jones & Company"
FOOTNOTE = re.compile(r"[.!?][\"')]?(\d{1,2})(?=\s|$)")
# A caption has its credit in the midst of a text, with who took it: "Credit: ANN VALE/Reuters".
PICTURE_LINE = re.compile(
    r"^\W*credits?:[^/\n]*/|\b(?:photo(?:graph)?s?|images?|pictures?|pic|foto|bild|crédit photo|写真|사진)\b",
    re.IGNORECASE,
)


def signature(lines: Lines, names: Sequence[Naming]) -> Iterator[tuple[Naming, bool]]:
    """Yield the outlets with which a text ends, "(Reuters)", "- AFP", or a line of nothing else.

    The claim may rest on each, but not on those that only helped: "The Canadian Press, with files from the Post".
    """
    helped = HELPED.search(lines.text, max(0, len(lines.text) - SIGNED_LONGEST))
    end, signed = helped.start() if helped else len(lines.text), list[Naming]()
    whole = [name for name in names if name.start < end]
    for name in reversed(whole):
        between = SIGNED_BETWEEN if signed else SIGNED_AFTER
        is_short = name.is_ambiguous and name.end - name.start < LEAST_SIGNED
        is_sign = is_short and name.outlet.kind != "agency"  # "AS" may be somebody's initials
        if not name.is_listed or is_sign or not between.fullmatch(lines.text, name.end, end):
            break
        signed.append(name)
        end = name.start
    before = lines.text[max(0, end - 45) : end]
    is_agency = bool(signed) and signed[-1].outlet.kind == "agency" and BRACKET.search(before) is not None
    is_signed = (
        is_agency or SIGNED_BEFORE.search(before) or (_is_in_capitals(lines.text, signed) and ENDED.search(before))
    )
    if signed and is_signed:
        yield from ((name, True) for name in reversed(signed))
        yield from ((name, False) for name in names[len(whole) :])


def _is_in_capitals(text: str, signed: Sequence[Naming]) -> bool:
    """Return whether those who sign are written so, and agencies or of several words: no abbreviation of a text."""
    said = [(text[name.start : name.end], name.outlet.kind) for name in signed]
    return all(words.isupper() and (" " in words or kind == "agency") for words, kind in said)


def credit_lines(lines: Lines, names: Sequence[Naming], table: CueTable) -> Iterator[tuple[Naming, bool]]:
    """Yield the outlets of lines that do nothing but give credit, and whether the claim may rest on them.

    Of a numbered list of sources the first footnote's number carries it.
    """
    patterns = table.patterns.get("credit_line", ())
    helped = table.patterns.get("only_helped", ())
    for line, start in _lines_with(lines.text, names):
        if _is_credit(lines, line, start, patterns):
            only_helped = any(pattern.match(line) for pattern in helped)
            footnote = None if only_helped else FOOTNOTE.search(lines.text)
            is_amid = len(lines.text) - start - len(line) > CREDITS_LONGEST
            is_via = VIA.match(line) is not None
            for name in names:
                if is_amid and not name.is_listed and (is_via or "." in name.outlet.outlet):
                    continue  # "Via velden-hotel.com" tells whose picture stands there
                if start <= name.start < start + len(line) and not A_FIRMS.match(lines.text, name.end):
                    is_charts = (
                        is_amid and table.language != "en" and ":" in line
                    )  # "Quelle: AFP" under a chart or a film
                    yield name, not (only_helped or is_charts) and _is_first(lines.text, start, name, footnote)


def _lines_with(text: str, names: Sequence[Naming]) -> Iterator[tuple[str, int]]:
    """Yield the lines in which a name stands, each with its place."""
    end = -1
    for name in names:
        if name.start > end:
            start = text.rfind("\n", 0, name.start) + 1
            end = text.find("\n", name.start)
            end = end if end >= 0 else len(text)
            yield text[start:end], start


def _is_credit(lines: Lines, line: str, start: int, patterns: Sequence["re.Pattern[str]"]) -> bool:
    if len(line) >= CREDIT_WORDS * 8 or len(line.split()) > CREDIT_WORDS:
        return False
    if OF_A_CAPTION.match(line) and lines.text[start + len(line) :].strip():
        return False
    is_marked = lines.article.text[start : start + 12].lstrip().startswith("\u00a9")
    return (is_marked or any(pattern.match(line) for pattern in patterns)) and not PICTURE_LINE.search(line)


def _is_first(text: str, line: int, name: Naming, footnote: "re.Match[str] | None") -> bool:
    number = NUMBERED.search(text, max(line, name.start - 8), name.start)
    return number is None or footnote is None or number.group(1) == footnote.group(1)
