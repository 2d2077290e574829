"""Sending: each reader gets what is new once, what a server refused is told again, and no crash doubles a letter."""

import os
import random
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from flows.delivery.digest_content import tell
from flows.delivery.preview import preview
from flows.delivery.send_digests import Sent
from news.errors import MailError, SettingsError
from news.records import Watch
from storage.archive import Archive
from tests.conftest import HOME
from tests.flows.newsdesk import ANNA, BEN, FERRY, MORNING, STRIKE, desk, moved_to, send_and_die, with_news
from tests.forked import Forked
from tests.post_office import DROP, Kept, Script, post_office
from tests.storage.archive_copies import copy_of

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KILLS = 3  # benchmarks/digest/kills.py tries fifty


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that has heard of the strike, to be copied."""
    folder = tmp_path_factory.mktemp("sending") / "archive"
    with_news(folder, 1)
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A copy of that archive."""
    return copy_of(prepared, tmp_path / "archive")


def text_of(letter: Kept) -> str:
    part = message_from_bytes(letter.content, policy=default).get_body(("plain",))  # type: ignore[attr-defined]
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def states(sent: Sent) -> list[str]:
    return [delivery.state for delivery in sent.deliveries]


def test_the_letter_arrives_as_it_was_frozen(folder: Path) -> None:
    with post_office() as office:
        made = desk(folder, office.port)
        assert states(made.send()) == ["sent"]
    (letter,) = office.letters
    with Archive.open(made.folder, now=MORNING) as archive:
        (digest,) = archive.digests.all()
    message = message_from_bytes(letter.content, policy=default)
    assert (letter.sender, letter.recipient) == ("news@desk.example", ANNA.address)
    assert message["Subject"] == "Crews walk out at Velm: 1 new | 26 Mar"
    assert message["From"] == "newsthread <news@desk.example>"
    assert message["To"] == ANNA.address
    assert message["Date"] == "Wed, 26 Mar 2031 07:00:00 +0000"
    assert message["List-Id"] == "newsthread <digest.desk.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<mailto:news@desk.example?subject=unsubscribe%20anna>"
    assert "List-Unsubscribe-Post" not in message
    assert message["Message-ID"].startswith(f"<digest.{digest.digest_id}.")
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert text_of(letter) == digest.body_text
    html = message.get_body(("html",))  # type: ignore[attr-defined]
    assert html.get_content().replace("\r\n", "\n").rstrip("\n") == digest.html.rstrip("\n")


