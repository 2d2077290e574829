"""Asks the questions of docs/assistants.md anew, of the sample newsroom: python -m tools.write_transcript SNAPSHOT.

A question is a heading with its tool, then a fence of two lines: what is asked, and the answer, which is written here.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from flows.assistants.answers import Answers
from news.errors import NewsError

PAGE = Path(__file__).parents[1] / "docs" / "assistants.md"
QUESTION = re.compile(r"(\*\* `(?P<tool>\w+)`\n\n```\n(?P<asked>\{.*\})\n)(?P<answer>.*)(\n```)")
SERVED = re.compile(r"http://127\.0\.0\.1:\d+")  # where the sample newsroom stood
MOST_ROWS = 2
LONGEST = 110  # characters of a text


def main(snapshot: Path) -> None:
    """Write the answers into the page."""
    answers = Answers(snapshot=snapshot)
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(QUESTION.sub(lambda found: found[1] + _answer(answers, found) + found[5], text), encoding="utf-8")


def _answer(answers: Answers, found: re.Match[str]) -> str:
    arguments = json.loads(found["asked"])
    try:
        answer = getattr(answers, found["tool"])(**arguments)
    except NewsError as error:
        answer = {"error": str(error)}
    return json.dumps(
        _short({name: value for name, value in answer.items() if name != "notice"}), ensure_ascii=False, default=str
    )


def _short(value: Any) -> Any:
    if isinstance(value, str):
        value = SERVED.sub("https://demo.example", value)
        return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
    if isinstance(value, dict):
        return {name: _short(one) for name, one in value.items()}
    if isinstance(value, list):
        return [*map(_short, value[:MOST_ROWS]), *(["…"] if len(value) > MOST_ROWS else [])]
    return value


if __name__ == "__main__":
    main(Path(sys.argv[1]))
