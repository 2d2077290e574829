"""Pages that are no article: lists, shops, forums, manuals, profiles; as web software writes them, all invented."""

from tests.extractors.pages.page_kinds import OTHERS, ld, page, told

HOST = "https://www.estmark-goods.example"


def entries(form: str, count: int = 14) -> str:
    """Return entries of one shape, each with a number and a sentence."""
    return "".join(form.format(n=n, title=OTHERS[n % 4][:44], words=OTHERS[(n + 1) % 4]) for n in range(count))


def posts(count: int = 6, people: int = 4, form: str = "") -> str:
    form = form or (
        "<div class='post'><a class='username' href='/u/name{p}'>name{p}</a><div class='content'>"
        "<p>{words}</p></div></div>"
    )
    return "".join(form.format(n=n, p=n % people, words=told("en")[n % 6]) for n in range(count))


CARD = "<div class='card'><a href='/p{n}'><h3>{title}</h3></a><p>{words}</p></div>"
PRICED = "<li class='product'><a href='/p{n}'><h3>{title}</h3></a><span class='price'>€ {n}9.50</span></li>"
ROW = "<tr class='row'><td><a href='/t{n}'>{title}</a></td><td>{n} replies</td></tr>"
LONG = f"<p>{'</p><p>'.join(told('en'))}</p>" * 2
CART = "<form action='/cart/add'><button name='add-to-cart'>Add to cart</button></form>"
SIGN = "<div id='{n}'><a href='/members/name{p}'>name{p}</a><blockquote>{words}</blockquote></div>"

