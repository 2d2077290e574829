"""Pages that are broken, bare or built by scripts: markup as it is found, in any language; all invented."""

import json
import re
from collections.abc import Callable

from tests.extractors.pages.page_kinds import META, OTHERS, STORY, TEASERS, article, heading, ld, told
from tests.extractors.pages.shapes import Build, Shape, story, whole

_TAG = re.compile(r"<(/?[a-z][a-z0-9]*)((?:\s[^<>]*)?)>")


def changed(change: Callable[[str], str], *, paragraphs: int = 6) -> Build:
    """Build a plain page whose markup is changed as a whole."""

    def build(language: str) -> Shape:
        html = whole(language, f"<article>{heading(language)}{story(language)}</article>{TEASERS}")
        return Shape(html=change(html), language=language, paragraphs=paragraphs)

    return build


def laid(form: Callable[[list[str]], str], *, head: str | None = None, lacks: tuple[str, ...] = ()) -> Build:
    """Build a page whose body is made of the story's lines."""

    def build(language: str) -> Shape:
        return Shape(html=whole(language, form(told(language)), head), language=language, lacks=lacks)

    return build


def headed(form: Callable[[list[str]], str], lacks: tuple[str, ...] = (), beside: str = TEASERS) -> Build:
    """Build a page with a headline, a body made of the story's lines, and teasers."""

    def build(language: str) -> Shape:
        body = f"<main>{heading(language)}{form(told(language))}</main>{beside}"
        return Shape(html=whole(language, body), language=language, lacks=lacks)

    return build


def wrapped(marks: str, tag: str = "div") -> Build:
    """Build an article in an element whose class or id names something else."""

    def build(language: str) -> Shape:
        body = f"<{tag} {marks}><div>{heading(language)}{story(language)}</div></{tag}>{TEASERS}"
        return Shape(html=whole(language, body), language=language)

    return build


def framed(around: str) -> Build:
    """Build a page of a shell and a script; `around` has places for the state, as JSON."""

    def build(language: str) -> Shape:
        title = STORY[language]["title"]
        lines = told(language)
        value = around.replace("TITLE", json.dumps(title, ensure_ascii=False))
        value = value.replace("HTML", json.dumps("".join(f"<p>{line}</p>" for line in lines), ensure_ascii=False))
        value = value.replace(
            "BLOCKS", json.dumps([{"type": "text", "content": line} for line in lines], ensure_ascii=False)
        )
        value = value.replace("STRINGS", json.dumps(lines, ensure_ascii=False))
        value = value.replace(
            "TWICE",
            json.dumps(
                json.dumps(
                    {"article": {"title": title, "body": "".join(f"<p>{line}</p>" for line in lines)}},
                    ensure_ascii=False,
                ),
                ensure_ascii=False,
            ),
        )
        said = f"<meta property='og:title' content='{title}'><meta property='og:type' content='article'>{META}"
        html = (
            f"<html lang='{language}'><head><title>{title}</title>{said}"
            f"</head><body><div id='root'></div>{value}</body></html>"
        )
        return Shape(html=html, language=language)

    return build


def nuxt(language: str) -> Shape:
    """Nuxt 3: one flat list in which numbers point to other entries."""
    lines, title = told(language), STORY[language]["title"]
    flat: list[object] = [["Reactive", 1], {"data": 2}, {"article": 3}, {"title": 4, "body": 5}, title]
    flat += [[6 + n for n in range(len(lines))]]
    flat += (
        [{"type": 6 + 2 * len(lines), "text": 6 + len(lines) + n} for n in range(len(lines))] + lines + ["paragraph"]
    )
    return framed(
        f"<script type='application/json' id='__NUXT_DATA__'>{json.dumps(flat, ensure_ascii=False)}</script>"
    )(language)


def long(language: str) -> Shape:
    """Tell the story and 20,000 words more."""
    lines = [f"{line[:-1]} {n}." for n in range(150) for line in told(language)]
    rest = "".join(f"<p>{line}</p>" for line in lines)
    return Shape(
        html=whole(language, f"<article>{heading(language)}{story(language)}{rest}</article>{TEASERS}"),
        language=language,
    )


