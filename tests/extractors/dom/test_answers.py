"""What becomes of small trees, step by step: frames, boxes, comments, cards, tables, breaks, lists, and names."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree
from lxml.html import HtmlElement

from extractors.dom.boxes import drop_boxes
from extractors.dom.cleanup import drop_cards, drop_empty, make_readable
from extractors.dom.comments import drop_comments
from extractors.dom.discards import IN_PYTHON
from extractors.dom.html5 import lxml_tree, parse_page
from extractors.dom.rescue import ProseCount, own_text, rescue
from tests.answers import check

KEPT = Path("tests/fixtures/answers/extractors")
SENTENCE = "The harbour board has closed the old quay to lorries until the spring. "  # 71 characters


def prose(length: int) -> str:
    """One paragraph of so many characters, which ends like a sentence."""
    return "<p>" + (SENTENCE * (length // len(SENTENCE) + 1))[: length - 1] + ".</p>"


def words(length: int) -> str:
    return ("quay lamp " * (length // 10 + 1))[: length - 1] + "x"


def tree_of(body: str) -> HtmlElement:
    tree = lxml_tree(f"<html><body>{body}</body></html>")
    assert tree is not None
    return tree


def short(tree: HtmlElement) -> str:
    """The body, written out; sentences that come back are one sign."""
    told = etree.tostring(tree, encoding="unicode", method="html")
    return (
        told.replace("<html><body>", "").replace("</body></html>", "").replace(SENTENCE, "§").replace("quay lamp ", "¤")
    )


def after(body: str, change: Callable[[HtmlElement], object]) -> str:
    tree = tree_of(body)
    given = change(tree)
    return f"  {'' if given is None else f'{given} '}{short(tree)}"


def tags_of(tree: HtmlElement) -> set[str]:
    return {element.tag for element in tree.iter() if isinstance(element.tag, str)}


def test_what_boxes_become_stays() -> None:
    ask = "We use cookies, by the GDPR, with your consent here"
    bodies = {
        "three phrases": f"<div class='cookie'>{ask}</div>{prose(300)}",
        "one phrase": f"<div class='cookie'>We use cookies here.</div>{prose(300)}",
        "no name": f"<div class='box'>{ask}</div>{prose(300)}",
        "by its id": f"<section id='Didomi-host'>{ask}</section>{prose(300)}",
        "with the headline": f"<div class='modal'><h1>Quay</h1>{ask}</div>{prose(300)}",
        "with the article": f"<div class='modal'><article>{ask}</article></div>{prose(300)}",
        "with the main part": f"<div class='overlay'><main>{ask}</main></div>{prose(300)}",
        "a form": f"<form class='gdpr'>{ask}</form>{prose(300)}",
        "a list": f"<ul class='gdpr'><li>{ask}</li></ul>{prose(300)}",
        "within another": f"<div class='popup'><div class='consent'>{ask}</div></div>{prose(300)}",
        "by an author": f"{prose(600)}<div class='author-bio'>{words(60)}</div>",
        "about the author": f"{prose(600)}<p id='about_the_author'>{words(60)}</p>",
        "bio": f"{prose(600)}<p class='bio'>{words(60)}</p><p class='biology'>{words(60)}</p>",
        "autor": f"{prose(600)}<aside class='autorenbox autor-info'>{words(60)}</aside>",
        "author alone": f"{prose(600)}<div class='author'>{words(60)}</div>",
        "author with the headline": f"<div class='author-box'><h1>Quay</h1>{words(60)}</div>{prose(600)}",
    }
    for left in (248, 249, 250, 251, 252):
        bodies[f"leaves {left}"] = f"<div class='cookie'>{ask}</div>{prose(left)}"
    for more in (60, 80, 100, 110, 115, 119, 120, 130, 140, 200):  # characters of the box that say something else
        bodies[f"share {more}"] = f"<div class='cookie'><b>{ask}</b><i>{words(more)}</i></div>{prose(900)}"
    for size in (1199, 1200, 1201):
        bodies[f"brief {size}"] = f"{prose(9000)}<div class='author-bio'><p>{prose(size)}</p></div>"
    for size in (190, 205, 210, 215, 230):
        bodies[f"of 700, author {size}"] = f"{prose(700)}<div class='author-bio'>{prose(size)}</div>"
    many = "".join(f"<div class='popup'>{n}</div>" for n in range(199))
    for extra in ("", "<div class='popup'>more</div>"):
        bodies[f"many {bool(extra)}"] = f"{many}{extra}<div class='cookie'>{ask}</div>{prose(300)}"
    found = []
    for name, body in bodies.items():
        told = after(body, drop_boxes)
        found += [name, told if len(told) < 900 else f"{len(told)} {told[-120:]}"]
    check(KEPT / "dom_boxes.txt", found)


def comments(count: int, length: int, tag: str = "div", kind: str = "entry") -> str:
    return "".join(f"<{tag} class='{kind}'>{words(length)}</{tag}>" for _ in range(count))


def test_what_comments_become_stays() -> None:
    bodies = {
        "named": f"{prose(300)}<div class='comments'>{comments(3, 30)}</div>",
        "two": f"{prose(300)}<div class='comments'>{comments(2, 30)}</div>",
        "commentary": f"{prose(300)}<div class='commentary'>{comments(3, 30)}</div>",
        "by id": f"{prose(300)}<section id='disqus_thread'>{comments(3, 30)}</section>",
        "kommentare": f"{prose(300)}<ol class='Kommentare'>{comments(3, 30, 'li')}</ol>",
        "comentarios": f"{prose(300)}<ul id='comentarios'>{comments(4, 30, 'li')}</ul>",
        "a span": f"{prose(300)}<span class='comments'>{comments(3, 30)}</span>",
        "responses": f"{prose(300)}<details class='responses'>{comments(3, 30)}</details>",
        "responsive": f"{prose(300)}<div class='responsive'>{comments(3, 30)}</div>",
        "paragraphs": f"{prose(300)}<div class='replies'>{comments(4, 30, 'p')}</div>",
        "unlike": f"{prose(300)}<div class='replies'>{comments(2, 30)}{comments(2, 30, kind='other')}</div>",
        "around the headline": f"<div class='comments post'><h1>Quay</h1>{prose(300)}{comments(3, 30)}</div>",
        "headed": f"{prose(300)}<section><h2>Comments (300)</h2>{comments(3, 30)}</section>",
        "headed, low": f"{prose(300)}<section><h4>12 comments</h4>{comments(3, 30)}</section>",
        "headed h5": f"{prose(300)}<section><h5>Comments</h5>{comments(3, 30)}</section>",
        "headed behind words": f"{prose(300)}<section>Words<h2>Comments</h2>{comments(3, 30)}</section>",
        "headed behind a box": f"{prose(300)}<section><p>Words</p><h2>Comments</h2>{comments(3, 30)}</section>",
        "headed behind nothing": f"{prose(300)}<section><hr> <h2>Comments</h2>{comments(3, 30)}</section>",
        "headed behind a tail": f"{prose(300)}<section><hr>Words<h2>Comments</h2>{comments(3, 30)}</section>",
        "headed otherwise": f"{prose(300)}<section><h2>Comments by the mayor</h2>{comments(3, 30)}</section>",
        "headed in a table": f"{prose(300)}<table><td><h2>Comments</h2>{comments(3, 30)}</td></table>",
        "within another": f"{prose(300)}<div class='comments'><div class='replies'>{comments(3, 30)}</div></div>",
        "side by side": prose(300) + f"<div class='comments'>{comments(3, 30)}</div>" * 2,
    }
    for length in (13, 14, 15, 16):
        bodies[f"entries of {length}"] = f"{prose(300)}<div class='comments'>{comments(3, length)}</div>"
    for left in (118, 119, 120, 121):
        bodies[f"leaves {left}"] = f"{prose(left)}<div class='comments'>{comments(3, 30)}</div>"
    for deep in range(1, 7):
        inner = "<div>" * deep + comments(3, 30) + "</div>" * deep
        bodies[f"{deep} deep"] = f"{prose(300)}<div class='comments'>{inner}</div>"
    for boxes in (18, 19, 20):  # beside the one that holds the entries, each with something in it
        inner = "<div><b>x</b></div>" * boxes + f"<section>{comments(3, 30)}</section>"
        bodies[f"behind {boxes} boxes"] = f"{prose(300)}<div class='comments'><p>{'w' * 50}</p><div>{inner}</div></div>"
    for before in (59, 60, 61):
        small = "<div class='comments'></div>" * before
        bodies[f"{before} before"] = f"{prose(300)}{small}<div class='comments'>{comments(3, 30)}</div>"
    for length in (58, 60, 61, 62):
        said = f"Comments ({'1' * (length - 11)})"
        bodies[f"a heading of {length}"] = f"{prose(300)}<section><h2>{said}</h2>{comments(3, 30)}</section>"
    found = []
    for name, body in bodies.items():
        told = after(body, drop_comments)
        found += [name, told if len(told) < 900 else f"{len(told)} {told[-120:]}"]
    check(KEPT / "dom_comments.txt", found)


def cards(count: int, *, link: str = "/a", size: int = 60, tag: str = "div") -> str:
    one = f"<{tag}><h3><a href='{link}'>Lamps</a></h3><span>{words(size - 5)}</span></{tag}>"
    return f"<div class='row'>{one * count}</div>"


def cases_of_cleanup() -> Iterator[tuple[str, str]]:
    for mode in ("shadowrootmode='open'", "shadowroot='open'", "", "id='x'"):
        yield f"template {mode}", f"<div><template {mode}><p>Shadow</p></template></div>"
    for own in ("x-box", "amp-ad", "amp-text"):
        for inside in ("", "Words", "<p>Words</p>", "Words <ul><li>a</li></ul>", "<b>Words</b>"):
            said = f"<{own}>{inside}</{own}>"
            yield f"{own} in a block: {inside}", f"<div>{said}</div>"
            yield f"{own} in a line: {inside}", f"<p>{said}</p>"
            yield f"{own} amid words: {inside}", f"<div>Some {said}</div><section><i>a</i>{said} words</section>"
            yield f"{own} behind a tail: {inside}", f"<div><hr>tail{said}<hr>{said}</div>"
    for breaks in ("<br>", "<br><br>", "<br> <br>", "<br><br><br>", "<br>and<br>", "<br><br><br><br>"):
        yield f"breaks {breaks}", f"<div>First part{breaks}second part{breaks}third</div>"
        yield f"breaks in a line {breaks}", f"<p>First part{breaks}second part</p>"
        yield (
            f"breaks and blocks {breaks}",
            f"<div>First{breaks}second<p>Inner</p>tail{breaks}<b>bold</b> end<img src='a'></div>",
        )
        yield f"breaks and links {breaks}", f"<td>First{breaks}<a href='/'>link</a>{breaks}last</td>"
        yield f"breaks at the ends {breaks}", f"<span>{breaks}middle{breaks}</span>"
    for size in (597, 598, 599, 600, 601, 602):
        for blocks in (2, 3, 4):
            cell = words(size) + "<br>" * blocks
            yield f"cell of {size}, {blocks}", f"<table><tr><td>{cell}</td><td>b</td></tr></table>"
    yield (
        "table in a table",
        f"<table><tr><td>{words(700)}<br><br><br><table><tr><td>fact</td></tr></table></td></tr></table>",
    )
    yield (
        "table in a cell",
        f"<table><tr><th>a</th><td><table><tbody><tr><td>{words(700)}<br><br><br></td></tr></tbody></table></td></tr></table>",
    )
    for field in ("type='email'", "name='E-Mail'", "name='userEmail'", "type='text'", ""):
        yield f"field {field}", f"<div><form>Get our letter <input {field}></form></div>{prose(900)}"
    for size in (398, 399, 400, 401):
        yield f"box of {size}", f"<div id='a'><div id='b'>{words(size)}<input type='email'></div></div>{prose(900)}"
    for outer in ("main", "article", "section", "body"):
        yield f"field in {outer}", f"<{outer}><div><input type='email'></div></{outer}>{prose(90)}"


def test_what_pages_made_readable_become_stays() -> None:
    found = []
    for name, body in cases_of_cleanup():
        found += [name, after(body, lambda tree: make_readable(tree, tags_of(tree)))]
    for tags in ((), ("template",), ("x-box",), ("br",), ("table",), ("input",)):
        body = (
            "<template shadowroot='open'>a</template><x-box>b</x-box><div>c<br><br>d<input type='email'></div>"
            f"<table><tr><td>{words(700)}<br><br><br></td></tr></table>"
        )
        found += [f"told of {tags}", after(body, lambda tree, tags=tags: make_readable(tree, tags))]
    headed = f"<article><h1>Quay</h1>{prose(300)}</article>"
    for name, body in {
        "beside the article": headed + cards(3),
        "in the article": f"<article><h1>Quay</h1>{prose(300)}{cards(3)}</article>",
        "two headlines": headed + "<h1>More</h1>" + cards(3),
        "no article": f"<h1>Quay</h1>{prose(300)}{cards(3)}",
    }.items():
        found += [f"cards {name}", after(body, lambda tree: make_readable(tree, tags_of(tree)))]
    check(KEPT / "dom_readable.txt", found)


def test_what_cards_and_empty_frames_become_stays() -> None:
    bodies = {f"{count} cards": prose(300) + cards(count) for count in (1, 2, 3, 4)}
    bodies |= {f"cards of {size}": prose(300) + cards(3, size=size) for size in (698, 699, 700, 701, 702)}
    bodies |= {f"leave {left}": prose(left) + cards(3) for left in (58, 59, 60, 61, 70)}
    bodies |= {f"cards to {link}": prose(300) + cards(3, link=link) for link in ("#a", "", "/b", "https://h.example/")}
    around = "".join(f"<div><a href='/a'><h3>Lamps {n}</h3></a></div>" for n in range(3))
    plain = "".join(f"<div><h3>Lamps {n}</h3></div>" for n in range(3))
    bodies |= {"a link around": prose(300) + f"<div>{around}</div>", "no link": prose(300) + f"<div>{plain}</div>"}
    found = []
    for name, body in bodies.items():
        found += [name, after(body, drop_cards)]
    for body in (
        "<div></div><div> </div><div><span></span></div><div><i> </i>a</div>a<i> </i>b",
        "<p></p><td></td><br><div itemprop='x'></div><div><div>a</div></div><ul><li></li><li>b</li></ul>",
    ):
        found.append(after(body, drop_empty))
    check(KEPT / "dom_cards.txt", found)


def cases_of_rescue() -> Iterator[tuple[str, str]]:
    for frame in ("dialog", "form", "aside", "nav", "div"):
        yield f"most in {frame}", f"<{frame} class='a' id='b' hidden>{prose(600)}</{frame}>{prose(300)}"
        yield f"half in {frame}", f"<{frame} class='a'>{prose(500)}</{frame}>{prose(500)}"
    for size in (397, 399, 400, 401, 410):
        yield f"a frame of {size}", f"<form class='a'>{prose(size)}</form>{prose(100)}"
    for around in (560, 580, 600, 610, 640):  # labels, which are no prose
        yield f"a frame of 400 beside {around}", f"<form class='a'>{prose(400)}</form><b>{words(around)}</b>"
    for beside in (0, 1, 2, 3):
        for style in ("style='Display : none'", "aria-hidden='true'", "aria-hidden='false'", "style='color: red'"):
            yield f"folded, {beside} beside, {style}", prose(90) * beside + f"<div {style} class='a'>{prose(90)}</div>"
    for inner in (
        "",
        "<a href='/'>x</a>",
        "<h2>x</h2>",
        "<h3>x</h3>",
        "<h4>x</h4>",
        "<h5>x</h5>",
        "<input>",
        "<form></form>",
        "<iframe></iframe>",
    ):
        yield f"teaser with {inner}", f"<div class='Article-Teaser'>{prose(90)}{inner}</div>"
        yield f"folded with {inner}", prose(90) * 2 + f"<div aria-hidden='true'>{prose(90)}{inner}</div>"
    yield "teaser by id", f"<section id='teaser'>{prose(90)}</section><p class='teaser'>{words(70)}</p>"
    yield "teaser of labels", "<div class='teaser'><p>Label</p></div>"
    for before in ("", "Words ", "Words: ", "Words： "):
        for end in (".", "", "”"):
            for own in ("", " and so", " and  that was it"):
                yield f"a link: {before!r} {end!r} {own!r}", f"<p>{before}<a href='/x' class='c'>link</a>{own}{end}</p>"
    yield (
        "a link in a list",
        "<ul><li>The quay <a href='/x' id='i'>is shut</a> today.</li><li><a href='/'>Home</a></li></ul>",
    )
    for href in ("#top", "", "/x", "#"):
        for parent in ("p", "h2", "blockquote", "div", "li"):
            yield f"a place {href} in {parent}", f"<{parent}>See <a href='{href}' class='c'>below</a></{parent}>"
    yield (
        "an empty place",
        "<h2>Title<a href='#t'></a></h2><h3>Title <a href='#t'>¶</a> more</h3><h3>T<a href='#t'>#</a></h3>",
    )
    for tag in ("ol", "ul"):
        for first in (prose(90) * 2, prose(90), "", prose(90) + "<p>" + words(88) + ":</p>"):
            for last in (prose(90), "", "<div>x</div><div>y</div><div>z</div>" + prose(90)):
                listed = f"<{tag}><li><a href='/a' class='c'>One</a></li></{tag}>"
                yield f"{tag} between", first + listed + last
    yield "contents", prose(90) * 2 + "<ol><li><a href='#a'>One</a></li><li><a href='/b'>Two</a></li></ol>" + prose(90)
    yield "no links", prose(90) * 2 + "<ol><li>One</li></ol>" + prose(90)
    for mark in ("1", "123", "1234", "[12]", "(3)", "*", "†", "th", "1)"):
        yield (
            f"note {mark}",
            f"<p>elections<sup><a href='#n'>{mark}</a></sup> and <a href='/p#n'><sup>{mark}</sup></a></p>",
        )
    yield "no note", "<p>m<sup>2</sup> and <sup><a href='/n'>3</a></sup></p>"


@pytest.mark.parametrize(("own", "is_plain"), [("Seen.", False), ("It is.", True), ("It was.", True)])
def test_a_link_in_a_sentence_of_six_characters_is_plain(own: str, is_plain: bool) -> None:
    tree = tree_of(f"<p>{own[:-1]}<a href='/x'>here</a>.</p>")
    rescue(tree, tags_of(tree))
    assert (next(tree.iter("a"), None) is None) == is_plain


def test_what_is_rescued_of_pages_stays() -> None:
    found = []
    for name, body in cases_of_rescue():
        found += [name, after(body, lambda tree: rescue(tree, tags_of(tree)))]
    for tags in ((), ("sup",), ("form",)):
        body = f"<form>{prose(600)}</form><p>a<sup><a href='#n'>1</a></sup></p>"
        found += [f"told of {tags}", after(body, lambda tree, tags=tags: rescue(tree, tags))]
    for body in (
        "<div>a <b>bold <i>deep</i> x</b> b <a>link</a> c<p>inner</p>d</div>",
        "<div><span><a>l</a>m</span>n<br>o <img> p <sub>q<u>r</u></sub></div>",
    ):
        block = next(tree_of(body).iter("div"))
        found += [own_text(block), str(ProseCount().within(block))]
    found.append(
        str([ProseCount().within(tree_of(prose(n) + f"<div>{words(80)}<p>x</p></div>")) for n in (59, 60, 61)])
    )
    check(KEPT / "dom_rescued.txt", found)


def test_what_is_cut_of_pages_that_nobody_writes_stays() -> None:
    bodies = {
        "frames": "<html><frameset><frame src='a'><noframes>Words</noframes></frameset></html>",
        "open": "<nav>a<button>b<p>c</nav>d<footer>e",
        "nothing": "",
        "words": "only words",
        "headlines": "<h1>x</h1>" * 101 + "<p>x</p>" * 7500,
        "headlines of a small page": "<h1>x</h1>" * 101 + "<p>x</p>" * 300,
        "metas": "<meta name='a'>" * 1001 + "<p>x</p>" * 6600,
        "elements": "<div>" + "<p>x</p>" * 14_996 + "<p>last</p><p>over</p></div><p>behind</p>",
        "half": "<div>" + "<p>x</p>" * 7_495 + "</div>" + "<sup>y</sup>" * 4,
    }
    for size in (30_000, 30_001):
        large = f"<p class='{'c' * 2001}' title='{'t' * 2001}'>" + "w" * size + "<b>x</b>" + "v" * size + "</p>"
        bodies[f"text of {size}"] = large + "<i>" + ("z" * 29_000 + "<b>.</b>") * 17 + "</i>"
        bodies[f"small page, text of {size}"] = large
        parts = "<i>" + ("z" * 29_000 + "<b>.</b>") * 18
        bodies[f"text alone of {size}"] = parts + "<p>" + "w" * size + "</p>"
        bodies[f"tail alone of {size}"] = parts + "<p>x</p>" + "w" * size
    found = []
    for name, body in bodies.items():
        page = parse_page(body)
        if page is None:
            found.append(f"{name}: None")
            continue
        told = short(page.tree)
        counts = {tag: sum(1 for _ in page.tree.iter(tag)) for tag in ("p", "h1", "meta", "sup", "i")}
        found += [
            f"{name}: {page.is_cut} {len(page.elements)} {len(told)} {len(page.markup)} {counts}",
            f"  {told[:80]}",
        ]
        found.append(f"  {told[-60:]} {[len(e.get('class') or '') for e in page.tree.iter('p')][:1]}")
    check(KEPT / "dom_cut.txt", found)


NAMES = (
    "", "comments", "comment-list", "disqus_thread", "reply-1", "hidden", "bottom", "page bottom", "link",
    "my link x", "cookie", "consent", "share", "social", "sidebar", "newsletter", "nav", "related", "author",
    "post", "entry", "article", "article-body", "story", "story-body", "fulltext", "FullText", "main-content",
    "Main-Content", "page-content", "content", "text", "cell", "infinite-scroll", "mvp-post-add-box",
    "comments-title", "akismet", "noprint", "hide-print", "x hide", "articleContent", "postarea",
    "teaser", "Top-Teaser", "TEASER", "wp-caption", "Caption", "elementor-share-buttons",
)  # fmt: skip
OTHERS = (
    "role='navigation'", "role='article'", "aria-hidden='true'", "style='display:none'", "style='display: none'",
    "style='visibility:hidden'", "style='border:1px'", "data-lp-replacement-content='x'",
    "data-component='MostPopularStories'", "itemprop='articleBody'", "role='x' aria-hidden='false'",
)  # fmt: skip


def test_what_names_make_chosen_stays() -> None:
    found = []
    for place, (_, _, chooser) in enumerate(IN_PYTHON):
        for tag in ("div", "section", "ol", "p", "article", "aside"):
            chosen = [name for name in NAMES if list(chooser(tree_of(f"<b><{tag} class='{name}'>a</{tag}></b>")))]
            by_id = [name for name in NAMES if list(chooser(tree_of(f"<b><{tag} id='{name}'>a</{tag}></b>")))]
            other = [name for name in OTHERS if list(chooser(tree_of(f"<b><{tag} {name}>a</{tag}></b>")))]
            found.append(f"{place} {tag}: {' '.join(chosen)} | {' '.join(by_id)} | {' '.join(other)}")
        mixed = [
            f"{first}/{last}"
            for first in ("cookie", "hidden", "bottom", "link", "reply-1", "quay")
            for last in ("cookie", "x hidden", "link", "reply-2", "quay", "infinite-scroll")
            if list(chooser(tree_of(f"<p id='{first}' class='{last}'>a</p><p class='{last}' id='{first}'>a</p>")))
        ]
        headed = list(
            chooser(
                tree_of("<div class='infinite-scroll'><h1>a</h1></div><div class='post'>a</div><div id='story'>b</div>")
            )
        )
        found.append(f"{place}: {mixed} {[e.get('class') or e.get('id') for e in headed]}")
    check(KEPT / "dom_names.txt", found)
