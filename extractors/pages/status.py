"""Is this page an article, a part of one, or a stub: consent wall, challenge, not found, shell, front, gallery?"""

import re
from urllib.parse import urlsplit

from extractors.dom.stub_phrases import CHALLENGE, CONSENT, NEEDS_SCRIPT, NOT_FOUND, OUT_OF_ORDER, consent_phrases
from extractors.metadata.json_ld import LIST_KINDS, MEDIA_KINDS
from extractors.pages.article_marks import has_article_class, is_among_articles, is_article_address, page_class, sells
from extractors.pages.paywall import paywall
from extractors.pages.status_signals import PageSigns, StatusRules, Verdict, length


def judge(signs: PageSigns, rules: StatusRules) -> Verdict:
    """Return what the page is; the checks stand in the order in which one stub may look like another."""
    for check in (
        _challenge,
        _gone,
        _out_of_order,
        _consent_wall,
        paywall,
        _script_shell,
        _media,
        _declared,
        _legal,
        _front,
        _built,
        _page_of_site,
        _too_short,
        _unmarked,
    ):
        if verdict := check(signs, rules):
            return verdict
    return Verdict(status="ok", text=signs.text)


_CHALLENGE_MARKS = re.compile(
    r"/cdn-cgi/challenge|cf[-_]chl|_Incapsula_Resource|captcha-delivery|px-captcha|g-recaptcha|h-captcha|hcaptcha\.com|"
    r"challenge-form|awswaf|geo\.captcha",
    re.IGNORECASE,
)


