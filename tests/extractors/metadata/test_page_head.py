"""The head of a page: JSON-LD in all its spellings, canonical addresses that may be believed, names that are names."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from extractors.metadata.author_names import clean_names
from extractors.metadata.bylines import authors, signature
from extractors.metadata.headlines import headline, site_names, without_site
from extractors.metadata.json_ld import read_json
from extractors.metadata.page_head import PageMetadata, read_metadata, site

HERE = "https://www.post.example/news/wall-4471"


def metadata(head: str = "", body: str = "", url: str | None = HERE) -> PageMetadata:
    return read_metadata(html.document_fromstring(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>"), url)


def ld(*nodes: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def test_the_article_whose_address_is_the_pages_is_chosen() -> None:
    other = {
        "@type": "NewsArticle",
        "headline": "Other",
        "url": "https://www.post.example/other",
        "articleBody": "x" * 900,
    }
    this = {"@type": "NewsArticle", "headline": "This", "mainEntityOfPage": {"@id": HERE + "?utm_source=x"}}
    assert metadata(ld([other, this])).headline == "This"
    assert metadata(ld({"@graph": [other, this]})).headline == "This"


def test_the_articles_that_a_front_shows_are_not_its_own() -> None:
    shown = [
        {"@type": "NewsArticle", "headline": f"Story {n}", "url": f"https://www.post.example/{n}"} for n in range(4)
    ]
    assert not metadata(ld(*shown)).has_article_node
    assert not metadata(ld({"@type": "ItemList", "itemListElement": [{"item": shown[0]}]})).has_article_node
    assert metadata(ld(*shown, {"@type": "NewsArticle", "headline": "This", "url": HERE})).headline == "This"
    assert metadata(ld(*shown), "<h1>Story 2</h1>").headline == "Story 2"
    assert metadata(ld(shown[0])).headline == "Story 0"  # the only one, under another of its addresses


@pytest.mark.parametrize(
    ("addressed", "bare", "is_told"), [(1, 0, True), (2, 0, True), (3, 0, False), (4, 0, False), (3, 1, True)]
)
def test_three_articles_of_other_addresses_make_a_front(addressed: int, bare: int, is_told: bool) -> None:
    shown = [{"@type": "NewsArticle", "headline": f"Story {n}", "url": f"/{n}"} for n in range(addressed)]
    shown += [{"@type": "NewsArticle", "headline": f"Note {n}"} for n in range(bare)]
    assert metadata(ld(*shown)).has_article_node == is_told


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ann Lee", ("Ann Lee",)), (["Ann Lee", {"name": "Bo Ek"}], ("Ann Lee", "Bo Ek")),
        ({"@type": "Person", "name": ["Ann Lee", "Bo Ek"]}, ("Ann Lee", "Bo Ek")),
        ({"givenName": "Ann", "familyName": "Lee"}, ("Ann Lee",)), ({"@id": "#ann"}, ("Ann Lee",)),
        ({"@list": [{"name": "Ann Lee"}]}, ("Ann Lee",)),
        ([{"@list": []}, {"name": {"@value": "Ann &amp; Lee"}}], ("Ann & Lee",)), (None, ()), (7, ()), ([[]], ()),
    ],
)  # fmt: skip
def test_an_author_is_found_in_every_spelling(author: object, names: tuple[str, ...]) -> None:
    person = {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}
    assert metadata(ld({"@type": "Article", "author": author}, person)).authors == names


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        (["By Ann Lee"], ("Ann Lee",)), (["Von Ann Lee und Bo Ek, dpa"], ("Ann Lee", "Bo Ek", "dpa")),
        (["Ann Lee and Bo Ek"], ("Ann Lee", "Bo Ek")), (["Par Ann Lee et Bo Ek"], ("Ann Lee", "Bo Ek")),
        (["Ann Lee (le)"], ("Ann Lee",)), (["https://post.example/ann"], ()), (["a.lee@post.example"], ()),
        (["ann-lee"], ()), (["105092"], ()), (["Ann Lee", "ANN LEE"], ("Ann Lee",)), ([""], ()),
        (["Ann Lee, professor of law at the university"], ("Ann Lee",)), (["记者：李安"], ("李安",)),
        (["x" * 80], ()), (["(Image: Agency)"], ()),
        # A word before a name may be the name itself.
        (["Di Yang"], ("Di Yang",)), (["Da Silva"], ("Da Silva",)), (["Von Trapp"], ("Von Trapp",)),
        (["di Carla Rossi"], ("Carla Rossi",)), (["Por Ana Ruiz"], ("Ana Ruiz",)),
        (["Juan Ortega y Gasset"], ("Juan Ortega y Gasset",)), (["Ana Ruiz y Luis Vega"], ("Ana Ruiz", "Luis Vega")),
        (["Ludwig van der Berg, Anna-Lena von Hof"], ("Ludwig van der Berg", "Anna-Lena von Hof")),
        # What stands behind it.
        (["Ann Lee in Eastmark and Bo Ek in Lower Sands"], ("Ann Lee", "Bo Ek")),
        (["Ann Lee for the Northern Wire"], ("Ann Lee",)), (["Ann Lee @annlee"], ("Ann Lee",)),
        (["Robert Kane, Jr."], ("Robert Kane Jr",)), (["Robert Kane, M.D."], ("Robert Kane",)),
        (["admin"], ()), (["Jan Ott (Text) und Eva Lang (Fotos)"], ("Jan Ott", "Eva Lang")),
        # Other languages.
        (["Story by Ann Lee; photographs by Bo Ek"], ("Ann Lee", "Bo Ek")),
        (["Ein Kommentar von Jan Ott"], ("Jan Ott",)),
        (["Propos recueillis par Léa Petit"], ("Léa Petit",)), (["a cura di Carla Rossi"], ("Carla Rossi",)),
        (["홍길동 기자"], ("홍길동",)), (["김하나 기자 hana@post.example"], ("김하나",)),
        (["文・写真 山田太郎"], ("山田太郎",)),
        (["【山田太郎、佐藤花子】"], ("山田太郎", "佐藤花子")), (["山田 太郎"], ("山田 太郎",)),
        (["记者 李安 王明"], ("李安", "王明")), (["作者：李安、王明"], ("李安", "王明")),
        (["Автор: Иван Петров"], ("Иван Петров",)),
        (["كتب: أحمد سالم"], ("أحمد سالم",)), (["Haber: Ali Kaya"], ("Ali Kaya",)),
        (["Autor: Ewa Nowak"], ("Ewa Nowak",)),
    ],
)  # fmt: skip
def test_names_are_names(stated: list[str], names: tuple[str, ...]) -> None:
    assert clean_names(stated) == names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<span class='byline'>By Ann Lee and Bo Ek</span>", ("Ann Lee", "Bo Ek")),
        ("<ul class='authors'><li><a href='/a'>Ann Lee</a></li><li><a href='/b'>Bo Ek</a></li></ul>",
            ("Ann Lee", "Bo Ek")),
        ("<div class='Byline_byline__x9'><span>By</span> <a href='/author/a'>Ann Lee</a></div>", ("Ann Lee",)),
        ("<div class='x'><a href='/author/ann-lee'>Ann Lee</a> · 3 Nov</div>", ("Ann Lee",)),
        ("<p class='autor'>Von Ann Lee</p>", ("Ann Lee",)),
        ("<span class='signature'>Par Ann Lee</span>", ("Ann Lee",)),
        ("<div class='author-card'><div class='author-card__name'>Ann Lee</div><div>Coast editor</div></div>",
            ("Ann Lee",)),
        ("<div class='byline'>By Ann Lee <time>Nov 3, 2025</time></div>", ("Ann Lee",)),
        ("<div class='byline'>By Ann Lee<br>Monday, November 3, 2025</div>", ("Ann Lee",)),
        ("<div itemprop='author'><meta itemprop='name' content='Ann Lee'></div>", ("Ann Lee",)),
        ("<div class='comment'><span class='author'>Reader Nine</span></div>", ()),
    ],
)  # fmt: skip
def test_a_byline_is_found_where_the_head_names_nobody(byline: str, names: tuple[str, ...]) -> None:
    tree = html.document_fromstring(f"<body>{byline}<p>x</p></body>")
    assert authors([], [], tree, frozenset()) == names


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["By Ann Lee", "The wall"], (0, ("Ann Lee",))), (["The wall", "Von Jan Ott"], (1, ("Jan Ott",))),
        (["By Monday the wall was gone."], (None, ())), (["By then", "x"], (None, ())), (["Ann Lee"], (None, ())),
        (["x", "x", "x", "By Ann Lee"], (None, ())), ([], (None, ())),
    ],
)  # fmt: skip
def test_a_line_is_a_byline_only_where_a_word_says_so(
    lines: list[str], found: tuple[int | None, tuple[str, ...]]
) -> None:
    assert signature(lines) == found


def test_a_person_outranks_the_sites_own_name() -> None:
    tree = html.document_fromstring(
        "<body><p class='byline'>By <a rel='author' href='/a'>Cem Ay</a></p><p>x</p></body>"
    )
    sites = frozenset({"post", "dailypost"})
    assert authors(["Daily Post"], ["Bo Ek"], tree, sites) == ("Bo Ek",)
    assert authors(["Daily Post"], [], tree, sites) == ("Cem Ay",)
    assert authors(["Daily Post"], [], html.document_fromstring("<p>x</p>"), sites) == ()  # an outlet is no author


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/news/wall", "https://www.post.example/news/wall"),
        ("https://post.example/wall", "https://post.example/wall"),
        ("https://m.post.example/wall", "https://m.post.example/wall"),
        ("https://other.example/wall", None), ("https://www.post.example/", None), ("javascript:x", None),
        ("https://[", None), ("", None),
    ],
)  # fmt: skip
def test_a_canonical_address_stays_on_its_site_and_is_no_front_page(href: str, canonical: str | None) -> None:
    assert metadata(f"<link rel='canonical' href='{href}'>").canonical == canonical


def test_sites_are_told_by_their_owners_labels() -> None:
    assert site("www.post.co.uk") == site("m.post.co.uk") == "post.co.uk"
    assert site("127.0.1.4") == "127.0.1.4"
    assert site("a.post.example") != site("a.mail.example")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Wall to be widened | Daily Post", "Wall to be widened"),
        ("Wall to be widened - News - Post", "Wall to be widened"),
        ("Wall – a love story", "Wall – a love story"), ("Post | Wall", "Wall"),
        ("Interview: Wall | Coast | Daily Post | 3.4.2025", "Interview: Wall | Coast"),
        ("Anti-post-war wall", "Anti-post-war wall"), ("フェリー再開へ｜dailypost", "フェリー再開へ"),
        ("渡轮恢复通航-dailypost", "渡轮恢复通航"), ("フェリー再開へ：post", "フェリー再開へ"),
    ],
)  # fmt: skip
def test_a_headline_loses_its_sites_name_and_nothing_else(title: str, expected: str) -> None:
    assert without_site(title, frozenset({"dailypost", "post"})) == expected


def test_the_headline_is_what_the_page_mostly_says() -> None:
    said = metadata(
        "<meta property='og:title' content='You will not believe this wall'><title>Wall to be widened | Post</title>"
        + ld({"@type": "NewsArticle", "headline": "Wall to be widened"}),
        "<h1>Wall to be widened</h1>",
    )
    assert headline(said, HERE) == "Wall to be widened"
    assert headline(metadata("<title>Post</title>"), HERE) is None
    assert "post" in site_names(metadata(), HERE)


@pytest.mark.parametrize("free", [False, "False", "http://schema.org/False"])
def test_a_paywall_is_told_in_every_spelling(free: object) -> None:
    assert metadata(ld({"@type": "NewsArticle", "isAccessibleForFree": free})).access.is_paywalled


@pytest.mark.parametrize(
    "text", ['{"a": 1,}', '<!-- {"a": 1} -->', '//<![CDATA[\n{"a": 1}\n//]]>', '{"a":\n1};', '{"a": 1} trailing'],
)  # fmt: skip
def test_json_is_read_as_sites_write_it(text: str) -> None:
    assert read_json(text) == {"a": 1}


@given(st.text(max_size=200))
def test_no_json_raises(text: str) -> None:
    read_json(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "author", "name", "headline", "datePublished", "image", "url"]),
            inner,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)  # the first odd date loads the months' names of all languages
@given(JSON, JSON)
def test_no_json_ld_raises(author: object, other: object) -> None:
    node = {"@type": "NewsArticle", "author": author, "datePublished": other, "image": author, "keywords": other}
    text = json.dumps([node, other]).replace("<", "")
    metadata(f"<script type='application/ld+json'>{text}</script>")


def test_initials_do_not_outrank_what_the_page_states() -> None:
    tree = html.document_fromstring("<body><p class='byline'>amw</p><p>x</p></body>")
    assert authors(["Bo Ek"], [], tree, frozenset({"dailypost"})) == ("Bo Ek",)
    assert authors(["AFP"], [], tree, frozenset({"dailypost"})) == ("AFP",)
    assert authors(["Daily Post"], [], tree, frozenset({"dailypost"})) == ()  # and an outlet is no author
    assert authors([], [], tree, frozenset({"dailypost"})) == ("amw",)


def test_a_person_whose_site_is_called_like_her_is_an_author() -> None:
    tree = html.document_fromstring("<p>x</p>")
    assert authors(["Anna Holm"], [], tree, frozenset({"annaholm"})) == ("Anna Holm",)
    assert authors(["Harbour Post"], [], tree, frozenset({"harbourpost"})) == ()


def test_a_day_that_is_marked_in_the_page_is_the_one_of_its_name() -> None:
    marked = (
        "<article itemscope itemtype='https://schema.org/NewsArticle'>"
        "<time itemprop='datePublished' datetime='2026-03-02T10:00:00Z'>2 March</time>"
        "<time itemprop='dateModified' datetime='2026-03-09T10:00:00Z'>9 March</time></article>"
    )
    found = metadata(body=marked)
    assert [day.at.day for day in found.published if day.source == "microdata"] == [2]
    assert [day.at.day for day in found.modified if day.source == "microdata"] == [9]
