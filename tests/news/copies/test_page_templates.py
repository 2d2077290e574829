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


MENU = "News Home Page Politics World Business Sport Culture Travel Weather Puzzles Letters Podcasts Newsletters " * 4


def test_a_menu_is_no_text_though_it_stands_once() -> None:
    (page,) = without_templates([article(1, MENU, title="Ferry fares at Osk rise by a fifth | Marn Mail")])
    assert (page.text, page.text_kind) == ("", "headline")


def test_a_list_on_the_matter_of_its_headline_stays() -> None:
    text = "Ferry fares at Osk from Monday " + "adult nine crowns child four crowns bicycle two crowns " * 6
    pages = [article(1, text, title="Ferry fares at Osk rise")]
    assert without_templates(pages) == pages


def test_a_template_with_another_ending_is_known_by_its_beginning() -> None:
    form = "This story is for those who pay. Write to our desk, or take out a plan that suits you at any time. " * 3
    told = (("Ferry fares rise again", "Most read: comets."), ("Comet visible tonight", "Most read: fares."))
    pages = [article(n, form + ending, outlet="Marn Mail", title=title) for n, (title, ending) in enumerate(told, 1)]
    assert [one.text_kind for one in without_templates(pages)] == ["headline"] * 2


def test_the_outlet_at_the_end_of_a_headline_tells_nothing_of_it() -> None:
    text = "Marn Mail: all the news of Marn. Marn Mail and its friends. Write to Marn Mail today, or tomorrow."
    pages = [
        article(n, text, outlet="Marn Mail", title=f"{title} | Marn Mail")
        for n, title in ((1, "Ferry fares rise"), (2, "Comet visible"))
    ]
    assert [one.text_kind for one in without_templates(pages)] == ["headline"] * 2


def test_a_long_menu_is_no_text_though_it_repeats_the_headline() -> None:
    (page,) = without_templates([article(1, MENU * 3, title="Politics, business and sport in the news of the world")])
    assert page.text_kind == "headline"
