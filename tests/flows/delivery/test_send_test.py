"""digest send --test: one digest to one address; nothing is recorded, and what the server says is passed on."""

from datetime import timedelta
from pathlib import Path

import pytest

from flows.delivery.send_test import send_test
from news.errors import MailError, SettingsError
from storage.archive import Archive
from tests.flows.newsdesk import MORNING, with_news
from tests.post_office import post_office


def test_a_test_goes_to_the_address_and_uses_up_nobodys_turn(tmp_path: Path) -> None:
    with post_office() as office:
        made = with_news(tmp_path / "archive", office.port)
        with Archive.open(made.folder, now=MORNING) as archive:
            snapshot = archive.snapshot
        line = send_test(snapshot, made.settings, address="me@desk.example", reader="anna", now=MORNING)
        assert line == "Sent to me@desk.example: Crews walk out at Velm: 1 new | 26 Mar"
        assert [letter.recipient for letter in office.letters] == ["me@desk.example"]
        assert b"digest show" not in office.letters[0].content
        assert made.deliveries() == []
        assert [delivery.recipient for delivery in made.send().deliveries] == ["anna"]
        again = send_test(
            snapshot, made.settings, address="me@desk.example", reader=None, now=MORNING + timedelta(seconds=1)
        )
        assert again.startswith("Sent to")


def test_what_is_no_address_or_no_server_is_one_clear_line(tmp_path: Path) -> None:
    made = with_news(tmp_path / "archive", 9)  # nobody listens there
    with Archive.open(made.folder, now=MORNING) as archive:
        snapshot = archive.snapshot
    with pytest.raises(SettingsError):
        send_test(snapshot, made.settings, address="not an address", reader=None, now=MORNING)
    with pytest.raises(MailError):
        send_test(snapshot, made.settings, address="me@desk.example", reader=None, now=MORNING)
