"""Readers in newsthread.toml: what they may ask for, and that a wrong entry is refused with its line."""

from pathlib import Path

import pytest

from flows.configuration.settings import read_settings
from news.errors import SettingsError

HEAD = 'contact = "me@desk.example"\n\n[[readers]]\naddress = "anna@reader.example"\n\n[[readers]]\n'


def test_a_reader_may_be_written_to_at_once_or_always(tmp_path: Path) -> None:
    entry = 'address = "ben@reader.example"\nat_once = ["ports"]\nalways = true\nmute = ["Daily Tide"]\n'
    (tmp_path / "newsthread.toml").write_text(HEAD + entry)
    anna, ben = read_settings({}, folder=tmp_path).readers
    assert (anna.at_once, anna.always, anna.mute) == ((), False, ())
    assert (ben.at_once, ben.always, ben.mute) == (("ports",), True, ("Daily Tide",))


def test_a_reader_may_ask_for_what_their_outlets_did_not_tell(tmp_path: Path) -> None:
    entry = 'address = "ben@reader.example"\nunheard = ["Daily Tide"]\nunheard_sources = 3\n'
    (tmp_path / "newsthread.toml").write_text(HEAD + entry)
    anna, ben = read_settings({}, folder=tmp_path).readers
    assert (anna.unheard, anna.unheard_sources) == ((), 2)
    assert (ben.unheard, ben.unheard_sources) == (("Daily Tide",), 3)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('name = "ben"', "line 6: reader 2 has no address"),
        ('address = "nobody"', "line 7: reader 2: address = 'nobody': expected a mail address"),
        ('address = "b@x.example"\nhour = 24', "line 8: reader 2: hour = 24: expected an hour of the day, 0 to 23"),
        ('address = "b@x.example"\n\nhour = "7"', "line 9: reader 2: hour = '7': expected an hour"),
        ('address = "b@x.example"\nwatches = "ports"', "line 8: reader 2: watches = 'ports': expected a list of names"),
        ('address = "b@x.example"\ntime_zone = "Mars/North"', "line 8: reader 2: time_zone = 'Mars/North': expected"),
        (
            'address = "b@x.example"\nunheard_sources = 0',
            "line 8: reader 2: unheard_sources = 0: expected a whole number",
        ),
        ('address = "b@x.example"\nalways = "perhaps"', "line 8: reader 2: always = 'perhaps': expected true or false"),
        (
            'address = "b@x.example"\nlanguage = "tlh"',
            "line 8: reader 2: language = 'tlh': expected one of de, en, es, fr",
        ),
        ('address = "b@x.example"\nevery = "minute"', 'line 8: reader 2: every = \'minute\': expected "day" or "week"'),
        ('address = "anna@x.example"', "line 6: reader 2: there is a reader 'anna' already"),
        ('adress = "b@x.example"', "line 6: reader 2 has no address"),
        ('address = "b@x.example"\nevry = "day"', "line 8: reader 2: there is no 'evry'"),
        ('name = "anna"\naddress = "b@x.example"', "line 7: reader 2: there is a reader 'anna' already"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_line(tmp_path: Path, entry: str, said: str) -> None:
    (tmp_path / "newsthread.toml").write_text(HEAD + entry + "\n")
    with pytest.raises(SettingsError) as caught:
        read_settings({}, folder=tmp_path)
    assert said in str(caught.value)
