"""Forty pages that the rules were not made on, all invented: twenty-six that are no article, fourteen that are one."""

from tests.extractors.pages.page_kinds import OTHERS, STORY, TEASERS, ld, page, told


def rows(form: str, count: int = 12, language: str = "en") -> str:
    """Return entries of one shape, each with a number, a headline and a sentence."""
    lines = told(language)
    return "".join(
        form.format(n=n, head=lines[n % 6][:38], words=lines[(n + 1) % 6], brief=OTHERS[n % 4][:60])
        for n in range(count)
    )


def story(language: str = "en", first: int = 0, last: int = 6) -> str:
    return "".join(f"<p>{line}</p>" for line in told(language, first, last))


def heading(language: str = "en") -> str:
    return f"<h1>{STORY[language]['title']}</h1>"


FIELDS = "<label>Name<input name='name'></label><label>E-mail<input type='email' name='mail'></label>"
PASSWORD = "<input type='password' name='secret'><button>OK</button>"
SCORES = "".join(
    f"<tr><td>{n}</td><td>Lower Sands {n}</td><td>{30 - n}</td><td>{90 - 3 * n}</td></tr>" for n in range(18)
)
HOURS = "".join(
    f"<div class='hour'><b>{h}:00</b> <i>{h - 4}°</i> <span>Wind {h} km/h</span></div>" for h in range(6, 22)
)
NEWS = {"@type": "NewsArticle", "headline": STORY["en"]["title"], "datePublished": "2025-11-03T18:05:00+01:00"}

