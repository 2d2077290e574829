"""A digest becomes a page: its tags stay byte for byte, its words go through the cut, each with its source."""

from hypothesis import given
from hypothesis import strategies as st

from digest.site.digest_pages import links_in, with_words

PAGE = """<html><head><title>Three stories moved</title><style>.quote > p { color: red }</style></head>
<body title="a > b"><!-- not <b>words</b> --><p>Since Monday &amp; before</p>
<p class="meta"><a dir="auto" href="https://a.example/one?x=1&amp;y=2" style="c">Bay Post</a> · 22 Sep</p>
<div class="quote" style="x"><span dir="auto">Divers found &lt;worm&gt; holes.</span></div>
<p>9 more</p></body></html>"""


def test_every_run_of_words_is_asked_of_with_the_source_of_quotations() -> None:
    asked: list[tuple[str, str | None]] = []

    def cut(words: str, source: str | None) -> str:
        asked.append((words, source))
        return words

    assert with_words(PAGE, cut) == PAGE
    assert asked == [
        ("Since Monday & before", None),
        ("Bay Post", None),
        ("· 22 Sep", None),
        ("Divers found <worm> holes.", "https://a.example/one?x=1&y=2"),
        ("9 more", None),
    ]


def test_what_is_cut_is_written_anew_and_harmless() -> None:
    cut = with_words(PAGE, lambda words, source: "<script>" if source else words)
    assert cut == PAGE.replace("Divers found &lt;worm&gt; holes.", "&lt;script&gt;")


def test_links_are_given_once() -> None:
    assert links_in(PAGE + PAGE) == ["https://a.example/one?x=1&y=2"]


@given(st.text(alphabet="<>\"'&ab/= -!sc", max_size=60))
def test_any_page_stays_as_it_is_where_nothing_is_cut(page: str) -> None:
    assert with_words(page, lambda words, source: words) == page