def test_the_letter_reads_as_it_should(folder: Path) -> None:
    """To renew after an intended change: NEWSTHREAD_GOLDEN=1 pytest, then read the difference."""
    with post_office() as office:
        desk(folder, office.port).send()
    said = text_of(office.letters[0])
    golden = HOME / "tests" / "fixtures" / "digests" / "strike.txt"
    if os.environ.get("NEWSTHREAD_GOLDEN"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def test_a_second_round_in_the_same_hour_writes_to_nobody(folder: Path) -> None:
    with post_office() as office:
        made = desk(folder, office.port)
        made.send()
        again = made.send(MORNING + timedelta(minutes=30))
    assert len(office.letters) == 1
    assert again.in_words() == "No digest is due."


def test_nothing_new_is_no_letter_and_one_new_article_is_one_about_it(folder: Path) -> None:
    with post_office() as office:
        made = desk(folder, office.port)
        made.send()
        assert (made.send(MORNING + DAY).skipped, len(office.letters)) == (1, 1)
        made.hear(FERRY, now=MORNING + DAY + HOUR)
        late = dict(FERRY, published_at="2031-03-27T07:30:00Z", url="https://daily-tide.example/late")
        made.hear(late, now=MORNING + DAY + HOUR)
        made.send(MORNING + 2 * DAY)
    said = text_of(office.letters[1])
    assert "New ferry is late" in said
    assert "1 new article" in said
    assert "Velm" not in said


def test_a_reader_who_wants_it_gets_a_letter_where_nothing_is_new(folder: Path) -> None:
    with post_office() as office:
        made = desk(folder, office.port, replace(ANNA, always=True))
        made.send()
        assert states(made.send(MORNING + DAY)) == ["sent"]
    assert "Nothing new" in message_from_bytes(office.letters[1].content, policy=default)["Subject"]


# What the server does -> what becomes of the letter, and whether the news stands in the next day's letter.
FAULTS: dict[str, tuple[Script, str, bool]] = {
    "mailbox unknown": ({"rcpt": "550 5.1.1 no such user"}, "failed", True),
    "busy": ({"greeting": "421 4.3.2 too busy"}, "later", True),
    "grey-listed": ({"rcpt": "450 4.2.1 later"}, "later", True),
    "dropped before the letter": ({"data": DROP}, "later", True),
    "dropped after the letter": ({"end": DROP}, "unknown", False),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_was_refused_is_told_again_and_what_may_have_gone_is_not(folder: Path, case: str) -> None:
    script, state, is_told_again = FAULTS[case]
    with post_office(script) as office:
        made = desk(folder, office.port)
        first = made.send()
        assert states(first) == [state]
        assert bool(first.unknown) == (state == "unknown")
        if state == "later":  # tried again, until a day is over
            assert states(made.send(MORNING + HOUR)) == ["later"]
            assert states(made.send(MORNING + DAY + HOUR)) == ["failed"]
    with post_office() as office:
        made = moved_to(made, office.port)
        made.hear(FERRY, now=MORNING + 3 * HOUR)
        made.send(MORNING + 2 * DAY)
    (letter,) = office.letters
    assert ("Crews walk out" in text_of(letter)) == is_told_again
    assert "New ferry is late" in text_of(letter)


def test_a_refused_reader_gets_no_second_letter_in_the_same_hour_and_rests_after_three(folder: Path) -> None:
    with post_office({"rcpt": "550 5.1.1 no such user"}) as office:
        made = desk(folder, office.port)
        assert [states(made.send(MORNING + day * DAY)) for day in range(3)] == [["failed"]] * 3
        assert states(made.send(MORNING + 2 * DAY + HOUR)) == []
        assert made.send(MORNING + 3 * DAY).resting == ("anna",)
    with post_office() as office:
        made = moved_to(made, office.port)
        assert states(made.send(MORNING + 3 * DAY, again=True)) == ["sent"]
    assert "Crews walk out" in text_of(office.letters[0])


def test_a_letter_that_was_put_off_goes_once(folder: Path) -> None:
    with post_office({"rcpt": "450 4.2.1 later"}) as office:
        made = desk(folder, office.port)
        made.send()
    with post_office() as office:
        made = moved_to(made, office.port)
        assert states(made.send(MORNING + timedelta(minutes=5))) == []  # too early
        assert states(made.send(MORNING + HOUR)) == ["sent"]
        assert states(made.send(MORNING + 2 * HOUR)) == []
    assert len(office.letters) == 1


def test_what_may_have_gone_is_sent_again_only_on_a_persons_word(folder: Path) -> None:
    with post_office({"end": DROP}) as office:
        made = desk(folder, office.port)
        made.send()
    with post_office() as office:
        made = moved_to(made, office.port)
        assert "the delivery status of" in made.send(MORNING + HOUR).in_words()
        assert office.letters == []
        assert states(made.send(MORNING + HOUR, resend_unknown=True)) == ["sent"]


@pytest.mark.parametrize(
    ("mail", "login", "said"),
    [
        ({"user": "news", "password": "wrong"}, ("news", "right"), "refuses our login"),
        ({"security": "starttls"}, None, "offers no TLS"),
        ({"security": "tls"}, None, "cannot be trusted"),
    ],
)
def test_a_fault_that_concerns_every_letter_counts_no_attempt(
    folder: Path, mail: dict[str, str], login: tuple[str, str] | None, said: str
) -> None:
    with post_office(login=login) as office:
        made = desk(folder, office.port, **mail)
        with pytest.raises(MailError, match=said):
            made.send()
        assert [(item.state, item.attempts) for item in made.deliveries()] == [("pending", 0)]
    with post_office() as office:
        right = {"user": "", "password": "", "security": "none", "port": office.port}
        made = replace(made, settings=replace(made.settings, mail=replace(made.settings.mail, **right)))
        assert states(made.send(MORNING + HOUR)) == ["sent"]


def test_a_wrong_entry_keeps_nobody_else_waiting(folder: Path) -> None:
    readers = (replace(ANNA, watches=("ports",)), replace(BEN, name="cleo", language="tlh"), BEN)
    with post_office() as office:
        sent = desk(folder, office.port, *readers).send()
    assert [letter.recipient for letter in office.letters] == [BEN.address]
    assert sent.failed
    assert "anna: there is no watch 'ports'" in sent.in_words()
    assert "cleo: " in sent.in_words()
    made = desk(folder, 1, *readers)
    with pytest.raises(SettingsError, match="there is no watch 'ports'"):
        preview(made.settings.snapshot, made.settings, reader="anna", since=MORNING - timedelta(days=1), until=MORNING)


def test_a_sender_that_is_no_address_is_refused_before_any_letter(tmp_path: Path) -> None:
    made = desk(tmp_path / "archive", 1, sender="nobody")
    with pytest.raises(SettingsError, match="not a mail address"):
        made.send()


@pytest.fixture
def ports(tmp_path: Path) -> Path:
    """An archive with a watch."""
    with Archive.open(tmp_path / "archive", now=MORNING - DAY) as archive:
        archive.watches.save([Watch(watch="ports", query="port AND crane")], now=MORNING - DAY)
    return tmp_path / "archive"


def test_a_match_brings_the_next_letter_forward_at_most_once_an_hour(ports: Path) -> None:
    reader = replace(ANNA, at_once=("ports",), hour=18)
    with post_office() as office:
        made = with_news(ports, office.port, reader)
        made.send(MORNING - DAY + 12 * HOUR)  # the reader's first letter: nothing yet
        assert states(made.send(MORNING)) == ["sent"]
        assert "asked to hear of ports at once" in text_of(office.letters[0]).replace("\n", " ")
        text = "A second port follows. At Orla 60 crane drivers will walk out on Friday at noon."
        soon = {"url": "https://harbour-post.example/2", "published_at": "2031-03-26T07:10:00Z", "text": text}
        soon = STRIKE | soon
        made.hear(soon, now=MORNING + timedelta(minutes=20))
        made.hear(FERRY, now=MORNING + 3 * HOUR)
        assert states(made.send(MORNING + timedelta(minutes=40))) == []
        assert states(made.send(MORNING + timedelta(minutes=70))) == ["sent"]
        assert states(made.send(MORNING + 4 * HOUR)) == []  # the ferry matches nothing
        assert states(made.send(MORNING + 11 * HOUR)) == ["sent"]
    assert "ferry" not in text_of(office.letters[1])
    assert "ferry" in text_of(office.letters[2])


@pytest.mark.parametrize("mute", [("Harbour Post",), ("Daily Tide",)])
def test_what_is_muted_brings_no_letter(ports: Path, mute: tuple[str, ...]) -> None:
    with post_office() as office:
        made = with_news(ports, office.port, replace(ANNA, at_once=("ports",), hour=18, mute=mute))
        made.send(MORNING - DAY + 12 * HOUR)
        made.send(MORNING)
    assert len(office.letters) == (mute != ("Harbour Post",))


def test_what_a_letter_told_is_not_new_after_it(folder: Path) -> None:
    with post_office() as office:
        made = desk(folder, office.port)
        made.send()
    after = tell(made.folder / "news.duckdb", ANNA, since=MORNING, until=MORNING + DAY)
    assert (after.stories, after.new_articles, after.changed) == ((), 0, ())


def test_an_origin_of_older_articles_that_came_in_late_is_not_new(tmp_path: Path) -> None:
    text = (
        "Crane drivers at the port of Velm want {} per cent more, the Financial Times reported. Talks at Velm failed."
    )
    rows = [
        STRIKE | {"url": f"https://p{day}.example/1", "outlet": f"Paper {day}", "text": text.format(day)}
        | {"published_at": f"2031-03-{day}T20:00:00Z", "title": f"Crane drivers at Velm want {day} per cent"}
        for day in (24, 25)
    ]  # fmt: skip
    made = desk(tmp_path / "archive", 1)
    made.hear(*rows, now=MORNING - HOUR)
    period = {"since": MORNING - DAY, "until": MORNING}
    (told,) = tell(made.folder / "news.duckdb", ANNA, **period).stories
    assert (told.articles, told.new_articles, told.origin_names) == (2, 1, ("Financial Times",))
    assert (told.new_origins, told.new_origin_names) == (0, ())


# --- killed at any step ---------------------------------------------------------------------------------------------


def run_until(folder: Path, port: int, step: int) -> tuple[int, str]:
    return Forked(send_and_die, folder, port, step).done(within=120)


def check_killed(folder: Path, step: int) -> str:
    """Kill a sender at `step`, let another finish: nobody has two letters, nobody is forgotten, doubt is reported.

    Returns:
        Who is in doubt, and whether they had the letter.
    """
    with post_office() as office:
        code, told = run_until(folder, office.port, step)
        assert code == -9, told
        made = desk(folder, office.port, ANNA, BEN)
        said = made.send(MORNING + HOUR)
        made.send(MORNING + 2 * HOUR)
    got = [letter.recipient for letter in office.letters]
    addresses = {reader.name: reader.address for reader in (ANNA, BEN)}
    unknown = {addresses[item.recipient] for item in said.unknown}
    assert len(got) == len(set(got)), step
    assert {addresses[item.recipient]: item.state for item in made.deliveries()} == {
        reader.address: "unknown" if reader.address in unknown else "sent" for reader in (ANNA, BEN)
    }
    assert set(got) | unknown == {ANNA.address, BEN.address}
    return "nobody" if not unknown else "one who had it" if unknown & set(got) else "one who had it not"


def test_a_sender_killed_between_any_two_steps_doubles_and_forgets_nothing(prepared: Path, tmp_path: Path) -> None:
    with post_office() as office:
        steps = int(run_until(copy_of(prepared, tmp_path / "whole"), office.port, 0)[1])
    assert len(office.letters) == 2
    for step in random.Random("kill").sample(range(1, steps + 1), KILLS):
        check_killed(copy_of(prepared, tmp_path / f"at{step}"), step)


def test_no_address_of_a_reader_stands_in_the_archive(folder: Path) -> None:
    """Neither in the tables nor in what a mail server said, nor in any byte of the published file."""
    with post_office({"rcpt": f"550 5.1.1 <{ANNA.address.upper()}> is unknown here"}) as office:
        made = desk(folder, office.port)
        (delivery,) = made.send().deliveries
    assert (delivery.recipient, delivery.state) == (ANNA.name, "failed")
    assert delivery.last_code == "550 5.1.1 <anna> is unknown here"
    for path in folder.rglob("*"):
        if path.is_file():
            assert ANNA.address.encode() not in path.read_bytes().lower(), path


def test_a_letter_to_a_reader_who_left_is_not_sent(folder: Path) -> None:
    with post_office({"rcpt": "451 4.7.1 try later"}) as office:
        desk(folder, office.port, ANNA).send()
    with post_office() as office:
        tried = desk(folder, office.port, BEN).send(MORNING + 2 * HOUR).deliveries
    assert {item.recipient: item.state for item in tried}[ANNA.name] == "failed"
    assert ANNA.address not in [letter.recipient for letter in office.letters]
