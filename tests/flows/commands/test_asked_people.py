"""What a person is asked on a terminal, and what each answer comes to: which feeds, and the first settings."""

import os
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
import typer

from flows import local_backfill, quiet_exit
from flows.collecting.subscriptions import Checked
from flows.commands import collect, first_steps
from flows.configuration.first_settings import Answers
from flows.configuration.settings import Settings

FOUND = [
    Checked(url=f"https://h.example/{name}", outcome="ok", title=name, entries=3, newest=None, feeds=(), error=None)
    for name in ("news", "sport", "weather")
]


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        ("all", [0, 1, 2]), (" ALL ", [0, 1, 2]), ("1", [0]), ("3", [2]), ("3, 1", [2, 0]), ("2 2 and 2", [1]),
        ("0", None), ("4", None), ("1 4", None), ("some", None), ("", None),
    ],
)  # fmt: skip
def test_feeds_are_chosen_by_their_numbers(
    answer: str, chosen: list[int] | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def prompt(question: str, default: str) -> str:
        assert (question, default) == ("Which of them? Numbers, or all", "all")
        return answer

    monkeypatch.setattr(typer, "prompt", prompt)
    if chosen is None:
        with pytest.raises(typer.BadParameter, match="numbers from 1 to 3, or all"):
            collect._ask_which(FOUND)
    else:
        assert collect._ask_which(FOUND) == [FOUND[place] for place in chosen]
    shown = capsys.readouterr().out.splitlines()
    assert [line[:5] for line in shown] == ["  1  ", "  2  ", "  3  "]
    assert "https://h.example/sport" in shown[1]


def asking(answers: dict[str, list[str]], refused: list[str]) -> Callable[..., str]:
    """A prompt that is answered by the first words of its question, again where an answer is refused."""

    def prompt(question: str, *, default: str, show_default: bool, value_proc: Callable[[str], str]) -> str:
        assert (default, show_default) == ("", False)
        for said in next((told for begin, told in answers.items() if question.startswith(begin)), [""]):
            try:
                return value_proc(said)
            except typer.BadParameter as error:
                refused.append(f"{said}: {error}")
        raise AssertionError(question)

    return prompt


@pytest.mark.parametrize(
    ("answers", "wanted", "watch", "times"),
    [
        ({}, Answers(), "", 0),
        ({"A mail": [" me@h.example "], "Time": ["Asia/Tokyo"]}, Answers(contact="me@h.example",
        time_zone="Asia/Tokyo"), "", 0),
        ({"Feeds": ["moon", "world"], "A first": ["(a", "a AND b"]}, Answers(pack="world"), "a AND b", 2),
        ({"The mail server": ["mx.example"]}, Answers(), "", 0),  # not asked without an address
        ({"Where": ["x", "me@h.example"], "The mail server": ["mx.example"]}, Answers(mail="me@h.example",
        smtp_host="mx.example"), "", 1),
    ],
)  # fmt: skip
def test_a_new_user_is_asked_until_each_answer_can_be_used(
    answers: dict[str, list[str]], wanted: Answers, watch: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []
    monkeypatch.setattr(typer, "prompt", asking(answers, refused))
    assert first_steps._asked() == (wanted, watch)
    assert len(refused) == times


# --- what ends, and what is set for a run in this process ---------------------------------------------------------


def test_standard_error_is_closed_once_when_all_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    registered: list[Any] = []
    moved: list[tuple[bool, int]] = []
    monkeypatch.setattr(quiet_exit.atexit, "register", registered.append)
    end_quietly = cache(quiet_exit.end_quietly.__wrapped__)  # one that nobody has called yet
    end_quietly()
    end_quietly()
    assert registered == [quiet_exit._close]

    def dup2(source: int, target: int) -> None:
        moved.append((os.write(source, b"x") == 1, target))
        os.close(source)

    system = SimpleNamespace(open=os.open, devnull=os.devnull, O_WRONLY=os.O_WRONLY, dup2=dup2)
    monkeypatch.setattr(quiet_exit, "os", system)
    quiet_exit._close()
    assert moved == [(True, 2)]


@pytest.mark.parametrize("is_ready", [True, False])
def test_a_backfill_here_talks_to_the_server_of_up_where_it_runs(
    is_ready: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Api:
        def __init__(self, url: str) -> None:
            assert url == "http://up/api"

        def is_ready(self) -> bool:
            return is_ready

    monkeypatch.setattr(local_backfill, "known_api", lambda archive: f"http://{archive}/api")
    monkeypatch.setattr(local_backfill, "PrefectApi", Api)
    told = local_backfill._prefect_environment(Settings(archive=local_backfill.Path("up")))
    assert ("PREFECT_API_URL" in told, told.get("PREFECT_API_URL", "http://up/api")) == (is_ready, "http://up/api")
    assert told["PREFECT_HOME"].endswith("/up/prefect")
    assert (told["DO_NOT_TRACK"], told["PREFECT_SERVER_ANALYTICS_ENABLED"]) == ("1", "false")