# name -> (address, page)
NO_ARTICLE: dict[str, tuple[str, str]] = {
    "a shop's shelf": (
        "/lamps/brass",
        page(
            "<h1>Brass lamps</h1><div class='grid'>"
            + rows(
                "<article class='tile'><a href='/l/{n}'><img alt=''><h4>{head}</h4></a><b>{n}9,90 €</b></article>", 18
            )
            + "</div>"
        ),
    ),
    "an offer of used goods": (
        "/a/bicycle-hardly-ridden-81",
        page(
            f"<h1>Bicycle</h1><p class='price'>€ 240</p><p>{OTHERS[0][:90]}</p><dl><dt>Year</dt><dd>2021</dd>"
            f"<dt>Frame</dt><dd>56 cm</dd></dl>{rows('<div class=offer><a href=/a/{n}>{head}</a><b>€ {n}5</b></div>')}"
        ),
    ),
    "a home to let": (
        "/homes/4-quay-street",
        page(
            f"<h1>4 Quay Street</h1><ul><li>3 rooms</li><li>78 m²</li><li>€ 910</li></ul><p>{OTHERS[1]}</p>"
            f"<form action='/ask'>{FIELDS}<button>Ask for a visit</button></form>"
        ),
    ),
    "a thread of a newsgroup": (
        "/g/coast/1842",
        page("<h1>Ferry again?</h1>" + rows("<div class='msg'><a href='/people/p{n}'>p{n}</a><p>{words}</p></div>", 7)),
    ),
    "a thread without names": (
        "/t/1842",
        page(
            "<h1>Ferry again?</h1>"
            + rows("<li class='reply' id='r{n}'><b>Guest {n}</b><p>{brief}</p><a href='#'>Quote</a></li>", 9)
        ),
    ),
    "questions with answers": (
        "/q/42/why-does-the-mole-leak",
        page(
            "<h1>Why does the mole leak?</h1>"
            + rows(
                "<div class='answer'><div class='votes'>{n}</div><p>{brief}</p><a href='/users/{n}'>u{n}</a></div>", 5
            )
        ),
    ),
    "work that is offered": (
        "/vacancies",
        page(
            "<h1>Work at the port</h1><ul>"
            + rows("<li class='job'><a href='/v/{n}'>{head}</a> <span>Eastmark</span> <span>full time</span></li>", 15)
            + "</ul>"
        ),
    ),
    "one place of work": (
        "/vacancies/crane-driver",
        page(
            f"<h1>Crane driver</h1><p>{OTHERS[2]}</p><ul><li>Shifts</li><li>€ 3,100</li></ul><a>Apply now</a>",
            ld({"@type": "JobPosting", "title": "Crane driver", "datePosted": "2025-11-01"}),
        ),
    ),
    "what is on": (
        "/whatson",
        page(
            "<h1>What is on</h1>"
            + rows("<div class='ev'><time>{n} Nov</time><a href='/e/{n}'>{head}</a><i>Town hall</i></div>", 14)
        ),
    ),
    "one concert": (
        "/e/choir-on-the-quay",
        page(
            "<h1>Choir on the quay</h1><p>Friday, 8 pm, Town hall, € 12</p><p>"
            + OTHERS[3][:120]
            + "</p><a>Tickets</a>",
            ld({"@type": "MusicEvent", "name": "Choir on the quay", "startDate": "2025-11-21T20:00"}),
        ),
    ),
    "all on one subject": (
        "/ferry",
        page("<h1>Ferry</h1>" + rows("<div class='hit'><h2><a href='/n/{n}'>{head}</a></h2><p>{words}</p></div>", 16)),
    ),
    "results": (
        "/find?words=ferry",
        page("<h1>16 results</h1><ol>" + rows("<li><a href='/n/{n}'>{head}</a><p>{brief} …</p></li>", 16) + "</ol>"),
    ),
    "a door in German": (
        "/mein-konto/anmelden",
        page(f"<h1>Anmelden</h1><form><input name='mail'>{PASSWORD}</form><p>{told('de')[0]}</p>", language="de"),
    ),
    "a door in Turkish": (
        "/uyelik/giris",
        page(f"<h1>Giriş</h1><form><input name='mail'>{PASSWORD}</form><p>{told('tr')[0]}</p>", language="tr"),
    ),
    "a form to join": (
        "/join",
        page(f"<h1>Join us</h1><form>{FIELDS}{PASSWORD}</form><p>{OTHERS[0]}</p><p>{OTHERS[1]}</p>"),
    ),
    "a form to write to": (
        "/kontakt",
        page(f"<h1>Kontakt</h1><p>{told('de')[0]}</p><form>{FIELDS}<textarea></textarea></form>", language="de"),
    ),
    "films to look at": (
        "/watch",
        page(
            "<h1>Films</h1>"
            + rows("<div class='clip'><a href='/w/{n}'><img alt=''><h3>{head}</h3></a><i>{n}:30</i></div>", 15)
        ),
    ),
    "one film": (
        "/w/the-mole-from-above",
        page(
            f"<h1>The mole from above</h1><video src='x'></video><p>{OTHERS[0]}</p>",
            ld({"@type": "VideoObject", "name": "The mole from above", "uploadDate": "2025-11-03"}),
        ),
    ),
    "pictures": (
        "/p/storm-in-pictures",
        page("<h1>Storm in pictures</h1>" + rows("<figure><img alt=''><figcaption>{brief}</figcaption></figure>", 9)),
    ),
    "the weather": ("/weather/eastmark", page(f"<h1>Eastmark</h1><div class='hours'>{HOURS}</div>")),
    "a league": ("/league", page(f"<h1>Second league</h1><table>{SCORES}</table>")),
    "what is on television": (
        "/tv",
        page(
            "<h1>Tonight</h1><table>"
            + rows("<tr><td>{n}:15</td><td><a href='/s/{n}'>{head}</a></td><td>Channel {n}</td></tr>", 20)
            + "</table>"
        ),
    ),
    "the terms": (
        "/terms",
        page(
            "<h1>Terms of use</h1>"
            + "".join(f"<h3>{n}. Use</h3><p>You may use this site for yourself.</p>" for n in range(9))
        ),
    ),
    "who works there": (
        "/team",
        page(
            "<h1>Our people</h1>" + rows("<div class='one'><img alt=''><h3>Ada Name{n}</h3><p>Desk {n}</p></div>", 14)
        ),
    ),
    "a radio programme": (
        "/radio/mornings",
        page(
            "<h1>Mornings</h1><ul>"
            + rows("<li><button>Play</button><a href='/r/{n}'>{head}</a><i>{n}8 min</i></li>", 12)
            + "</ul>"
        ),
    ),
    "a map of the site": (
        "/map",
        page("<h1>All pages</h1><ul>" + rows("<li><a href='/m/{n}'>{head}</a></li>", 40) + "</ul>"),
    ),
}

