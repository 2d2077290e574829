from pathlib import Path

import pytest

from flows.configuration.settings import read_settings
from news.errors import SettingsError

GOOD = """
[[channels]]
name = "desk-slack"
alerts = true
[[channels]]
name = "hook"
kind = "webhook"
secret_block = "hook-secret"
[[readers]]
name = "desk"
channels = ["desk-slack", "hook"]
"""


def read(folder: Path, text: str):
    (folder / "newsthread.toml").write_text(text, encoding="utf-8")
    return read_settings({}, folder=folder)


def test_channels_and_a_reader_without_mail_are_read(tmp_path):
    settings = read(tmp_path, GOOD)
    assert [(one.name, one.kind, one.alerts) for one in settings.channels] == [
        ("desk-slack", "apprise", True),
        ("hook", "webhook", False),
    ]
    assert (settings.readers[0].address, settings.readers[0].channels) == ("", ("desk-slack", "hook"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[channels]]\nname = "a"\naddress = "slack://tok3n"', "secrets never stand in the file"),
        ('[[channels]]\nname = "a"\ncolour = "red"', "known are name, kind"),
        ('[[channels]]\nname = "Big Name"', "small letters"),
        ('[[channels]]\nname = "a"\nkind = "fax"', 'expected "apprise" or "webhook"'),
        ('[[channels]]\nkind = "webhook"', "channel 1 has no name"),
        ('[[channels]]\nname = "a"\n[[channels]]\nname = "a"', "two channels 'a'"),
        ('[[readers]]\nname = "x"\nchannels = ["b"]', "names the channel 'b', but [[channels]] has none"),
        ('[[readers]]\nchannels = ["b"]', "has no address"),
        ("channels = 3", "written as [[channels]]"),
    ],
)
def test_a_wrong_entry_is_named_and_no_secret_is_repeated(tmp_path, text, said):
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, text)
    assert said in str(refused.value)
    assert "tok3n" not in str(refused.value)
