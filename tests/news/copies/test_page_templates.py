from news.copies.page_templates import without_templates
from tests.news.pieces import article

ERROR = "This page could not be shown. Reload it, or write to our desk if that does not help you."


def test_an_error_page_under_unlike_headlines_is_no_text() -> None:
    pages = [article(n, ERROR, outlet="Marn Mail", title=t) for n, t in ((1, "Ferry fares rise"), (2, "Comet visible"))]
    assert [(one.text, one.text_kind) for one in without_templates(pages)] == [("", "headline")] * 2


def test_a_report_under_two_headlines_stays() -> None:
    text = "The ferry to Osk costs nine crowns from Monday, the harbour board said, two more than before."
    pages = [article(n, text, outlet="Marn Mail", title=t) for n, t in ((1, "Ferry fares rise"), (2, "Osk pays more"))]
    assert without_templates(pages) == pages


def test_a_text_that_stands_once_stays_whatever_its_headline() -> None:
    pages = [
        article(1, ERROR, title="Ferry fares rise"),
        article(2, "Another notice of some words.", title="Late news"),
    ]
    assert without_templates(pages) == pages