def brief(count: int, around: str = TEASERS) -> Build:
    def build(language: str) -> Shape:
        body = f"<article>{heading(language)}{story(language, last=count)}</article>{around}"
        return Shape(html=whole(language, body), language=language, paragraphs=count)

    return build


def commented(form: str, entry: str, count: int = 300) -> Build:
    """Build an article with comments that are longer than it."""

    def build(language: str) -> Shape:
        said = "".join(
            entry.format(
                n=n, words=f"Reader {n} of the paper thinks that {OTHERS[n % 4][0].lower()}{OTHERS[n % 4][1:]}"
            )
            for n in range(count)
        )
        body = f"<article>{heading(language)}{story(language)}</article>{form.format(said)}"
        return Shape(html=whole(language, body), language=language, lacks=("of the paper thinks",))

    return build


def modal(language: str) -> Shape:
    wall = (
        "<div role='dialog' aria-modal='true'><h2>We value your privacy"
        "</h2><p>We and our 842 partners use cookies to process personal "
        "data.</p><p>Accept all cookies or manage your consent in "
        "the privacy policy.</p><button>Accept all</button></div>"
    )
    body = (
        f"{wall}<div aria-hidden='true' inert><main>"
        f"<article>{heading(language)}{story(language)}</article></main></div>"
    )
    return Shape(html=whole(language, body), language=language, lacks=("842 partners",))


def amp(language: str) -> Shape:
    html = whole(
        language,
        f"<amp-sidebar id='s'><ul><li><a href='/'>Home</a></li></ul></amp-sidebar><amp-consent>"
        f"<div><p>We and our 842 partners use cookies to process personal data. Accept all cookies "
        f"or manage your consent in the privacy policy.</p></div></amp-consent><article>{heading(language)}"
        f"<amp-img src='a.jpg' width='4' height='3' layout='responsive'></amp-img>"
        + "<amp-ad width='300'></amp-ad>".join(f"<p>{line}</p>" for line in told(language))
        + "<amp-list src='x'><template type='amp-mustache'><a "
        "href='{{url}}'>{{title}}</a></template></amp-list></article>",
    )
    return Shape(html=html.replace("<html ", "<html ⚡ "), language=language, lacks=("842 partners", "mustache"))


def upper(html: str) -> str:
    return _TAG.sub(lambda m: f"<{m[1].upper()}{re.sub(r'([a-z-]+)=', lambda a: a[1].upper() + '=', m[2])}>", html)


def unclosed(html: str) -> str:
    return re.sub(r"</(?:p|li|article|main|body|html|section|div|h3|a)>", "", html)


