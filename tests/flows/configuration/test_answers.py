"""What settings, moments, readers and channels come to, value by value, as a file or the environment says them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flows.configuration import values
from flows.configuration.channels import address_variable, channel_address, channel_secret
from flows.configuration.moments import read_moment
from flows.configuration.settings import Settings, read_settings
from news.errors import NewsError
from news.records import Channel
from tests.answers import check, told

KEPT = Path("tests/fixtures/answers/flows")
KINDS = (
    "text", "hosts", "number", "names", "truth", "days_by_outlet", "words_by_outlet", "shares_by_outlet", "hours",
    "zone",
    "path_of", "security", "address", "contact", "callback_address", "hour", "rhythm", "respect",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    "", "a", "a b", "0", "1", "24, 168", "24 x", "true", "TRUE", "false", "no", "Europe/Paris", "Mars/Olympus", "~/x",
    "a?b=1",
    "https://h.example/a?b", "https://h.example/hub/", "http://h.example:0/", "https://u@h.example/", "https://h.example/#x",
    "https:///x", "https://[x/", "me@h.example", "me@", "@h", "a@b c", "starttls", "tls", "none", "day", "week",
    "record",
    "skip_text", "skip", -1, 0, 1, 23, 24, 1.5, True, False, None, [], ["a", "b"], ["a", 1], [24, 168], ["24"], [0],
    {"Post": 3, "*": 9}, {"Post": 0}, {"Post": -1}, {"Post": True}, {"Post": 0.5}, {"Post": 1.1}, {"Post": "x"}, 0.5,
    1.0, 2,
)  # fmt: skip
NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


def tried(make: Callable[[], Any]) -> str:
    try:
        return told(make())
    except (TypeError, ValueError, KeyError, NewsError) as error:
        return f"{type(error).__name__}: {error}"


def test_what_a_setting_may_be_stays() -> None:
    found = []
    for kind in KINDS:
        read = getattr(values, kind)
        found.append(kind)
        found += [f"  {value!r}: {tried(lambda read=read, value=value: read(value))}" for value in VALUES]
    check(KEPT / "values.txt", [line.replace(str(Path.home()), "~") for line in found])


def test_what_moments_mean_stays() -> None:
    found = []
    for said in (
        "now", "NOW ", "today", "Yesterday", "tomorrow", "7 days", "7 days ago", "1 day", "12h", "12 hours",
        "1 hour ago", "2w",
        "2 weeks ago", "0 d", "9999 d", "10000 d", "7 months", "2026-09-01", "2026-09-01T08:00",
        "2026-09-01T08:00+05:00",
        "2026-02-30", "20260901", "", " 2026-09-01 ", "7  days", "-1 d",
    ):  # fmt: skip
        for zone in ("UTC", "America/Lima"):
            read = lambda said=said, zone=zone: read_moment(said, now=NOW, zone=ZoneInfo(zone), option="--since")  # noqa: E731
            found.append(f"{said!r} {zone}: {tried(read)}")
    check(KEPT / "moments.txt", found)


FILES = {
    "empty": "", "broken": "archive = ", "unknown": "arcive = 'x'", "smtp as text": "smtp = 'x'",
    "a list": "readers = 'x'",
    "channels as text": "channels = 3", "password in the file": "[smtp]\npassword = 'x'",
    "an unknown of smtp": "[smtp]\nhots = 'x'",
    "all": "archive = 'a'\ntime_zone = 'Europe/Paris'\nworkers = 2\nretain_days = 9\n"
    "quote_words = {Post = 10}\nquote_share = 0.1\n"
    "reread_hours = [1]\nkeep_pages = false\nprivate_hosts = ['a', '10.0.0.0/8']\n"
    "contact = 'me@h.example'\n[smtp]\nhost = 'm'\nport = 25",
    "hours in words": "reread_hours = 'no'",
    "a wrong zone": "time_zone = 'Mars'", "a lake": "archive = 'ducklake:postgres:host=h password=secret'",
    "a wrong port": "[smtp]\nport = 0",
    "a reader": "[[readers]]\naddress = 'ida@h.example'\nhour = 7\nwatches = ['quay']",
    "a reader without address": "[[readers]]\nname = 'ida'",
    "a reader of channels": "[[readers]]\nname = 'ida'\nchannels = ['desk']\n"
    "[[channels]]\nname = 'desk'\nkind = 'webhook'",
    "a reader of channels without a name": "[[readers]]\nchannels = ['desk']\n"
    "[[channels]]\nname = 'desk'\nkind = 'webhook'",
    "two alike": "[[readers]]\naddress = 'ida@h.example'\n[[readers]]\naddress = 'ida@g.example'",
    "a wrong hour": "# x\n[[readers]]\naddress = 'a@b.example'\n[[readers]]\naddress = 'c@d.example'\n\nhour = 24",
    "an unknown of a reader": "[[readers]]\naddress = 'a@b.example'\n'hours' = 1", "no table": "readers = [3]",
    "a wrong language": "[[readers]]\naddress = 'a@b.example'\nlanguage = 'xx'",
    "an empty channel": "[[channels]]\nkind = 'webhook'",
    "a channel of a wrong kind": "[[channels]]\nname = 'desk'\nkind = 'pigeon'",
    "a channel's secret": "[[channels]]\nname = 'desk'\nurl = 'x'",
    "an unknown of a channel": "[[channels]]\nname = 'desk'\ncolour = 'x'",
    "a channel's long name": "[[channels]]\nname = 'Desk'\nkind = 'webhook'",
    "two channels": "[[channels]]\nname = 'desk'\nkind = 'webhook'\n[[channels]]\nname = 'desk'\nkind = 'webhook'",
    "an unknown channel": "[[readers]]\naddress = 'a@b.example'\nchannels = ['desk']",
    "an unknown channel among others": "[[readers]]\naddress = 'a@b.example'\nchannels = ['desk']\n"
    "[[channels]]\nname = 'other'\nkind = 'apprise'",
}  # fmt: skip
ENVIRONMENTS = (
    {"NEWSTHREAD_CONTACT": "you@h.example"}, {"NEWSTHREAD_CONTACT": ""}, {"NEWSTHREAD_WORKERS": "x"},
    {"NEWSTHREAD_KEEP_PAGES": "0"},
    {"NEWSTHREAD_SMTP_PORT": "2525", "NEWSTHREAD_SMTP_PASSWORD": "secret"}, {"NEWSTHREAD_REREAD_HOURS": "1 2"},
    {"NEWSTHREAD_SMTP_PASSWORD": "secret", "NEWSTHREAD_SMTP_PORT": "-1"}, {"NEWSTHREAD_SITE_FOLDER": "s"},
)  # fmt: skip


def test_what_files_and_the_environment_set_stays(tmp_path: Path) -> None:
    found, file = [], tmp_path / "newsthread.toml"
    for name, text in FILES.items():
        file.write_text(text)
        found.append(f"{name}: {tried(lambda: read_settings({}, folder=tmp_path))}")
        if name in ("all", "a lake", "a wrong zone"):
            named = {"NEWSTHREAD_SETTINGS": str(file)}
            found.append(f"  named: {tried(lambda named=named: read_settings(named))}")
            found.append(f"  with an archive: {tried(lambda: read_settings({}, folder=tmp_path, archive=Path('b')))}")
    file.write_text(FILES["all"])
    for environment in ENVIRONMENTS:
        found.append(
            f"{environment}: {tried(lambda environment=environment: read_settings(environment, folder=tmp_path))}"
        )
    found.append(tried(lambda: read_settings({"NEWSTHREAD_SETTINGS": str(tmp_path / "none.toml")})))
    found.append(tried(lambda: read_settings({}, folder=tmp_path / "none")))
    own = Settings(contact="me@h.example", quote_words={"Post": 5}, quote_share={"*": 0.5})
    found += [own.user_agent, Settings().user_agent, told(own.quotes), str(own.snapshot), str(own.zone)]
    here = [line.replace(str(tmp_path), "FOLDER").replace(str(Path.cwd()), "HERE") for line in found]
    check(KEPT / "settings.txt", [line[:400] for line in here])


def test_where_a_channels_secrets_come_from_stays() -> None:
    found = []
    channel = Channel(name="desk-slack", kind="webhook")
    name = address_variable(channel)
    for environment in ({}, {name: "https://h.example/x"}, {name: ""}, {f"{name}_SECRET": "s"}):
        for read in (channel_address, channel_secret):
            found.append(
                f"{environment}: {tried(lambda read=read, environment=environment: read(channel, environment))}"
            )
    check(KEPT / "channels.txt", found)