# name -> (address, page)
OTHER_PAGES: dict[str, tuple[str, str]] = {
    "a front page": ("/", page(f"<main>{entries(CARD)}</main>")),
    "a section": ("/coast", page(f"<h1>Coast</h1><main>{entries(CARD)}</main>")),
    "a section of headlines": ("/world", page("<ul>" + entries("<li><a href='/a{n}'>{title}</a></li>", 40) + "</ul>")),
    "a section with dates": (
        "/latest",
        page(
            "<div>" + entries("<div class='i'><time>3 Nov</time><h2><a href='/a{n}'>{title}</a></h2></div>") + "</div>"
        ),
    ),
    "a tag": ("/tag/ferry", page(f"<body class='archive tag'><main>{entries(CARD)}</main>")),
    "results of a search": ("/search?q=ferry", page(f"<h1>Results for ferry</h1><div>{entries(CARD, 20)}</div>")),
    "an author's list": ("/author/jana", page(f"<h1>Jana Holm</h1><p>{OTHERS[0]}</p>{entries(CARD)}")),
    "a list that says so": ("/harbour", page(entries(CARD), ld({"@type": "CollectionPage", "name": "Harbour"}))),
    "an ItemList": ("/best", page(entries(CARD), ld({"@type": "ItemList", "numberOfItems": 14}))),
    "a paged archive": (
        "/archive/page/7",
        page(f"<div class='posts'>{entries(CARD)}</div><a href='/archive/page/8'>8</a>"),
    ),
    "a product in JSON-LD": (
        "/p/lamp-7",
        page(
            f"<h1>Lamp</h1>{LONG}", ld({"@type": "Product", "name": "Lamp", "offers": {"@type": "Offer", "price": 9}})
        ),
    ),
    "a product in og:type": ("/lamp", page(f"<h1>Lamp</h1>{LONG}", "<meta property='og:type' content='product'>")),
    "a product in microdata": (
        "/lamp-8",
        page(
            "<div itemscope itemtype='https://schema.org/Product'><h1>Lamp</h1><p>A lamp of "
            "brass, made by hand, for decks "
            "and quays alike; it burns for forty hours and more.</p><div itemprop='offers' itemscope "
            "itemtype='https://schema.org/Offer'>€ 9</div></div>"
        ),
    ),
    "a product with a cart": ("/lamp-9", page(f"<h1>Lamp</h1><p>{OTHERS[0]}</p><p>{OTHERS[1]}</p>{CART}")),
    "a product of a shop's software": (
        "/lamp-10",
        page(f"<h1>Lamp</h1><p>{OTHERS[0]}</p><p>{OTHERS[1]}</p>", "<meta name='generator' content='PrestaShop'>"),
    ),
    "a product at its address": ("/products/lamp-11", page(f"<h1>Lamp</h1><p>{OTHERS[0]}</p><p>{OTHERS[1]}</p>")),
    "a product with reviews": (
        "/shop/lamp-12",
        page(f"<h1>Lamp</h1><p>{OTHERS[0]}</p><p>€ 49.00</p>" + entries("<div class='review'><p>{words}</p></div>", 8)),
    ),
    "a collection with prices": ("/lamps", page(f"<ul>{entries(PRICED, 24)}</ul>")),
    "a collection at its address": ("/collections/lamps", page(f"<ul>{entries(PRICED, 24)}</ul>")),
    "a collection with a preface": (
        "/category/lamps",
        page(f"<h1>Lamps</h1><p>{OTHERS[2]}</p><ul>{entries(PRICED)}</ul>"),
    ),
    "homes to let": (
        "/homes",
        page("<div>" + entries("<a class='home' href='/h{n}'><b>€ {n}50,000</b> {title}</a>", 20) + "</div>"),
    ),
    "jobs": (
        "/jobs-in-eastmark",
        page("<ul>" + entries("<li class='job'><h3><a href='/j{n}'>{title}</a></h3></li>", 20) + "</ul>"),
    ),
    "a thread": ("/t/quay-wall/881", page(f"<h1>Quay wall</h1><div>{posts()}</div>")),
    "a thread of a forum's software": (
        "/viewtopic.php?t=7",
        page(f"<h1>Quay wall</h1>{posts()}", "<meta name='generator' content='phpBB'>"),
    ),
    "a thread by members": ("/threads/quay.77", page(f"<h1>Quay wall</h1><div>{posts(8, 5, SIGN)}</div>")),
    "a thread that says so": ("/d/77", page(f"<h1>Quay</h1>{posts()}", ld({"@type": "DiscussionForumPosting"}))),
    "a question with answers": ("/q/77", page(f"<h1>Why a mole?</h1>{posts()}", ld({"@type": "QAPage"}))),
    "a question at its address": (
        "/questions/77/why",
        page(f"<h1>Why a mole?</h1><p>{OTHERS[0]}</p><p>{OTHERS[1]}</p>"),
    ),
    "a list of threads": ("/forum/harbour", page(f"<table>{entries(ROW, 25)}</table>")),
    "a manual of its software": (
        "/guide/install",
        page(f"<h1>Install</h1>{LONG}", "<meta name='generator' content='Sphinx 7.2'>"),
    ),
    "a manual at its address": ("/docs/install", page(f"<h1>Install</h1><p>{OTHERS[0]}</p><p>{OTHERS[1]}</p>")),
    "a wiki": ("/Quay", page(f"<h1>Quay</h1>{LONG}", "<meta name='generator' content='MediaWiki 1.41'>")),
    "a profile": (
        "/jana",
        page(f"<h1>Jana</h1><p>{OTHERS[0]}</p>{entries(CARD)}", "<meta property='og:type' content='profile'>"),
    ),
    "a video": (
        "/watch/7",
        page(
            "<h1>Storm</h1><video></video><p>The storm at the quay, filmed from the roof of the school.</p>",
            ld({"@type": "VideoObject", "name": "Storm"}),
        ),
    ),
    "a service": ("/services/dredging", page(f"<h1>Dredging</h1><p>{OTHERS[0]}</p><p>{OTHERS[1]}</p>")),
    "prices of plans": (
        "/pricing",
        page("<div>" + entries("<div class='plan'><a href='/b{n}'>{title}</a><b>$ {n}9</b></div>", 6) + "</div>"),
    ),
    "questions often asked": (
        "/faq",
        page("<dl>" + entries("<dt>{title}?</dt><dd>{words}</dd>", 8) + "</dl>"),
    ),
    "about the firm": ("/about-us", page(f"<h1>About us</h1><p>{OTHERS[0]}</p><p>{OTHERS[1]}</p><p>{OTHERS[2]}</p>")),
    "an episode": (
        "/podcast/7",
        page(f"<h1>Episode 7</h1><audio></audio><p>{OTHERS[0]}</p>", ld({"@type": "PodcastEpisode", "name": "7"})),
    ),
    "events": (
        "/events",
        page("<ul>" + entries("<li class='event'><a href='/e{n}'>{title}</a> 3 May</li>", 20) + "</ul>"),
    ),
}
