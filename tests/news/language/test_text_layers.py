"""A text's layers are what their readers return; each is read once."""

from hypothesis import given
from hypothesis import strategies as st

from news.language.quotation_marks import quotation_spans
from news.language.segments import sentences
from news.language.text_language import reading_language
from news.language.text_layers import TextLayers
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.speakers.quotations import find_quotes
from tests.news.pieces import OUTLETS, article

TEXT = "“The yard will close in May,” said Ann Vale. Reuters reported it first. “Nobody was asked about it,” she said."


@given(st.text(alphabet=st.sampled_from("ab AB.,\n“”\"'«»éß"), max_size=80))
def test_layers_are_what_their_readers_return(text: str) -> None:
    layers = TextLayers(text, "en")
    assert layers.language == reading_language("en", text)
    assert layers.sentences == sentences(text, layers.language)
    assert layers.quotations == quotation_spans(text)
    assert len(layers.plain) == len(text)


def test_speakers_and_citations_share_layers() -> None:
    told, gazetteer = article(1, TEXT), Gazetteer.of(OUTLETS)
    layers = TextLayers(told.text, told.language)
    assert find_citations(told, gazetteer, layers=layers) == find_citations(told, gazetteer)
    assert find_quotes(told, layers=layers) == find_quotes(told)
    assert layers.sentences is layers.sentences
    assert layers.plain is layers.plain
