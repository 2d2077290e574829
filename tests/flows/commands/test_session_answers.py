"""A session on a small archive, command by command: what each prints, what it says of errors, and how it ends."""

import io
import json
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from extractors.seeds import read_outlets
from flows.assistants.answers import Answers
from flows.cli import main
from flows.commands.loading import COMMANDS
from flows.session import opened
from news.errors import NewsError
from tests.answers import check
from tests.conftest import HOME

KEPT = HOME / "tests/fixtures/answers/flows/session.txt"
NEWSROOM = HOME / "seeds" / "newsroom"
AUTUMN = datetime(2026, 9, 2, 12, tzinfo=UTC)
NOW = datetime(2026, 9, 26, 12, tzinfo=UTC)
KILN = "https://halden-courier.example/2026/09/salt-and-smoke-last-kiln"
COURT = "https://meridian.example/2026/09/court-orders-night-stop-skarn-channel"
JUDGES = "https://marrowby-times.example/2026/09/judges-silence-the-dredger-at-night"
QUIET = "https://keld-today.example/2026/09/saltmere-wins-quiet-nights"
ARTICLES = (HOME / "tests/fixtures/session_articles.jsonl").read_text(encoding="utf-8").splitlines()
SEARCHES = ("channel", "channel AND dredging", "title:dredger", "outlet:Openwater", "nothingofthesort", "(")
CLAIMS = (
    "The court bans night dredging.",
    "The channel costs 1.7 million crowns.",
    "Elephants paint houses.",
    "Halden",
)
AGAIN = (
    {"url": "https://a.example/1", "title": "One", "text": "It is otherwise."},
    {"url": "http://www.a.example/1/", "title": "One again", "text": "It is otherwise."},
    {
        "url": "https://a.example/2",
        "title": "Zwei",
        "text": "Der Kai ist seit gestern wieder geschlossen, sagt die Stadt.",
    },
    {"url": "https://a.example/3", "title": "Three", "text": "The quay is shut again.", "language": "xx"},
)
QUESTIONS = (
    ("search", "channel", 2), ("search", "eelgrass", 0), ("search", "("), ("stories",), ("stories", "dormant", 9),
    ("story", "STORY"), ("story", "channels"), ("new_since", "2026-09-10", None, 2),
    ("new_since", "2026-09-26", "kilns"), ("new_since", "2026-09-26T12:00:00+02:00", "channels"), ("new_since", "soon"),
    ("who_said", "Wolff", 1),
    ("who_said", "Wolfe"), ("corroborate", "The court bans night dredging."), ("coverage", "kilns"),
    ("coverage", "channel", "2026-09-20", "2026-09-25"), ("coverage", "kiln"), ("coverage", "kilns", "soon"),
    ("sql", "SELECT outlet, first_seen_at FROM articles ORDER BY url LIMIT 1"), ("sql", "SELECT * FROM range(101)"),
    ("digest",),
)  # fmt: skip
LINES = [
    ["stories"], ["stories", "--json"], ["stories", "--since", "2026-09-24"], ["stories", "--since", "2026-09-25"],
    ["stories", "--since", "7 days"], ["stories", "--since", "never"], ["stories", "--watch", "channel"],
    ["watches", "add", "channel", "channel AND dredging"], ["watches", "add", "kilns", "kiln", "--title", "Of kilns"],
    ["watches", "list"], ["watches", "list", "--json"], ["watches", "test", "channel"], ["watches", "test", "eelgrass"],
    ["watches", "test", "xyzzy"], ["watches", "test", " "],
    ["stories", "--watch", "channel"], ["stories", "--watch", "kilns"], ["stories", "--watch", "nets"],
    ["story", "STORY"], ["story", "STORY", "--json"], ["story", "STORY", "STORY"], ["story", "snone"],
    *(["search", one] for one in SEARCHES), ["search", "channel", "--most", "2"], ["search", "channel", "--json"],
    ["search", "channel", "--as-of", "2026-09-03"], ["search", "channel", "--as-of", "soon"],
    ["who-said", "Wolff"], ["who-said", "channel", "--most", "1"], ["who-said", "Wolfe"], ["who-said", "?"],
    ["who-said", "Wolff", "--as-of", "2026-09-03", "--json"],
    *(["corroborate", one] for one in CLAIMS),
    ["corroborate", CLAIMS[0], "--as-of", "2026-09-03"], ["corroborate", CLAIMS[0], "--language", "xx"],
    ["corroborate", "Das Gericht verbietet das Baggern.", "--language", "de"], ["corroborate", " "],
    ["why", COURT, JUDGES], ["why", COURT, QUIET], ["why", COURT, KILN], ["why", COURT, COURT], ["why", COURT, "9"],
    *(["ask", *one] for one in QUESTIONS),
    ["sql", "SELECT outlet, count(*) AS n FROM articles GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3"],
    ["sql", "SELECT 1 AS one", "--as-of", "2026-09-03"], ["sql", "SELECT count(*) FROM articles", "--csv"],
    ["sql", "SELECT count(*) AS n FROM articles", "--json", "--as-of", "2026-09-03"], ["sql", "FROM nowhere"],
    ["sql", "SELECT '=1+1' AS a", "--csv", "--guard"], ["sql", "SELECT '=1+1' AS a", "--csv", "--no-guard"],
    ["sql", "SELECT '=1+1' AS a", "--csv"], ["sql", "SELECT 1 AS a", "--parquet", "a.parquet"], ["sql", r"\d watches"],
    ["sql", r"\d storeys"], ["sql", r"\d who_copied_whom"], ["sql", "SELECT * FROM range(501)"], ["sql"],
    ["digest", "preview", "--since", "2026-09-01", "--until", "2026-09-03"],
    ["digest", "preview", "--html", "d.html", "--text", "d.txt", "--eml", "d.eml"],
    ["digest", "preview", "--html", "."],
    ["digest", "preview", "--reader", "nobody"], ["digest", "list"], ["digest", "show", "d1"], ["digest", "send"],
    ["digest", "send", "--json"], ["digest", "list", "--json"],
    ["feeds", "list"], ["feeds", "add", "/a/path"], ["feeds", "import", "feeds.txt"], ["feeds", "list"],
    ["feeds", "export", "out.opml"], ["feeds", "import", "out.opml"], ["feeds", "list", "--json"],
    ["story", "name", "STORY", "The", "long", "channel"], ["story", "name", "STORY"], ["story", "close", "STORY"],
    ["stories"], ["story", "split", COURT], ["stories"], ["story", "split", KILN],
    ["story", "link", COURT, "STORY"], ["story", "link", COURT], ["story", "link", "9", "STORY"],
    ["copies", "split", COURT, JUDGES], ["copies", "marry", COURT, JUDGES],
    ["watches", "remove", "channel"], ["watches", "remove", "channel"],
    ["link", "--json"], ["backup", "b"], ["backup", "--verify", "b"], ["backup", "b"],
    ["publish-parquet", "p"], ["publish-parquet", "p"], ["retire", "--older-than", "2026-07-01"],
    ["retire", "--older-than", "2026-07-01", "--yes"], ["restore", "b"], ["reextract"], ["reextract", "--accept", KILN],
    ["forget", KILN], ["forget", KILN, "--yes"], ["forget", "9", "--yes"],
    ["extract"], ["extract", "kiln.html"], ["extract", "kiln.html", "--explain", "--url", KILN], ["site", "s"],
    ["site", "s", "--language", "xx"], ["doctor"],
    ["stories", "--archive", "nowhere"], ["link", "--archive", "nowhere"],
    ["watch-over", "--archive", "nowhere"], ["import", "more.jsonl"],
    ["import", "again.jsonl", "more.csv"], ["import", "again.jsonl", "--json"],
    ["sql", "SELECT url, version, language, title FROM articles WHERE url LIKE '%a.example%' ORDER BY 1", "--csv"],
    ["sql", "SELECT stage, subject, error, times FROM failures ORDER BY ALL", "--csv"],
]  # fmt: skip
SHOWN = 60  # lines of what a command prints
MASKS = (
    (r"\b\d+\.\d+ s\b", "… s"), (r'"seconds": [\d.e-]+', '"seconds": …'), (r"\b\d+(\.\d+)? [kMG]?B\b", "… B"),
    (r'"(bytes|before|after)\w*": \d+', r'"\1": …'), (r"disk +.*", "disk …"), (r"\d+ outlets", "… outlets"),
    (r"(prefect|duckdb) [\d.]+", r"\1 …"),
    (r"(\d\.\d{4})\d+", r"\1"), (r"seconds: [\d.]+", "seconds: …"),
    (r"[\d,]+ rows of \d+ (tables|views)", r"… rows of … \1"),
)  # fmt: skip