def p(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def shy(line: str) -> str:
    return re.sub(r"([a-zа-яà-ÿ]{4})([a-zа-яà-ÿ]{3})", "\\1&shy;\\2", line)


BAD = (
    "related",
    "share",
    "share-container",
    "comments",
    "page-with-comments",
    "newsletter",
    "sidebar",
    "has-sidebar",
    "promo",
    "popup",
    "paywall",
    "nav-content",
    "menu-page",
    "teaser",
    "advert",
    "ad-container",
    "banner",
    "widget",
    "social",
    "breadcrumbs",
    "author",
    "meta",
    "tags",
    "footer",
    "header",
    "login",
    "subscribe",
    "outbrain",
    "cookie",
    "consent",
    "modal",
    "overlay",
    "hidden",
    "jp-relatedposts",
    "premium",
    "navigation",
    "caption",
    "embed",
    "print",
    "toolbar",
    "trending",
    "sponsored",
    "recommend",
    "bottom",
    "navbox",
    "topic",
    "credit",
    "button",
    "site-content-wrapper noprint",
    "viafoura",
    "gallery",
    "rating",
    "signup",
    "user-info",
    "byline",
    "timestamp",
    "mol-factbox",
    "yin",
    "zlr",
    "attachment",
    "pagination",
    "options",
    "carousel",
    "feed",
    "list",
    "popular",
)
BROKEN: dict[str, Build] = {
    "paragraphs that are never closed": changed(lambda html: html.replace("</p>", "")),
    "hardly an end tag": changed(unclosed),
    "tags in upper case": changed(upper),
    "the body ends within the article": changed(lambda html: html.replace("</p><p>", "</p></body></html><p>", 2)),
    "two bodies": changed(lambda html: html.replace("<article>", "<body class='x'><article>", 1)),
    "a whole document within the page": changed(
        lambda html: html.replace("<article>", "<html><head><title>Old</title></head><body><article>", 1)
    ),
    "an XML declaration and a namespace": changed(
        lambda html: (
            "<?xml version='1.0' encoding='utf-8'?>"
            + html.replace("<html ", "<html xmlns='http://www.w3.org/1999/xhtml' ")
        )
    ),
    "anchors that close themselves": changed(lambda html: html.replace("</p><p>", "</p><a name='x'/><p>")),
    "conditional comments": changed(
        lambda html: html.replace("</p><p>", "</p><!--[if lt IE 9]><p>Old browser, please</p><![endif]--><p>")
    ),
    "comments that are none": changed(lambda html: html.replace("</p><p>", "</p><!-- a -- b --!><p>")),
    "CDATA around the words": changed(lambda html: html.replace("</p><p>", "</p><![CDATA[ad]]><p>")),
    "Office markup": changed(
        lambda html: html.replace("<p>", "<p class=MsoNormal><span style='font-size:12pt'>").replace(
            "</p>", "<o:p></o:p></span></p>"
        )
    ),
    "font and center": changed(
        lambda html: html.replace("<p>", "<center><p><font face='Arial'>").replace("</p>", "</font></p></center>")
    ),
    "lines that end in CR LF and tabs": changed(lambda html: html.replace("><", ">\r\n\t<")),
    "attributes without quotation marks": changed(lambda html: re.sub(r"(class|id|name)='([a-z-]+)'", r"\1=\2", html)),
    "a form feed in every tag": changed(lambda html: html.replace("<p>", "<p\f>")),
    "controls in tags and attributes": changed(
        lambda html: html.replace("<p>", "<p\x01 class='x\x02'>").replace("<article>", "<article\x07>")
    ),
    "controls in the title and JSON-LD": changed(
        lambda html: html.replace("<title>", "<title>\x02").replace('"headline": "', '"headline": "\x01')
    ),
    "nulls in the text": changed(lambda html: html.replace("</p>", "\0</p>")),
    "a soft hyphen in long words": headed(lambda lines: p([shy(line) for line in lines])),
    "a space of no width between words": headed(lambda lines: p([line.replace(" ", " &#8203;") for line in lines])),
    "a drop cap": headed(lambda lines: p([f"<span class='dropcap'>{line[0]}</span>{line[1:]}" for line in lines])),
    "marks of direction": headed(
        lambda lines: "<div dir='rtl'>" + p([f"&#8207;{line}&#8206;" for line in lines]) + "</div>"
    ),
    "words in bold and italics": headed(
        lambda lines: p([f"<b>{line[:9]}</b>{line[9:20]}<i>{line[20:28]}</i>{line[28:]}" for line in lines])
    ),
    # bare
    "paragraphs in divs": headed(lambda lines: "".join(f"<div>{line}</div>" for line in lines)),
    "paragraphs in spans": headed(
        lambda lines: "<div>" + "".join(f"<span style='display:block'>{line}</span>" for line in lines) + "</div>"
    ),
    "paragraphs parted by two breaks": headed(lambda lines: "<div>" + "<br><br>".join(lines) + "</div>"),
    "paragraphs parted by two breaks, in the body": laid(lambda lines: "<br><br>".join(lines) + "<hr>"),
    "paragraphs parted by empty ones": headed(lambda lines: "<p>&nbsp;</p>".join(f"<p>{line}</p>" for line in lines)),
    "paragraphs in cells": headed(
        lambda lines: "<table>" + "".join(f"<tr><td>{line}</td></tr>" for line in lines) + "</table>"
    ),
    "a layout of tables": laid(
        lambda lines: (
            "<table><tr><td width=120><a href='/a'>Home</a><br><a href='/b'>World</a></td><td><table><tr><td>"
            + "<br><br>".join(lines)
            + "</td></tr></table></td><td>Ad</td></tr></table>"
        )
    ),
    "sections within sections": headed(
        lambda lines: (
            "<section><div>" * 12
            + "".join(f"<section><div><div>{line}</div></div></section>" for line in lines)
            + "</div></section>" * 12
        )
    ),
    "a section for each paragraph": headed(
        lambda lines: "".join(f"<section><div><p>{line}</p></div></section>" for line in lines)
    ),
    "elements of the page's own": headed(
        lambda lines: "<x-story>" + "".join(f"<x-par>{line}</x-par>" for line in lines) + "</x-story>"
    ),
    "no headline": laid(lambda lines: f"<div>{p(lines)}</div>{TEASERS}"),
    "paragraphs as entries of a list": headed(
        lambda lines: "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
    ),
    "an article in a quotation": headed(lambda lines: f"<blockquote>{p(lines)}</blockquote>"),
    "an article in <pre>": headed(lambda lines: "<pre>" + "\n\n".join(lines) + "</pre>"),
    "an article in one link": headed(lambda lines: f"<a href='/full'>{p(lines)}</a>"),
    "paragraphs with an anchor each": headed(
        lambda lines: "".join(f"<p id='p{n}'><a name='p{n}'></a>{line}</p>" for n, line in enumerate(lines))
    ),
    "utility classes alone": headed(
        lambda lines: "".join(
            f"<div class='css-1x{n} text-lg mb-4'><p class='css-9z'>{line}</p></div>" for n, line in enumerate(lines)
        )
    ),
    "a hidden body": changed(lambda html: html.replace("<body>", "<body style='display:none'>")),
    "a body of no opacity": changed(
        lambda html: html.replace("<body>", "<body hidden style='visibility:hidden;opacity:0'>")
    ),
    "a body with odd classes": changed(
        lambda html: html.replace("<body>", "<body class='has-sidebar modal-open cookie-wall newsletter no-comments'>")
    ),
    **{f"an article in a box of class {name}": wrapped(f"class='{name}'") for name in BAD},
    **{
        f"an article in a box of id {name}": wrapped(f"id='{name}'")
        for name in (
            "sidebar",
            "comments",
            "related",
            "footer",
            "nav",
            "share",
            "social",
            "newsletter",
            "menu",
            "banner",
            "modal",
        )
    },
    # built by scripts
    "Next's data, blocks": framed(
        "<script id='__NEXT_DATA__' "
        'type=\'application/json\'>{"props":{"pageProps":{"article":{"title":TITLE,"body":BLOCKS}}}}</script>'
    ),
    "Next's data, markup": framed(
        "<script id='__NEXT_DATA__' "
        'type=\'application/json\'>{"props":{"pageProps":{"post":{"title":TITLE,"content":HTML}}}}</script>'
    ),
    "a state that a variable holds": framed(
        '<script>window.__INITIAL_STATE__ = {"article":{"title":TITLE,"body":HTML}};</script>'
    ),
    "a state that is parsed": framed("<script>window.__STATE__=JSON.parse(TWICE);</script>"),
    "Apollo's state": framed(
        '<script>window.__APOLLO_STATE__={"ROOT":{},"Article:7":{"headline":TITLE,"body":{"json":BLOCKS}}}</script>'
    ),
    "Fusion's content": framed(
        '<script>Fusion.globalContent={"headlines":{"basic":TITLE},"content_elements":BLOCKS};Fusion.spa=false;'
        "</script>"
    ),
    "a state of strings": framed(
        "<script type='application/json' id='s'>{\"title\":TITLE,\"paragraphs\":STRINGS}</script>"
    ),
    "Nuxt's flat list": nuxt,
    "JSON-LD alone": lambda language: Shape(
        html=f"<html lang='{language}'><head><title>{STORY[language]['title']}"
        f"</title>{ld(article(language, articleBody=chr(10).join(told(language))))}"
        f"</head><body><div id='app'></div></body></html>",
        language=language,
    ),
    "an article in <noframes>": lambda language: Shape(
        html=whole(language, "")
        .replace("<body>", "<frameset cols='1,2'><frame src='/a'><noframes><body>")
        .replace("</body>", f"{heading(language)}{story(language)}</body></noframes></frameset>"),
        language=language,
    ),
    "a shell with the article in <noscript>": lambda language: Shape(
        html=whole(
            language, f"<div id='root'></div><noscript><div>{heading(language)}{story(language)}</div></noscript>"
        ),
        language=language,
    ),
    "a modal that hides the article": modal,
    "AMP": amp,
    # kinds of articles
    "20,000 words": long,
    "a brief of three paragraphs": brief(3),
    "a brief of two paragraphs": brief(2),
    "a brief of two paragraphs among many teasers": brief(2, TEASERS * 4),
    "a live blog": headed(
        lambda lines: "".join(
            f"<div class='post'><time datetime='2025-11-03T1{n}:00:00+01:00'>1{n}:00"
            f"</time><h3>Update {n}</h3><p>{line}</p></div>"
            for n, line in enumerate(lines)
        )
    ),
    "an interview": headed(
        lambda lines: "".join(
            f"<p><strong>{line}</strong></p>" if n % 2 == 0 else f"<p>{line}</p>" for n, line in enumerate(lines)
        )
    ),
    "questions and answers": headed(
        lambda lines: (
            "<dl>"
            + "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in zip(lines[::2], lines[1::2], strict=True))
            + "</dl>"
        )
    ),
    "questions as headings": headed(
        lambda lines: "".join(f"<h3>{a}</h3><p>{b}</p>" for a, b in zip(lines[::2], lines[1::2], strict=True))
    ),
    "a transcript": headed(lambda lines: "".join(f"<p><b>SPEAKER {n}:</b> {line}</p>" for n, line in enumerate(lines))),
    "a list within prose": headed(
        lambda lines: p(lines[:2]) + f"<ul><li>{lines[2]}</li><li>{lines[3]}</li></ul>" + p(lines[4:])
    ),
    "a table of facts within prose": headed(
        lambda lines: (
            p(lines[:3])
            + "<table><tr><th>Year</th><th>Boats</th></tr><tr><td>2024</td><td>17</td></tr></table>"
            + p(lines[3:])
        )
    ),
    "a pulled quote": headed(
        lambda lines: p(lines[:3]) + f"<aside class='pullquote'>{lines[1]}</aside>" + p(lines[3:])
    ),
    "300 comments": commented(
        "<section id='comments'><h2>Comments</h2><ol>{}</ol></section>",
        "<li class='comment'><b>Ann {n}</b><p>{words}</p></li>",
    ),
    "300 comments in divs": commented(
        "<div class='comment-list'>{}</div>", "<div class='comment-body'><span>Ann {n}</span><div>{words}</div></div>"
    ),
    "300 comments of a plug-in": commented(
        "<div id='disqus_thread'>{}</div>", "<div class='post-body'><p>{words}</p></div>"
    ),
    "300 responses": commented(
        "<section class='responses'><h3>300 responses</h3>{}</section>",
        "<article class='response'><header>Ann {n}</header><p>{words}</p></article>",
    ),
    "300 comments without a class": commented(
        "<section><h2>Comments (300)</h2>{}</section>",
        "<div><b>Ann {n}</b> <time>3 May</time><p>{words}</p><a href='#'>Reply</a></div>",
    ),
    "another article below": lambda language: Shape(
        html=whole(
            language,
            f"<article>{heading(language)}{story(language)}</article><article>"
            f"<h2><a href='/next'>Schools close</a></h2>{p(OTHERS)}</article>",
        ),
        language=language,
        lacks=tuple(o[:40] for o in OTHERS),
    ),
    "share bars between paragraphs": headed(
        lambda lines: "<div class='share'><a href='#'>Facebook</a><a href='#'>X</a></div>".join(
            f"<p>{line}</p>" for line in lines
        ),
        lacks=("Facebook",),
    ),
    "advertisements between paragraphs": headed(
        lambda lines: "<div class='ad'><p>Advertisement</p></div>".join(f"<p>{line}</p>" for line in lines),
        lacks=("Advertisement",),
    ),
    "pictures between paragraphs": headed(
        lambda lines: (
            "<figure><img src='/a.jpg'><figcaption>The mole at dusk, "
            "seen from the roof of the school.</figcaption></figure>".join(f"<p>{line}</p>" for line in lines)
        )
    ),
}
