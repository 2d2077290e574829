"""An entry's picture is an image among its media and enclosures, else its thumbnail; a sound or a page is none."""

import pytest

from tests.extractors.feeds.test_parse import parse

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
A, B = "https://a.example/1", "https://a.example/2"


@pytest.mark.parametrize(
    ("parts", "image"),
    [
        (f'<link rel="enclosure" type="image/png" href="{A}"/>', A),
        (f'<link rel="enclosure" type="audio/mpeg" href="{A}"/>', None),
        (f'<link rel="related" type="image/png" href="{A}"/>', None),
        (f'<media:content medium="image" url="{A}"/><link rel="enclosure" type="image/png" href="{B}"/>', A),
        (f'<media:content medium="video" url="{A}"/><media:thumbnail url="{B}"/>', B),
        (f'<media:content type="image/jpeg" url="{A}"/><media:thumbnail url="{B}"/>', A),
        ('<media:content type="image/jpeg"/>', None),
        ("", None),
    ],
)
def test_the_picture_of_an_entry(parts: str, image: str | None) -> None:
    moment = "<updated>2026-11-02T12:00:00Z</updated>"
    entry = f'<entry><title>E</title><id>e</id>{moment}<link href="https://a.example/e"/>{parts}</entry>'
    head = f'<feed xmlns="http://www.w3.org/2005/Atom" {MEDIA}><title>T</title><id>u</id>{moment}'
    (found,) = parse(f"{head}{entry}</feed>").entries
    assert found.image == image