# name -> (address, language, page); each must be read, with at least so many of the story's paragraphs
ARTICLES: dict[str, tuple[str, str, str]] = {
    "a ticker": (
        "/live/ferry",
        "en",
        page(
            heading()
            + "".join(
                f"<div><time datetime='2025-11-03T1{n}:05'>1{n}:05</time>{story(first=n, last=n + 1)}</div>"
                for n in range(6)
            ),
            ld({**NEWS, "@type": "LiveBlogPosting", "coverageStartTime": "2025-11-03T10:00:00+01:00"}),
        ),
    ),
    "a ticker that is marked by nothing": (
        "/ticker-ferry-reopens-20251103",
        "de",
        page(
            heading("de")
            + "".join(f"<div class='entry'><time>1{n}:05</time>{story('de', n, n + 1)}</div>" for n in range(6)),
            language="de",
        ),
    ),
    "an article among a shop's offers": (
        "/magazine/ferry-reopens-after-repair",
        "en",
        page(
            f"<article>{heading()}{story()}</article>"
            + rows(
                "<div class='tile'><a href='/l/{n}'><h4>{head}</h4></a><b>€9</b><a class='add-to-cart'>+</a></div>",
                8,
            )
        ),
    ),
    "an article with a form to sign in": (
        "/harbour/ferry-reopens-after-repair",
        "fr",
        page(
            f"<div><form><input name='mail'>{PASSWORD}</form></div><article>{heading('fr')}{story('fr')}</article>",
            language="fr",
        ),
    ),
    "an article that readers answer": (
        "/harbour/ferry-reopens-after-repair",
        "es",
        page(
            f"<article>{heading('es')}{story('es')}</article><section><h2>Comentarios</h2>"
            + rows("<div class='c'><a href='/people/p{n}'>p{n}</a><p>{brief}</p></div>", 12)
            + "</section>",
            language="es",
        ),
    ),
    "an article among many teasers": (
        "/harbour/ferry-reopens-after-repair",
        "it",
        page(f"<main><article>{heading('it')}{story('it')}</article></main>{TEASERS}{TEASERS}{TEASERS}", language="it"),
    ),
    "ten places, each with its heading": (
        "/travel/six-things-about-the-ferry",
        "en",
        page(
            heading()
            + "".join(
                f"<h2>{n + 1}. <a href='https://place{n}.example'>Place {n}</a></h2>{story(first=n, last=n + 1)}"
                for n in range(6)
            )
        ),
    ),
    "an interview": (
        "/interview/we-will-sail-again",
        "pt",
        page(
            heading("pt") + "".join(f"<p><strong>{line[:50]}?</strong></p><p>{line}</p>" for line in told("pt")),
            language="pt",
        ),
    ),
    "an opinion without a day": ("/opinion/the-ferry-is-ours", "ru", page(heading("ru") + story("ru"), language="ru")),
    "an article at an address of a list": (
        "/category/harbour/ferry-reopens-after-repair",
        "tr",
        page(
            f"<article>{heading('tr')}{story('tr')}</article>",
            ld({**NEWS, "headline": STORY["tr"]["title"]}),
            language="tr",
        ),
    ),
    "a story of a login that failed": ("/tech/login", "en", page(f"<article>{heading()}{story()}</article>", ld(NEWS))),
    "an article in plain divs": (
        "/n/81",
        "ja",
        page(
            f"<div><div>{STORY['ja']['title']}</div>" + "".join(f"<div>{line}</div>" for line in told("ja")) + "</div>",
            "<meta property='article:published_time' content='2025-11-03T18:05:00+09:00'>",
            language="ja",
        ),
    ),
    "an article on a page that is called a product": (
        "/p/harbour/ferry-reopens",
        "ko",
        page(
            f"<article>{heading('ko')}{story('ko')}</article>",
            ld({**NEWS, "headline": STORY["ko"]["title"]}),
            language="ko",
        ),
    ),
    "a report on contact at its own address": (
        "/story/contact",
        "en",
        page(f"<article>{heading()}{story()}</article>"),
    ),
}