class Clock:
    """The time that every command sees."""

    now = AUTUMN


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("NEWSTHREAD_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    clock = Clock()
    for name in ("flows.session", "flows.commands.options", *(f"flows.commands.{name}" for name in COMMANDS)):
        if hasattr(module := import_module(name), "present"):
            monkeypatch.setattr(module, "present", lambda: clock.now)
    return clock


def masked(printed: str, folder: Path, shown: int = SHOWN) -> list[str]:
    printed = printed.replace(str(folder), "DIR").replace(str(HOME), "HOME")
    for pattern, instead in MASKS:
        printed = re.sub(pattern, instead, printed)
    lines = [f"  {line}"[:300].rstrip() for line in printed.strip("\n").split("\n")]
    return [*lines[:shown], *(["  … and more"] if len(lines) > shown else [])]


def asked(question: str, *given: Any) -> str:
    """Ask what an assistant may ask."""
    try:
        answer = getattr(Answers(snapshot=Path("archive/news.duckdb")), question)(*given)
    except NewsError as error:
        return str(error)
    sys.stdout.write(json.dumps(answer, indent=1, ensure_ascii=False))
    return "answered"


def test_what_a_session_says_stays(clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with opened(None, now=AUTUMN) as (archive, _, _):
        archive.outlets.save([*archive.outlets.all(), *read_outlets(NEWSROOM / "outlets.csv")])
    found = []
    for clock.now, rows in ((AUTUMN, ARTICLES[:2]), (NOW, ARTICLES[2:])):
        Path("rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
        assert main(["import", "rows.jsonl"]) == 0
    clock.now = NOW + timedelta(hours=1)
    capsys.readouterr()
    assert main(["stories", "--json"]) == 0
    story = json.loads(capsys.readouterr().out)[0]["story_id"]
    Path("feeds.txt").write_text("https://a.example/feed\nhttps://b.example/feed\n")
    Path("more.jsonl").write_text('{"url": "https://a.example/1", "title": "One", "text": "It is."}\nnothing\n')
    Path("again.jsonl").write_text("\n".join(map(json.dumps, AGAIN)))
    Path("more.csv").write_text("url,title,text\nhttps://a.example/4,Four,Es ist so und nicht anders gewesen.\n,,\n")
    Path("kiln.html").write_bytes((NEWSROOM / "pages/halden-courier/salt-and-smoke-last-kiln.html").read_bytes())
    for line in LINES:
        clock.now += timedelta(minutes=1)
        words = [story if word == "STORY" else word for word in line]
        try:
            code: object = asked(*words[1:]) if words[0] == "ask" else main(words)
        except SystemExit as error:
            code = f"exit {error.code}"
        printed = capsys.readouterr()
        shown = 2 if line[:2] == ["digest", "preview"] else SHOWN  # the words of a digest are kept with digests
        found += [f"$ {' '.join(map(str, line))}: {code}", *masked(printed.out, tmp_path, shown)]
        found += ["  on standard error:", *masked(printed.err, tmp_path)] if printed.err else []
    found = [line.replace(story, "STORY") for line in found]
    check(KEPT, found)
