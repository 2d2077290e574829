"""A page without a mark of an article: how much of it must be sentences, each bound from both sides."""

from dataclasses import replace

import pytest

from extractors.dom.prose import prose_length
from extractors.pages.extract import ReadingRules, extract_article
from extractors.pages.status_signals import StatusRules, length
from news.records import Extraction, PageToRead

SENTENCE = "The yard on the north quay will close in spring, and {} of its workers were told so on the stairs."
SENTENCES = "".join(f"<p>{SENTENCE.format(number)}</p>" for number in ("most", "some", "many", "three"))
LABELS = "".join(f"<p>Berth {number}</p>" for number in range(20))


def read(body: str, **bounds: float) -> Extraction:
    page = PageToRead(source="x", url=None, body=f"<html><body>{body}</body></html>".encode(), http_status=200)
    return extract_article(page, ReadingRules(status=replace(StatusRules(), minimum_length=0, **bounds)))


def share_of_prose(body: str) -> tuple[int, float]:
    text = read(body, plain_prose=0, plain_share=0.0).text
    return prose_length(text), prose_length(text) / length(text)


@pytest.mark.parametrize(("more", "status"), [(0, "ok"), (1, "not_article")])
def test_it_has_at_least_so_many_characters_of_sentences(more: int, status: str) -> None:
    prose, _ = share_of_prose(SENTENCES)
    assert read(SENTENCES, plain_prose=prose + more).status == status


@pytest.mark.parametrize(("factor", "status"), [(0.99, "ok"), (1.01, "not_article")])
def test_at_least_so_much_of_it_is_sentences(factor: float, status: str) -> None:
    prose, share = share_of_prose(SENTENCES + LABELS)
    assert share < 0.8
    assert read(SENTENCES + LABELS, plain_prose=prose, plain_share=share * factor).status == status


@pytest.mark.parametrize("heading", ["<h1>Yard closes</h1>", ""])
@pytest.mark.parametrize(("factor", "is_brief"), [(0.99, True), (1.01, False)])
def test_a_brief_has_a_headline_and_so_much_of_it_is_sentences(heading: str, factor: float, is_brief: bool) -> None:
    body = heading + SENTENCES + LABELS
    prose, share = share_of_prose(body)
    found = read(body, plain_prose=prose + 1, short_share=share * factor)
    assert (found.status == "ok") == (is_brief and heading != "")


def test_a_brief_of_sentences_alone_is_an_article() -> None:
    body = "<h1>Yard closes</h1>" + SENTENCES.replace("</p><p>", " ")
    prose, share = share_of_prose(body)
    assert share == 1  # exactly so much
    assert read(body, plain_prose=prose + 1, short_share=1.0).status == "ok"


@pytest.mark.parametrize(("more", "status"), [(0, "ok"), (1, "not_article")])
def test_labels_beside_enough_sentences_do_no_harm(more: int, status: str) -> None:
    prose, _ = share_of_prose(SENTENCES + LABELS)
    found = read(SENTENCES + LABELS, plain_prose=10 * prose, prose_of_lists=prose + more)
    assert found.status == status
