"""Which edits a reader is told of: figures, names, quotations, headlines; nothing else."""

import pytest

from news.facts.changes import changed_sentence

TITLE = "Reservoir homes to be moved"
TEXT = (
    "The council of Tarn will move 340 homes next spring. Work begins at the north wall.\n"
    "“Nobody will be left without a roof over the head,” said Ida Marsh, who leads the works."
)


def change(title: str = TITLE, text: str = TEXT):
    return changed_sentence(TITLE, TEXT, title, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TEXT.replace("340", "430"), "figure"),
        (TEXT.replace("Ida Marsh", "Ida Moor"), "name"),
        (TEXT.replace("without a roof over the head", "in the open air at any time"), "quotation"),
    ],
)
def test_a_figure_a_name_and_a_quotation_are_told(text: str, kind: str) -> None:
    found = change(text=text)
    assert found is not None
    assert found.kind == kind
    assert found.before in TEXT
    assert found.after in text


def test_a_headline_is_told_when_nothing_weightier_changed() -> None:
    found = change(title="No homes to be moved after all")
    assert found is not None
    assert (found.kind, found.before) == ("headline", TITLE)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("next spring", "in the spring"),
        TEXT + "\nSubscribe to our newsletter.",
        TEXT.replace("Work begins at the north wall.", "work begins at the north wall."),
    ],
)
def test_wording_and_boilerplate_are_not_told(text: str) -> None:
    assert change(text=text) is None
