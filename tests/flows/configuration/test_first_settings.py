"""init: what was answered stands in a file that can be read; wrong answers write nothing."""

from pathlib import Path

import pytest

from extractors.feeds.feed_lists import read_feed_list
from flows.cli import main
from flows.configuration.first_settings import PACKS, Answers, begin, packs
from flows.configuration.settings import read_settings
from news.errors import InputError


def test_answers_are_read_back(tmp_path: Path) -> None:
    said = Answers(
        contact="me@example.org", time_zone="Asia/Tokyo", pack="world", mail="me@example.org", smtp_host="mx.example"
    )
    begin(tmp_path, said)
    settings = read_settings({}, folder=tmp_path)
    assert (settings.contact, settings.time_zone, settings.feeds) == ("me@example.org", "Asia/Tokyo", "feeds.toml")
    assert (settings.mail.host, settings.mail.sender, settings.mail.user) == ("mx.example", "me@example.org", "")
    assert [(reader.address, reader.time_zone, reader.watches) for reader in settings.readers] == [
        ("me@example.org", "Asia/Tokyo", ())
    ]
    assert read_feed_list((tmp_path / "feeds.toml").read_bytes(), "feeds.toml")


@pytest.mark.parametrize(
    "contact", ['a "quoted" desk, me@example.org', "back\\slash@example.org", "https://example.org/こんにちは"]
)
def test_any_contact_survives(contact: str, tmp_path: Path) -> None:
    begin(tmp_path, Answers(contact=contact))
    assert read_settings({}, folder=tmp_path).contact == contact


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (Answers(time_zone="Nowhere/City"), "--zone"),
        (Answers(pack="moon"), "there are asia-pacific"),
        (Answers(mail="nobody", smtp_host="mx.example"), "--mail"),
        (Answers(mail="me@example.org"), "--smtp-host"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_written(said: Answers, what: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=what):
        begin(tmp_path, said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", packs())
def test_packs_are_feed_lists_without_doubles(name: str) -> None:
    feeds = read_feed_list((PACKS / f"{name}.toml").read_bytes(), name)
    assert feeds
    assert len({feed.url for feed in feeds}) == len(feeds)


def test_the_command_says_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--contact", "me@example.org", "--pack", "technology", "--watch", "chips AND export"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[-1].startswith("Next: newsthread collect")
    assert main(["watches", "list", "--json"]) == 0 or "first" in said
