"""Fifty shapes that lose an article, or add to it what is none, in any language; all invented."""

from collections.abc import Callable

from news.records import record
from tests.extractors.pages.page_kinds import AT, META, SIGNED, TEASERS, article, heading, ld, page, told

DAY = AT[:10]


@record
class Shape:
    """A page in one language, and what must come out of it."""

    html: str
    language: str
    lacks: tuple[str, ...] = ()  # what must not stand in the text
    has: tuple[str, ...] = ()  # what must, beside the story
    day: str | None = DAY
    authors: tuple[str, ...] = ("Jana Holm",)
    paragraphs: int = 6  # of the story


Build = Callable[[str], Shape]


def story(language: str, *, last: int = 6, first: int = 0, tag: str = "p") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in told(language, first, last))


def whole(language: str, body: str, head: str | None = None) -> str:
    return page(body, ld(article(language)) if head is None else head, language)


def opened(tag: str, marks: str = "") -> Build:
    """Build a page on which an element before the article is never closed."""

    def build(language: str) -> Shape:
        body = f"<{tag} {marks}><div><span>Menu</span><article>{heading(language)}{story(language)}</article>{TEASERS}"
        return Shape(html=whole(language, body), language=language)

    return build


def within(tag: str, marks: str = "") -> Build:
    """Build a page whose article stands in an element that readers strip."""

    def build(language: str) -> Shape:
        body = f"<main><{tag} {marks}>{heading(language)}{story(language)}</{tag}></main>"
        return Shape(html=whole(language, body), language=language)

    return build


def beside(extra: str, *, lacks: tuple[str, ...], at: int = 3, head: str | None = None) -> Build:
    """Build an article with something of no article between its paragraphs."""

    def build(language: str) -> Shape:
        text = f"{story(language, last=at)}{extra}{story(language, first=at)}"
        body = f"<article>{heading(language)}{text}</article>{TEASERS}"
        return Shape(html=whole(language, body, head), language=language, lacks=lacks)

    return build


def dated(above: str, day: str | None) -> Build:
    """Build an article whose day only a reader sees."""

    def build(language: str) -> Shape:
        body = f"<article>{heading(language)}{above}{story(language)}</article>"
        return Shape(html=whole(language, body, SIGNED), language=language, day=day)

    return build


def titled(form: str) -> Build:
    """Build an article whose <title> names the outlet at one end or in the middle, and no other title is stated."""

    def build(language: str) -> Shape:
        html = whole(language, f"<article><p>{'</p><p>'.join(told(language))}</p></article>", META)
        return Shape(html=html.replace(_title(html), form.format(_title(html).split(" | ")[0])), language=language)

    return build


def _title(html: str) -> str:
    return html.split("<title>")[1].split("</title>", maxsplit=1)[0]


def signed(byline: str, authors: tuple[str, ...]) -> Build:
    """Build an article that only a visible byline signs; its meta names the outlet."""

    def build(language: str) -> Shape:
        head = ld(article(language, author={"@type": "Organization", "name": "Estmark Post"}))
        body = f"<article>{heading(language)}{byline}{story(language)}</article>"
        return Shape(html=whole(language, body, head), language=language, authors=authors)

    return build


def controlled(sign: str) -> Build:
    def build(language: str) -> Shape:
        words = story(language).replace("</p><p>", f"{sign}</p><p>{sign}")
        return Shape(html=whole(language, f"<article>{heading(language)}{words}</article>"), language=language)

    return build


def doubled(language: str) -> Shape:
    lead = told(language, 0, 1)[0]
    body = f"<div class='lead'><p>{lead}</p></div><article>{heading(language)}{story(language)}</article>{TEASERS}"
    return Shape(html=whole(language, body), language=language)


def folded(language: str) -> Shape:
    rest = f"<div style='display:none' class='rest'>{story(language, first=3)}</div><button>More</button>"
    body = f"<article>{heading(language)}{story(language, last=3)}{rest}</article>{TEASERS}"
    return Shape(html=whole(language, body), language=language)


def sectioned(language: str) -> Shape:
    parts = "".join(f"<h2><a href='#s{n}'>Part {n}</a></h2><p>{line}</p>" for n, line in enumerate(told(language)))
    return Shape(html=whole(language, f"<article>{heading(language)}{parts}</article>{TEASERS}"), language=language)