def _challenge(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A page that wants a human first, or refuses us: little text, a challenge's words or marks."""
    if signs.length > rules.stub_length or signs.claims_article or length(signs.visible) > rules.stub_length:
        return None
    if any(NOT_FOUND.search(title) for title in signs.titles):
        return None
    said = next(filter(None, map(CHALLENGE.search, (*signs.titles, signs.visible))), None)
    if said:
        return Verdict(status="blocked", reason=f"says {said[0]!r}")
    if not signs.metadata.published and length(signs.visible) < rules.minimum_length:
        mark = _CHALLENGE_MARKS.search(signs.markup)
        return Verdict(status="blocked", reason=f"carries {mark[0]!r}") if mark else None
    return None


def _gone(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A page that says it is not there, though the server said 200; headlines below it change nothing."""
    if signs.claims_article:
        return None
    stated = [title for title in signs.titles if len(title) < 120 and NOT_FOUND.search(title)]
    if not stated and (signs.length < rules.minimum_length or signs.link_density >= rules.front_link_density):
        stated = [line for line in signs.visible.splitlines()[:200] if len(line) < 120 and NOT_FOUND.search(line)]
    if not stated or (signs.length >= rules.stub_length and stated[0] not in signs.titles[:1]):
        return None
    return Verdict(status="gone", reason=f"says {stated[0][:60]!r}")


def _out_of_order(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A site that does not work just now, and says so under a status that hides it."""
    if signs.claims_article or signs.length > rules.stub_length:
        return None
    stated = next((title for title in signs.titles if len(title) < 120 and OUT_OF_ORDER.search(title)), None)
    return Verdict(status="error", reason=f"says {stated[:60]!r}") if stated else None


def _consent_wall(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A page that talks of consent and little else. An article about cookies has a date, or is longer."""
    is_dated = bool(signs.metadata.published)
    text = signs.text or signs.visible
    if length(text) > (rules.stub_length if is_dated else rules.consent_length):
        return None
    words = {found.lower() for found in consent_phrases(text)}
    if len(words) < rules.consent_words:
        return None
    lines = text.splitlines()
    share = sum(len(line) for line in lines if CONSENT.search(line)) / sum(map(len, lines))
    if share < (rules.stated_consent_share if is_dated else rules.consent_share):
        return None
    return Verdict(status="consent_wall", reason=f"{share:.0%} of what it says is about consent")


def _script_shell(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A page that a script would fill: hardly a word, and scripts, or a word about scripts."""
    if signs.length >= rules.minimum_length or length(signs.visible) >= rules.stub_length:
        return None
    if said := NEEDS_SCRIPT.search(signs.visible):
        return Verdict(status="js_shell", reason=f"says {said[0]!r}")
    mounts = signs.tree.xpath("//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='___gatsby']")
    has_script = signs.tree.find(".//script") is not None
    if length(signs.visible) < rules.minimum_length and has_script and (mounts or not signs.visible):
        return Verdict(status="js_shell", reason="its text comes by script")
    return None


def _media(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A gallery, a video or an episode: captions, and nothing of an article's length."""
    og_type = signs.metadata.og_type or ""
    kinds = signs.metadata.kinds & MEDIA_KINDS
    is_media = og_type.startswith(("video", "music", "gallery", "photo")) or (kinds and not signs.claims_article)
    if is_media and signs.length <= rules.media_length:
        what = ", ".join(sorted(kinds)) or og_type
        return Verdict(status="not_article", reason=f"pictures or sound with captions ({what})", text=signs.text)
    pictures = signs.markup.count("<figcaption")
    if pictures >= max(rules.gallery_pictures, len(signs.lines) / 2) and _are_captions(signs):
        return Verdict(status="not_article", reason="pictures with captions", text=signs.text)
    return None


def _are_captions(signs: PageSigns) -> bool:
    """Return whether most of the text, or all but a teaser's worth, stands under pictures."""
    captions = {" ".join("".join(c.itertext()).split()) for c in signs.tree.iter("figcaption")}
    other = sum(length(line) for line in signs.lines if line not in captions)
    return other < min(250, signs.length / 2) or signs.length < 250


_SHOP_KINDS = frozenset({"Product", "ProductGroup", "Offer", "AggregateOffer"})
_FORUM_KINDS = frozenset({"QAPage", "DiscussionForumPosting"})


def _declared(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A product, a thread or a manual that says so, however long its text."""
    if signs.claims_article:
        return None
    og_type, structure = signs.metadata.og_type or "", signs.structure
    kinds = signs.metadata.kinds | structure.marked_kinds
    if og_type.startswith(("product", "og:product", "profile")):
        return Verdict(status="not_article", reason=f"calls itself a {og_type}", text=signs.text)
    if signs.metadata.has_article_node:
        return None
    if kinds & _FORUM_KINDS and not signs.is_called_article:
        return Verdict(status="not_article", reason="calls itself a thread", text=signs.text)
    if "Product" in kinds and (kinds & _SHOP_KINDS - {"Product"} or structure.cart):
        return Verdict(status="not_article", reason="calls itself a product", text=signs.text)
    if (made_with := structure.software) and not signs.is_called_article:
        return Verdict(status="not_article", reason=f"a page of {made_with}", text=signs.text)
    if (posts := structure.posts) and not signs.is_called_article:
        return Verdict(status="not_article", reason=f"{posts.entries} posts by {posts.people} people", text=signs.text)
    return None


def _legal(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A notice of the law, however long: it has no day of publication, and its address says what it is."""
    if signs.is_called_article or signs.metadata.published or is_among_articles(signs.url):
        return None
    if name := signs.structure.legal_notice:
        return Verdict(status="not_article", reason=f"a notice, at an address that ends in {name!r}", text=signs.text)
    return None


def _front(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A section front, a list of results, a profile: links to articles instead of one."""
    if signs.claims_article:
        return None
    if _is_root(signs.url) or (
        not signs.url and _is_root(signs.metadata.stated_url or "") and not signs.is_long_article(rules)
    ):
        return Verdict(status="not_article", reason="the front page of its site", text=signs.text)
    if signs.metadata.published or signs.is_long_article(rules):
        return None
    if signs.metadata.kinds & LIST_KINDS and not signs.metadata.has_article_node:
        return Verdict(status="not_article", reason="calls itself a list", text=signs.text)
    if signs.link_density >= rules.front_link_density:
        return Verdict(status="not_article", reason=f"{signs.link_density:.0%} of its text are links", text=signs.text)
    is_thin = signs.prose < rules.thin_prose * signs.length
    if is_thin and not _is_article_address(signs.url) and signs.teasers >= rules.front_teasers:
        return Verdict(status="not_article", reason=f"{signs.teasers} teasers, and no article", text=signs.text)
    return None


def _built(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A page that is built like a list or a shop: entries of one shape, prices, a cart."""
    if signs.claims_article or signs.is_long_article(rules):
        return None
    structure = signs.structure
    if structure.cart and not (is_article_address(signs.url) or has_article_class(signs.tree)):
        return Verdict(status="not_article", reason="something to put into a cart", text=signs.text)
    if signs.is_called_article or signs.metadata.published:
        return None
    if (form := structure.form) and not is_among_articles(signs.url):
        return Verdict(status="not_article", reason=f"a form, at an address that ends in {form!r}", text=signs.text)
    if word := structure.address_word:
        return Verdict(status="not_article", reason=f"no article, at an address with {word!r}", text=signs.text)
    if not (entries := structure.list_of_entries):
        return None
    if entries.priced >= structure.rules.linked:
        return Verdict(status="not_article", reason=f"{entries.entries} entries with a price", text=signs.text)
    if entries.headed >= structure.rules.linked or signs.prose < rules.thin_prose * signs.length:
        return Verdict(status="not_article", reason=f"{entries.entries} entries of one shape", text=signs.text)
    return None


def _page_of_site(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """What its software calls a page and no post: contact, services, a landing page."""
    if signs.metadata.has_article_node or signs.is_long_article(rules) or not (kind := page_class(signs.tree)):
        return None
    return Verdict(status="not_article", reason=f"its software calls it a page ({kind})", text=signs.text)


def _unmarked(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A page without a date, an author or another mark of an article, and without an article's prose."""
    if signs.is_marked_article:
        return None
    is_plain = signs.prose >= max(rules.plain_prose, rules.plain_share * signs.length)
    is_brief = signs.prose >= rules.short_share * signs.length and signs.tree.find(".//h1") is not None
    is_plain = is_plain or is_brief
    if not is_plain and signs.prose < rules.prose_of_lists:
        reason = f"no date, no author, and {signs.prose} characters of sentences"
        return Verdict(status="not_article", reason=reason, text=signs.text)
    entries = signs.structure.list_of_entries
    if signs.structure.cart or sells(signs.tree):
        return Verdict(status="not_article", reason="something to put into a cart", text=signs.text)
    if signs.tree.find(".//input[@type='password']") is not None:
        return Verdict(status="not_article", reason="a form to sign in, and no mark of an article", text=signs.text)
    if entries and max(entries.headed, entries.priced) >= signs.structure.rules.linked:
        return Verdict(status="not_article", reason=f"{entries.entries} entries of one shape", text=signs.text)
    if entries and entries.entries >= rules.plain_entries and entries.mean <= rules.plain_entry:
        return Verdict(status="not_article", reason=f"{entries.entries} entries of one shape", text=signs.text)
    return None


_FRONT = re.compile(r"(?:(?:index|default)(?:[_-][a-z]{2})?\.[a-z]{3,5})?", re.IGNORECASE)  # "index_en.html" is one too


def _is_root(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and _FRONT.fullmatch(parts.path.strip("/")) is not None and not parts.query


def _is_article_address(url: str) -> bool:
    """Return whether an address names one article: a number, or a headline in its last part."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rsplit("/", 1)[-1]
    return bool(re.search(r"\d{4,}", parts.path + parts.query)) or len(re.findall(r"[-_+]|%20", last)) >= 3


def _too_short(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    is_notice = signs.claims_article and not signs.metadata.kinds & MEDIA_KINDS
    needed = rules.minimum_stated_length if is_notice else rules.minimum_length
    if signs.length >= needed:
        return None
    return Verdict(status="too_short", reason=f"a text of {len(signs.text)} characters", text=signs.text)
