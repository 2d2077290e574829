"""What lines at the SQL prompt do, in this process: queries over several lines, help, names, errors, the end."""

import builtins
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from flows.commands import sql_prompt
from flows.commands.sql_prompt import HELP, _read_query
from flows.configuration.first_settings import Answers, _filled, next_step
from flows.demo.demo import _queries
from news.errors import InputError


def typed(monkeypatch: pytest.MonkeyPatch, *lines: object) -> list[str]:
    """Let these lines be typed, each a text or what is raised instead; return the prompts that are shown."""
    left, shown = list(lines), []

    def ask(words: str) -> str:
        shown.append(words)
        line = left.pop(0) if left else EOFError()
        if isinstance(line, BaseException):
            raise line
        return str(line)

    monkeypatch.setattr(builtins, "input", ask)
    return shown


@pytest.mark.parametrize(
    ("lines", "query", "prompts"),
    [
        (("FROM a;",), "FROM a", ["news> "]),
        (("FROM a", "WHERE b ; ",), "FROM a\nWHERE b", ["news> ", "  ... "]),
        (("\\d a",), "\\d a", ["news> "]),
        ((".help",), ".help", ["news> "]),
        (("",), "", ["news> "]),
        ((";",), "", ["news> "]),
        (("exit;",), "exit", ["news> "]),
        (("FROM a", ".b", "c;"), "FROM a\n.b\nc", ["news> ", "  ... ", "  ... "]),
        ((), None, ["news> "]),
        (("FROM a",), None, ["news> ", "  ... "]),
        ((KeyboardInterrupt(),), "", ["news> "]),
    ],
)  # fmt: skip
def test_a_query_ends_with_a_semicolon_and_an_order_with_its_line(
    monkeypatch: pytest.MonkeyPatch, lines: Sequence[object], query: str | None, prompts: list[str]
) -> None:
    shown = typed(monkeypatch, *lines)
    assert (_read_query(), shown) == (query, prompts)


def session(monkeypatch: pytest.MonkeyPatch, *lines: object) -> list[Any]:
    did: list[Any] = []

    def draw(snapshot: Path, query: str, *, as_of: str | None, seconds: float) -> None:
        did.append((query, as_of, seconds))
        if query == "bad":
            raise InputError("It is bad.", subject="x")
        if query == "long":
            raise KeyboardInterrupt

    monkeypatch.setattr(sql_prompt, "draw", draw)
    monkeypatch.setattr(sql_prompt, "draw_name", lambda snapshot, name, known: did.append(name))
    monkeypatch.setattr(sql_prompt, "vocabulary", lambda snapshot: [("stories", "view", ("title",), "All.")])
    monkeypatch.setattr(
        sql_prompt, "_prepare", lambda words: did.append(len([word for word in words if word in ("stories", "title")]))
    )
    monkeypatch.setattr(sql_prompt, "_keep_history", lambda: did.append("kept"))
    typed(monkeypatch, *lines)
    sql_prompt.prompt(Path("news.duckdb"), as_of="today", seconds=5.0)
    return did


def test_a_session_answers_explains_and_goes_on_after_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    did = session(monkeypatch, "FROM a;", "", "bad;", "long;", "\\d  stories", "\\x", "FROM b;", "exit", "FROM c;")
    assert did == [
        2,
        ("FROM a", "today", 5.0),
        ("bad", "today", 5.0),
        ("long", "today", 5.0),
        "stories",
        ("FROM b", "today", 5.0),
        "kept",
    ]
    said = capsys.readouterr().out
    assert said.startswith(f"news.duckdb as of today. {HELP}\n")
    assert "It is bad." in said
    assert "Stopped." in said
    assert said.count(HELP) == 2


def test_the_end_of_input_ends_a_session_and_its_history_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert session(monkeypatch, "FROM a;") == [2, ("FROM a", "today", 5.0), "kept"]


def test_the_demo_asks_of_the_busiest_story() -> None:
    lines = [
        type("Line", (), {"story_id": name, "articles": count})() for name, count in (("a", 2), ("b", 5), ("c", 3))
    ]
    assert _queries(lines)[1] == "FROM who_copied_whom('b')"  # type: ignore[arg-type]
    assert _queries([])[1] == "FROM who_copied_whom('')"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (Answers(), "Next: set contact"),
        (Answers(contact="me@h.example"), "Next: newsthread feeds add"),
        (Answers(contact="me@h.example", pack="uk"), "Next: newsthread collect"),
    ],
)
def test_what_to_do_next_follows_from_the_answers(answers: Answers, said: str) -> None:
    assert next_step(answers).startswith(said)


def test_answers_are_filled_into_the_template_line_by_line() -> None:
    names = ("# contact", "time_zone", "# feeds", "# [smtp] mail", "# host", "# sender", "# [[readers]] who",
    "# address",
             "# time_zone")  # fmt: skip
    text = "".join(
        f"{name}\n" if "[" in name else f'{name} = "UTC"\n' if name == "time_zone" else f'{name} = ""\n'
        for name in names
    )
    assert _filled(text, Answers()) == text
    some = _filled(text, Answers(contact='a"b', pack="uk"))
    assert some.startswith('contact = "a\\"b"\ntime_zone = "UTC"\nfeeds = "feeds.toml"\n# [smtp] mail')
    whole = _filled(text, Answers(mail="me@h.example", smtp_host="m", time_zone="Asia/Tokyo"))
    assert whole.split("\n")[1] == 'time_zone = "Asia/Tokyo"'
    assert whole.split("\n")[3:9] == [
        "[smtp]   mail", 'host = "m"', 'sender = "me@h.example"', "[[readers]]   who", 'address = "me@h.example"',
        'time_zone = "Asia/Tokyo"',
    ]  # fmt: skip
    assert 'time_zone = "UTC"\n' in _filled(text, Answers(mail="me@h.example", smtp_host="m"))
