"""Pages as content systems write them today, each by a generator, and what each says; the story is invented."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

from news.records import record

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
STORY = tomllib.loads((PAGES / "story.toml").read_text(encoding="utf-8"))
STUB_WORDS = tomllib.loads((PAGES / "stub_words.toml").read_text(encoding="utf-8"))
LANGUAGES = tuple(name for name in STORY if name != "others")
OTHERS: list[str] = STORY["others"]["paragraphs"]
HOST = "https://www.estmark-post.example"
URL = HOST + "/harbour/ferry-reopens-after-repair"
AT = "2025-11-03T18:05:00+01:00"


@record
class Kind:
    """A page and what it says."""

    html: str
    language: str = "en"
    paragraphs: int | None = 6  # of the story, the first ones; None: not told
    more: tuple[str, ...] = ()  # beginnings of other lines that may stand in the text
    title: str | None = None  # None: the story's
    authors: tuple[str, ...] = ("Jana Holm",)
    at: str | None = AT
    status: str = "ok"
    encoding: str = "utf-8"
    content_type: str = "text/html"


def told(language: str = "en", first: int = 0, last: int = 6) -> list[str]:
    lines: list[str] = STORY[language]["paragraphs"][first:last]
    return lines


def paragraphs(language: str = "en", first: int = 0, last: int = 6, tag: str = "p") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in told(language, first, last))


def heading(language: str = "en") -> str:
    return f"<h1>{STORY[language]['title']}</h1>"


def ld(*nodes: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>' for node in nodes
    )


def article(language: str = "en", **more: object) -> dict[str, object]:
    node: dict[str, object] = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": STORY[language]["title"],
        "datePublished": AT, "author": [{"@type": "Person", "name": "Jana Holm"}],
    }  # fmt: skip
    return {key: value for key, value in {**node, **more}.items() if value is not None}


TEASERS = (
    "<section class='more'><h2>More from the coast</h2>"
    + "".join(f"<div class='card'><a href='/x{n}'><h3>{o[:50]}</h3></a><p>{o}</p></div>" for n, o in enumerate(OTHERS))
    + "</section>"
)


def page(body: str, head: str = "", language: str = "en", title: str | None = None) -> str:
    menu = "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav></header>"
    foot = "<footer><p>© 2025 Estmark Post. No part of this site may be copied without leave.</p></footer>"
    title = title or f"{STORY[language]['title']} | Estmark Post"
    return (
        f"<!DOCTYPE html><html lang='{language}'><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body>{menu}{body}{foot}</body></html>"
    )


def plain(head: str | None = None, language: str = "en", above: str = "") -> str:
    body = f"<main><article>{heading(language)}{above}{paragraphs(language)}</article>{TEASERS}</main>"
    return page(body, ld(article(language)) if head is None else head, language)


def shell(script: str, head: str = "", root: str = "<div id='__next'></div>") -> str:
    title = STORY["en"]["title"]
    said = f"<meta property='og:title' content='{title}'><meta property='og:type' content='article'>{head}"
    return f"<html lang='en'><head><title>{title}</title>{said}</head><body>{root}{script}</body></html>"


def state(value: object) -> str:
    return f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps(value)}</script>"


SIGNED = "<meta name='author' content='Jana Holm'>"
META = f"<meta property='article:published_time' content='{AT}'>{SIGNED}"
RELATED = [{"title": o[:50], "teaser": o} for o in OTHERS]
PAID = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paid-for"}
UPDATES = [
    {
        "@type": "BlogPosting", "headline": f"Update {n}", "datePublished": f"2025-11-03T2{n % 4}:10:00+01:00",
        "author": {"name": "Tom Okafor"}, "url": f"{URL}#u{n}", "articleBody": line + " " + OTHERS[n % 4],
    }
    for n, line in enumerate(told())
]  # fmt: skip
LIVE = f"<article>{heading()}" + "".join(
    f"<div class='post'><h3>Update {n}</h3><p>{line}</p></div>" for n, line in enumerate(told())
)
GRAPH = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "Article", "@id": URL + "#article", "author": {"name": "Jana Holm", "@id": HOST + "/#/person/1"},
            "headline": STORY["en"]["title"], "datePublished": AT, "mainEntityOfPage": {"@id": URL},
        },
        {"@type": "WebPage", "@id": URL, "url": URL, "datePublished": "2025-01-01T00:00:00+00:00"},
        {"@type": "Person", "@id": HOST + "/#/person/1", "name": "Jana Holm"},
        {"@type": "Organization", "@id": HOST + "/#organization", "name": "Estmark Post"},
    ],
}  # fmt: skip
BLOCK_THEME = (
    f"<div class='wp-site-blocks'><main class='wp-block-group'><h1 class='wp-block-post-title'>{STORY['en']['title']}"
    f"</h1><div class='wp-block-post-date'><time datetime='{AT}'>November 3, 2025</time></div>"
    f"<div class='entry-content wp-block-post-content'>{paragraphs(last=3)}<figure class='wp-block-image'>"
    f"<img src='/a.jpg'><figcaption>The mole at dusk</figcaption></figure>{paragraphs(first=3)}</div>"
    "<div class='wp-block-comments'><h2>Two responses</h2><ol><li><p>I have lived on the quay for fifty years and "
    "nobody has asked me about the wall, the lamps or the ferry in all that time.</p></li></ol></div>"
    f"<div class='wp-block-query'>{TEASERS}</div></main></div>"
)
LETTER = (
    f"<article class='gh-article'>{heading()}<section class='gh-content'>{paragraphs()}<div class='kg-card "
    "kg-signup-card'><h2>Sign up for the Harbour Letter</h2><p>Every Friday, the news of the quay in your inbox.</p>"
    "<form><input type='email'><button>Subscribe</button></form></div></section></article>"
)
NEWSLETTER_POST = (
    f"<article class='newsletter-post post'>{heading()}<div class='available-content'><div class='body markup'>"
    + paragraphs(last=3)
    + "</div></div><div class='paywall'><h2>Continue reading this post for free</h2><p>Or purchase a paid subscription."
    "</p><a>Already a paid subscriber? Sign in</a></div></article>"
)
BANNER = (
    "<div id='onetrust-consent-sdk'><div role='dialog'><h2>We value your privacy</h2><div>We and our 842 partners "
    "store and access information on a device, such as unique IDs in cookies to process personal data. You may accept "
    "or manage your choices by clicking below, including your right to object where legitimate interest is used, or at "
    "any time in the privacy policy page. These choices will be signaled to our partners.</div></div></div>"
)
SECOND = f"<article><h1>Schools close in the valley</h1>{''.join(f'<p>{o}</p>' for o in OTHERS)}</article>"
BROKEN = '<script type="application/ld+json">' + json.dumps(article(description="He said @@we counted@@ twice"))

KINDS: dict[str, Callable[[], Kind]] = {
    **{f"an article in {name}": lambda name=name: Kind(html=plain(None, name), language=name) for name in LANGUAGES},
    # Shells and states
    "a shell with its state in blocks": lambda: Kind(
        html=shell(
            state({"props": {"article": {"body": [{"type": "p", "content": s} for s in told()]}, "r": RELATED}}), META
        )
    ),
    "a shell with its state in markup": lambda: Kind(
        html=shell(state({"props": {"post": {"contentHtml": paragraphs()}, "related": RELATED}}), META)
    ),
    "a shell with a state in spans": lambda: Kind(
        html=shell(
            state({"doc": [{"type": "block", "children": [{"text": s[:30]}, {"text": s[30:]}]} for s in told()]}), META
        )
    ),
    "a shell whose script sets a name": lambda: Kind(
        html=shell(
            f"<script>window.App=window.App||{{}};App.content={json.dumps({'content_elements': RELATED})};</script>"
            f"<script>App.story = {json.dumps({'blocks': [{'content': s} for s in told()]})};</script>",
            META,
        )
    ),
    "a shell with the body in JSON-LD": lambda: Kind(html=shell(ld(article(articleBody="\n".join(told()))))),
    "a shell with markup in JSON-LD": lambda: Kind(html=shell(ld(article(articleBody=paragraphs())))),
    "a shell with nothing": lambda: Kind(html=shell("<script src='/a.js'></script>"), status="js_shell", at=None),
    # Content systems
    "a block theme with a graph": lambda: Kind(html=page(BLOCK_THEME, ld(GRAPH)), more=("The mole at dusk",)),
    "a letter with a sign-up card": lambda: Kind(html=page(LETTER, ld(article()))),
    "a newsletter's paid post": lambda: Kind(
        html=page(NEWSLETTER_POST, ld(article(isAccessibleForFree=False))), paragraphs=3, status="partial_paywall"
    ),
    "a mobile page": lambda: Kind(
        html=f"<html ⚡ lang='en'><head><title>{STORY['en']['title']}</title>{ld(article())}</head><body>"
        "<amp-consent><p>We use cookies and other data to make this page work.</p></amp-consent>"
        f"<article>{heading()}{paragraphs(last=3)}<amp-ad></amp-ad>{paragraphs(first=3)}</article></body></html>"
    ),
    "a page builder": lambda: Kind(
        html=page(
            f"<div class='elementor'><div class='elementor-widget'>{heading()}</div><div class='elementor-widget "
            f"elementor-widget-theme-post-content'>{paragraphs()}</div>{TEASERS}</div>",
            ld(article()),
        )
    ),
    "a page within a form and a table": lambda: Kind(
        html=page(
            f"<form runat='server'><table><tr><td>{heading()}<div>{paragraphs()}</div></td></tr></table></form>",
            ld(article()),
        )
    ),
    "blocks of one paragraph each": lambda: Kind(
        html=page(
            f"<main><article>{heading()}"
            + "".join(f"<div data-component='text-block'><div><p>{line}</p></div></div>" for line in told())
            + "</article></main>",
            ld(article()),
        )
    ),
    "a shadow root": lambda: Kind(
        html=page(
            f"<x-a><template shadowrootmode='open'><article>{heading()}{paragraphs()}</article></template></x-a>",
            ld(article()),
        )
    ),
    "paragraphs that are divs": lambda: Kind(
        html=page(f"<article>{heading()}<div>{paragraphs(tag='div')}</div></article>{TEASERS}", ld(article()))
    ),
    "lines parted by br": lambda: Kind(
        html=page(
            f"<div>{heading('zh')}<div id='zoom'>{'<br>'.join(told('zh'))}</div></div>",
            ld(article("zh")),
            "zh",
        ),
        language="zh",
    ),
    "an article that its page shows late": lambda: Kind(
        html=page(f"<main style='display:none'><article>{heading()}{paragraphs()}</article></main>", ld(article()))
    ),
    "microdata": lambda: Kind(
        html=page(
            f"<div itemscope itemtype='https://schema.org/NewsArticle'><meta itemprop='datePublished' content='{AT}'>"
            "<div itemprop='author' itemscope><meta itemprop='name' content='Jana Holm'></div>"
            f"<h1>{STORY['en']['title']}</h1><div itemprop='articleBody'>{paragraphs()}</div></div>{TEASERS}"
        )
    ),
    # What stands beside the article
    "a consent banner before a brief article": lambda: Kind(
        html=page(f"{BANNER}<article>{heading()}{paragraphs(last=3)}</article>", ld(article())), paragraphs=3
    ),
    "a second article below the first": lambda: Kind(
        html=page(
            f"<main><article>{heading()}{paragraphs()}</article>{SECOND}</main>",
            ld(article(url=URL), article(headline="Schools close in the valley", url=HOST + "/x", author="Tom Okafor")),
        )
    ),
    "a brief notice among teasers": lambda: Kind(
        html=page(f"<article>{heading()}{paragraphs(last=1)}</article>{TEASERS}", ld(article())), paragraphs=1
    ),
    "a byline and a day above the text": lambda: Kind(
        html=plain(ld(article(author=None)), above="<p>By Jana Holm</p><p class='d'>Published on 3 November 2025</p>")
    ),
    "a day above the text in Turkish": lambda: Kind(
        html=plain(ld(article("tr")), "tr", "<p class='tarih'>3 Kasım 2025 - 18:05</p>"), language="tr"
    ),
    "a line of Chinese with all of it": lambda: Kind(
        html=plain(
            ld(article("zh", author=None)), "zh", "<div>来源：东马克邮报\u3000作者：李安\u30002025-11-03 18:05</div>"
        ),
        language="zh",
        authors=("李安",),
    ),
    # Paid for
    "a paid part that is shown": lambda: Kind(
        html=page(
            f"<article>{heading()}{paragraphs(last=2)}<div class='paid-for'>{paragraphs(first=2)}</div></article>",
            ld(article(isAccessibleForFree=False, hasPart=PAID)),
        )
    ),
    "a paid part that is kept back": lambda: Kind(
        html=page(
            f"<article>{heading()}{paragraphs(last=2)}<div class='offer'><h2>Read on with us</h2><p>First month one "
            "crown. Cancel any time.</p><p>Already a subscriber? Log in</p></div></article>",
            ld(article(isAccessibleForFree=False, hasPart=PAID)),
        ),
        paragraphs=2,
        status="partial_paywall",
    ),
    # JSON-LD
    "the entries of a live blog": lambda: Kind(
        html=page(LIVE + "</article>", ld(article(**{"@type": "LiveBlogPosting", "liveBlogUpdate": UPDATES}))),
        more=("Update",),
    ),
    "a list of others before the article": lambda: Kind(
        html=plain(
            ld(
                {
                    "@type": "ItemList",
                    "itemListElement": [{"item": article(headline=o[:40], articleBody=o * 5)} for o in OTHERS],
                },
                article(),
            )
        )
    ),
    "other articles without an address": lambda: Kind(
        html=plain(
            ld(article(), *[article(headline=o[:40], articleBody=o * 5, author="Tom Okafor") for o in OTHERS])
        )
    ),
    "a page that is dated and signed as a page": lambda: Kind(
        html=plain(
            ld({"@type": "WebPage", "datePublished": AT, "author": {"@id": "#j"}}, {"@id": "#j", "name": "Jana Holm"})
        )
    ),
    "a prefix before the type": lambda: Kind(html=plain(ld(article(**{"@type": "schema:NewsArticle"})))),
    "two objects in one script": lambda: Kind(
        html=plain(f'<script type="application/ld+json">{{"@type": "WebSite"}}{json.dumps(article())}</script>')
    ),
    "entities for quotation marks": lambda: Kind(
        html=plain(f'<script type="application/ld+json">{json.dumps(article()).replace(chr(34), "&quot;")}</script>')
    ),
    "quotation marks that nobody escaped": lambda: Kind(html=plain(BROKEN.replace("@@", '"') + "</script>")),
    "a comma too many": lambda: Kind(html=plain(BROKEN.replace(', "date', ',, "date') + "</script>")),
    "a date of creation alone": lambda: Kind(html=plain(ld(article(datePublished=None, dateCreated=AT)))),
    # Dates that only a reader sees
    "a time element": lambda: Kind(
        html=plain(SIGNED, above=f"<time datetime='{AT}'>3 Nov</time>")
    ),
    "a change before the first telling": lambda: Kind(
        html=plain(
            SIGNED,
            above="<div>Updated <time class='updated' datetime='2025-11-05T08:00:00+01:00'>5 Nov</time></div>"
            f"<div>Published <time class='published' datetime='{AT}'>3 Nov</time></div>",
        )
    ),
    "a day that the article tells of": lambda: Kind(
        html=plain(
            SIGNED,
            above="<p>The first wall was blessed by the bishop of Eastmark, people say, on the 12th of March 2019.</p>",
        ),
        more=("The first wall",),
        at=None,
    ),
    "a year of copyright": lambda: Kind(
        html=plain(SIGNED).replace("</main>", "<p>© 2019 Estmark Post</p></main>"),
        at=None,
    ),
    # Encodings and languages
    **{
        f"{label}, stated as {stated}": lambda label=label, stated=stated, name=name: Kind(
            html=plain(None, name).replace("charset='utf-8'", f"charset='{stated}'"), language=name, encoding=label
        )
        for label, stated, name in (
            ("gb18030", "gb2312", "zh"), ("cp949", "euc-kr", "ko"), ("cp932", "Shift_JIS", "ja"),
            ("cp1251", "utf-8", "ru"), ("cp1256", "windows-1256", "ar"), ("cp1254", "iso-8859-9", "tr"),
        )
    },
    "Arabic that calls itself English": lambda: Kind(
        html=plain(None, "ar").replace("lang='ar'", "lang='en'"), language="ar"
    ),
    "Portuguese that calls itself English": lambda: Kind(
        html=plain(None, "pt").replace("lang='pt'", "lang='en'"), language="pt"
    ),
}  # fmt: skip


def pitch(language: str, words: str) -> str:
    """Return an article cut by a pitch."""
    body = f"<article>{heading(language)}{paragraphs(language, last=1)}<div><p>{words}</p></div></article>"
    return page(body, ld(article(language, isAccessibleForFree=False)), language)
