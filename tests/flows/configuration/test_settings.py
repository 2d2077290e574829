"""Settings are read once; what cannot be read is named, with what is expected."""

from dataclasses import replace
from pathlib import Path

import pytest

from flows.configuration.settings import MailSettings, Settings, read_settings
from flows.configuration.template import write_settings
from flows.operations.doctor import _mail, _settings
from news.errors import InputError, SettingsError
from news.rights.quote_limits import QuoteLimits
from tests.conftest import NOW


def test_without_a_file_everything_has_a_default(tmp_path: Path) -> None:
    assert read_settings({}, folder=tmp_path) == Settings()


def test_the_environment_outranks_the_file_and_the_command_line_both(tmp_path: Path) -> None:
    (tmp_path / "newsthread.toml").write_text('archive = "from-file"\ncontact = "a@example.org"\n[smtp]\nhost = "m"\n')
    read = read_settings({"NEWSTHREAD_ARCHIVE": "from-env", "NEWSTHREAD_SMTP_PASSWORD": "secret"}, folder=tmp_path)
    assert (read.archive, read.contact, read.mail.host, read.mail.password) == (
        Path("from-env"), "a@example.org", "m", "secret",
    )  # fmt: skip
    assert read_settings({"NEWSTHREAD_ARCHIVE": "x"}, folder=tmp_path, archive=Path("given")).archive == Path("given")


def test_an_empty_variable_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "newsthread.toml").write_text('contact = "a@example.org"\n[smtp]\nhost = "m"\n')
    read = read_settings({"NEWSTHREAD_CONTACT": "", "NEWSTHREAD_SMTP_HOST": ""}, folder=tmp_path)
    assert (read.contact, read.mail.host) == ("a@example.org", "m")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("archive = ", "cannot be read"),
        ('colour = "red"', "no setting 'colour'"),
        ('time_zone = "Mars/Base"', "expected a time zone"),
        ("workers = 0", "above 0"),
        ("workers = true", "above 0"),
        ('site_address = "ftp://x"', "expected the address of the site, such as https://news.example.org"),
        ('site_address = "news.example.org"', "expected the address of the site"),
        ('private_hosts = ["999.0.0.0/8"]', r"private_hosts = \['999.0.0.0/8'\]: “999.0.0.0/8” is neither a host"),
        ('[smtp]\nsecurity = "maybe"', "starttls"),
        ('[[readers]]\nname = "x"', "reader 1 has no address"),
        ('[[readers]]\naddress = "nobody"', "address = 'nobody'"),
        ('[[readers]]\naddress = "a@b"\nhour = 25', "hour = 25"),
        ('[[readers]]\naddress = "a@b"\nwhen = 3', "no 'when'"),
        ('[[readers]]\naddress = "a@b"\nevery = "minute"', "every = 'minute'"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line_that_names_the_fault(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "newsthread.toml").write_text(text)
    with pytest.raises(SettingsError, match=said) as caught:
        read_settings({}, folder=tmp_path)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf8_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "newsthread.toml").write_bytes('contact = "café"'.encode("utf-16"))
    with pytest.raises(SettingsError, match=r"newsthread\.toml cannot be read: it is not UTF-8; save it as UTF-8\.$"):
        read_settings({}, folder=tmp_path)


def test_a_named_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        read_settings({"NEWSTHREAD_SETTINGS": str(tmp_path / "no.toml")})


def test_paths_in_a_named_file_are_relative_to_it(tmp_path: Path) -> None:
    file = tmp_path / "newsthread.toml"
    file.write_text('archive = "here"\nseeds = "/elsewhere"\nfeeds = "feeds.opml"\n')
    read = read_settings({"NEWSTHREAD_SETTINGS": str(file)})
    assert (read.archive, read.seeds, read.feeds) == (
        tmp_path / "here",
        Path("/elsewhere"),
        str(tmp_path / "feeds.opml"),
    )


def test_init_writes_settings_that_can_be_read_and_never_overwrites(tmp_path: Path) -> None:
    write_settings(tmp_path)
    assert read_settings({}, folder=tmp_path) == Settings()
    with pytest.raises(InputError, match="is there already"):
        write_settings(tmp_path)


def test_every_commented_setting_of_the_file_that_init_writes_is_one(tmp_path: Path) -> None:
    write_settings(tmp_path)
    path = tmp_path / "newsthread.toml"
    lines = [
        line.removeprefix("# ") if " = " in line or "# [" in line else line for line in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines))
    assert read_settings({}, folder=tmp_path).readers[0].name == "me"


def test_doctor_says_who_is_told_and_what_the_mail_still_wants(tmp_path: Path) -> None:
    def said(**mail: str) -> dict[str, str]:
        settings = replace(Settings(), alerts_to="Keeper@example.org", mail=MailSettings(**mail))
        return {check.what: f"{check.state}: {check.said}" for check in _mail(settings, NOW)}

    assert said()["alerts"] == "well: They go to Keeper@example.org."
    assert said()["digests"].startswith("mind: No readers")
    assert "names no host" in said()["mail"]
    assert "NEWSTHREAD_SMTP_PASSWORD is not set" in said(host="m", sender="n@example.org", user="news")["mail"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://h.example/feed", []), ("[[feeds]", ["wrong"]), (None, ["wrong"]),
    ],
)  # fmt: skip
def test_doctor_reads_the_list_of_feeds(tmp_path: Path, text: str | None, said: list[str]) -> None:
    path = tmp_path / "feeds.txt"
    if text:
        path.write_text(text)
    found = [check for check in _settings(replace(Settings(), feeds=str(path)), NOW) if check.what == "feeds"]
    assert [check.state for check in found] == said
    assert all(str(path) in check.said for check in found)


@pytest.mark.parametrize(
    ("line", "words", "share"),
    [
        ("", {"*": 150}, {"*": 0.25}),
        ("quote_words = 80", {"*": 80}, {"*": 0.25}),
        ('quote_words = { "Harbour Post" = 0 }', {"*": 150, "Harbour Post": 0}, {"*": 0.25}),
        ('quote_share = { "*" = 0.1, "Harbour Post" = 1 }', {"*": 150}, {"*": 0.1, "Harbour Post": 1.0}),
    ],
)
def test_what_the_site_may_quote_is_set_for_all_or_by_outlet(
    tmp_path: Path, line: str, words: dict[str, int], share: dict[str, float]
) -> None:
    (tmp_path / "newsthread.toml").write_text(line)
    assert read_settings({}, folder=tmp_path).quotes == QuoteLimits(words=words, share=share)


@pytest.mark.parametrize(
    "line",
    [
        "quote_words = -1",
        "quote_words = true",
        'quote_words = { "*" = "many" }',
        "quote_share = 25",
        "quote_share = [1]",
    ],
)
def test_a_limit_of_quotation_that_is_none_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "newsthread.toml").write_text(line)
    with pytest.raises(SettingsError, match="quote_"):
        read_settings({}, folder=tmp_path)


@pytest.mark.parametrize(
    "line", ['private_hosts = "10.0.0.0/8 intranet.example"', 'private_hosts = ["10.0.0.0/8", "intranet.example"]']
)
def test_hosts_are_written_as_a_text_or_a_list(tmp_path: Path, line: str) -> None:
    (tmp_path / "newsthread.toml").write_text(line, encoding="utf-8")
    assert read_settings({}, folder=tmp_path).private_hosts == "10.0.0.0/8 intranet.example"