def linked(language: str) -> Shape:
    lines = told(language)
    half = [len(line) // 2 for line in lines]
    parts = "".join(
        f"<p>{line[:8]}<a href='https://other.example/{n}'>{line[8:h]}</a>{line[h:]}</p>"
        for n, (line, h) in enumerate(zip(lines, half, strict=True))
    )
    return Shape(html=whole(language, f"<article>{heading(language)}{parts}</article>"), language=language)


def undated_front(language: str) -> Shape:
    body = f"<main><article>{heading(language)}{story(language)}</article>{TEASERS * 3}</main>"
    head = f"{SIGNED}<meta property='og:url' content='https://www.estmark-post.example/'>"
    return Shape(html=whole(language, body, head), language=language, day=None)


FLIGHT = '5:["$","$L23",null,{"data":{"id":"a1","kind":"widget","rows":["$","$L9"]}}]'
WALL = (
    "<div class='cookie-modal'><p>We and our 842 partners use cookies to process personal data.</p><p>Accept all "
    "cookies or manage your consent in the privacy policy.</p><p>Legitimate interest and vendors.</p></div>"
)
BIO = "<div class='author-bio'><p>Tom Okafor has told of the coast since 2011, keeps bees and sails on it.</p></div>"
PITCH = (
    "<div class='newsletter-box'><p>Get the Harbour Letter each Friday, free of charge, in your inbox.</p>"
    "<form><input type='email' name='email'><button>Send</button></form></div>"
)
ALSO = "<p>Read also: <a href='/x1'>Schools close in the valley because the bus cannot cross</a></p>"
ALSO_BARE = (
    "<p><strong><a href='/x1'>Read also Schools close in the valley because the bus cannot cross</a></strong></p>"
)
FRAMES = (
    "nav", "footer", "button", "dialog", "object", "noscript", "menu", "aside", "form", "fieldset", "label", "details",
    "figure", "header", "select",
)  # fmt: skip
SHAPES: dict[str, Build] = {
    **{f"an open <{tag}> with the article in it": opened(tag) for tag in ("button", "nav", "footer", "dialog", "audio",
       "object", "noscript", "menu", "aside", "form", "label", "details", "x-frame", "video", "canvas")},
    **{f"an article within <{tag}>": within(tag) for tag in FRAMES if tag not in ("select", "button", "figure")},
    "an article within a hidden main": within("div", "style='display:none'"),
    "an article within a shadow root": within("template", "shadowrootmode='open'"),
    "an article within a custom element": within("news-body", "class='widget'"),
    "the data of a framework between paragraphs": beside(f"<p>{FLIGHT}</p>", lacks=("$L23", "widget")),
    "a cookie wall between paragraphs": beside(WALL, lacks=("842 partners", "consent")),
    "an author box behind the article": beside(BIO, lacks=("keeps bees",), at=6),
    "a letter's box between paragraphs": beside(PITCH, lacks=("Harbour Letter",)),
    "read also with a colon": beside(ALSO, lacks=("Schools close in the valley because",)),
    "read also without a colon": beside(ALSO_BARE, lacks=("Schools close in the valley because",)),
    "U+0002 in every paragraph": controlled("\x02"),
    "U+001B in every paragraph": controlled("\x1b"),
    "U+FFFE in every paragraph": controlled("\ufffe"),
    "a reference to U+0008": controlled("&#8;"),
    "a lead that is told twice": doubled,
    "a rest that a button unfolds": folded,
    "sections that link to themselves": sectioned,
    "sentences that are mostly one link": linked,
    "an undated article whose og:url is the front page": undated_front,
    "a Persian day": dated("<p class='date'>انتشار: ۱۲ آبان ۱۴۰۴</p>", DAY),
    "a Thai day": dated("<p class='date'>เผยแพร่ 3 พฤศจิกายน 2568</p>", DAY),
    "an Arabic day": dated("<p class='date'>نشر في 3 نوفمبر 2025</p>", DAY),
    "a day of a Japanese era": dated("<p class='date'>公開 令和7年11月3日</p>", DAY),
    "a review to come": dated("<p class='date'>Next review due 3 November 2027</p>", None),
    "an update before the publication": dated("<p class='date'>Updated 9 Nov 2025 · Published 3 Nov 2025</p>", DAY),
    "a title with the outlet in front": titled("Estmark Post | {}"),
    "a title with the outlet behind": titled("{} - Estmark Post"),
    "a title with the outlet in the middle": titled("{} | Estmark Post | Harbour"),
    "a byline beside an outlet in JSON-LD": signed("<p class='byline'>By Jana Holm</p>", ("Jana Holm",)),
    "two siblings as authors": signed(
        "<div><span itemprop='author'>Jana Holm</span> <span itemprop='author'>Tom Okafor</span></div>",
        ("Jana Holm", "Tom Okafor"),
    ),
    "a byline with buttons and counts": signed(
        "<div class='byline'><a rel='author' href='/author/jana'>Jana Holm</a> <a href='/bio'>See full bio</a> "
        "<a href='/more'>Full Bio</a> <span>12 posts</span></div>",
        ("Jana Holm",),
    ),
}  # fmt: skip
