"""What publishers reserve is read from headers, heads and files; what says nothing reserves nothing."""

import pytest

from extractors.fetch.reservations import licenses_in, reservations_of, reserved_by_file
from news.records import FetchedPage

URL = "https://h.example/news/a.html"


def page(body: str = "", **headers: str) -> FetchedPage:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return FetchedPage(url=URL, final_url=URL, outcome="ok", body=body.encode(), headers=named)


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        (page(), []),
        (page(tdm_reservation="1"), ["tdm"]),
        (page(tdm_reservation="0"), []),
        (page(x_robots_tag="noindex, noai"), ["noai"]),
        (page(x_robots_tag="noindex"), []),
        (page("<meta name='tdm-reservation' content='1'><meta content=NOAI name=robots>"), ["tdm", "noai"]),
        (page("<meta name='tdm-reservation' content='0'><meta name=robots content='index'>"), []),
        (page("<p>We write of noai and tdm-reservation.</p>"), []),
    ],
)
def test_headers_and_heads(answer: FetchedPage, kinds: list[str]) -> None:
    assert [right.kind for right in reservations_of(answer)] == kinds


@pytest.mark.parametrize(
    ("rules", "is_reserved"),
    [
        ('[{"location": "/", "tdm-reservation": 1}]', True),
        ('[{"location": "/news/*.html", "tdm-reservation": 1, "tdm-policy": "https://h.example/p"}]', True),
        ('[{"location": "/news/*.html$", "tdm-reservation": "1"}]', True),
        ('[{"location": "/news", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]', False),
        ('[{"location": "/sport", "tdm-reservation": 1}]', False),
        ('[{"location": "/news/$", "tdm-reservation": 1}]', False),
        ('{"location": "/"}', False),
        ("<html>", False),
        ("[1, null, []]", False),
        ("[" * 100_000, False),
    ],
)
def test_the_file_of_a_host(rules: str, is_reserved: bool) -> None:
    assert bool(reserved_by_file(rules.encode(), URL)) is is_reserved


def test_many_wildcards_cost_nothing() -> None:
    rules = '[{"location": "' + "*a" * 240 + '$", "tdm-reservation": 1}]'
    assert reserved_by_file(rules.encode(), "https://h.example/" + "a" * 2000 + "b") == ()


def test_licences_in_robots_txt_are_named_once() -> None:
    text = b"License: https://h.example/l.xml\nUser-agent: *\nlicense : https://h.example/l.xml # same\nDisallow:"
    assert [right.policy for right in licenses_in(text)] == ["https://h.example/l.xml"]


@pytest.mark.parametrize(
    ("location", "path", "is_covered"),
    [
        ("/", "", True),  # a host without a path is its root
        ("news", "/news/a", True),
        ("*", "/x", True),
        ("*.html", "/a.html", True),
        ("*.html", "/a.html?page=2", True),
        ("*.html$", "/a.html?page=2", False),
        ("/news/a$", "/news/a", True),
        ("/news/a$", "/news/ab", False),
        ("/a*b*c", "/a-c-b", False),
        ("/a*b*c", "/a-b-c-d", True),
        ("/a*b*c$", "/a-b-c-d", False),
        ("/a?b=1", "/a?b=1", True),
        ("/a?b=1", "/a", False),
        ("", "/a", False),
    ],
)
def test_a_rule_covers_the_paths_that_its_wildcards_say(location: str, path: str, is_covered: bool) -> None:
    rules = f'[{{"location": "{location}", "tdm-reservation": 1}}]'.encode()
    assert bool(reserved_by_file(rules, f"https://h.example{path}")) is is_covered


@pytest.mark.parametrize(("place", "is_seen"), [(999, True), (1000, False)])
def test_of_a_file_a_thousand_rules_are_read(place: int, is_seen: bool) -> None:
    rules = ['{"location": "/sport"}'] * place + ['{"location": "/news", "tdm-reservation": 1}']
    assert bool(reserved_by_file(f"[{','.join(rules)}]".encode(), URL)) is is_seen


@pytest.mark.parametrize(
    ("rule", "policy"),
    [
        ('"tdm-policy": "https://h.example/p"', "https://h.example/p"),
        ('"tdm-policy": ""', None),
        ('"tdm-policy": 7', None),
        ('"other": 1', None),
    ],
)
def test_where_the_terms_stand_is_kept(rule: str, policy: str | None) -> None:
    (found,) = reserved_by_file(f'[{{"location": "/", "tdm-reservation": 1, {rule}}}]'.encode(), URL)
    assert (found.kind, found.stated_in, found.statement, found.policy) == (
        "tdm", "tdmrep.json", "tdm-reservation: 1", policy,
    )  # fmt: skip


def test_statements_are_told_in_their_own_words_each_once() -> None:
    answer = page(
        '<meta http-equiv="tdm-reservation" content="1"><meta name="tdm-reservation" content="0">'
        '<meta name="tdm-policy" content="https://h.example/?a=1&amp;b=2"><meta name="robots" content="noimageai">',
        tdm_reservation=" 1 ",
        tdm_policy="https://h.example/t",
    )
    told = [(right.kind, right.stated_in, right.statement, right.policy) for right in reservations_of(answer)]
    assert told == [
        ("tdm", "header", "tdm-reservation: 1", "https://h.example/t"),
        ("tdm", "page", "tdm-reservation: 1", "https://h.example/?a=1&b=2"),
        ("noai", "page", "robots: noimageai", None),
    ]


def test_the_first_header_of_a_name_counts_and_all_words_for_robots() -> None:
    headers = (("tdm-reservation", "0"), ("tdm-reservation", "1"), ("x-robots-tag", "all"), ("x-robots-tag", "noai"))
    answer = FetchedPage(url=URL, final_url=URL, outcome="ok", headers=headers)
    assert [right.statement for right in reservations_of(answer)] == ["X-Robots-Tag: all, noai"]


@pytest.mark.parametrize(("before", "is_read"), [(99_000, True), (100_000, False)])
def test_the_head_of_a_page_is_searched_and_not_its_body(before: int, is_read: bool) -> None:
    assert bool(reservations_of(page(" " * before + "<meta name=robots content=noai>"))) is is_read


def test_a_word_that_holds_noai_is_none() -> None:
    assert reservations_of(page("<meta name=robots content='noaip, xnoai'>")) == ()


def test_a_long_statement_is_cut() -> None:
    answer = page(x_robots_tag="noai" + ", x" * 400, tdm_reservation="1", tdm_policy="p" * 501)
    assert [(len(right.statement), len(right.policy or "")) for right in reservations_of(answer)] == [
        (18, 500),
        (500, 0),
    ]
