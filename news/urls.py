"""Addresses: one canonical form a page, and the key made of it."""

import ipaddress
import re
from urllib.parse import quote, unquote, unquote_plus, urljoin, urlsplit

import idna
import xxhash
from courlan.clean import TRACKERS_RE

from news.redirectors import target_of

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE_IN_PATH = "/:@!$&'()*+,;=~%"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?"
_ABSOLUTE = re.compile(r"https?://[^/?#]", re.IGNORECASE)
# Most addresses: host and all else as they should be, no port, no user.
_TIDY = re.compile(
    r"(https?://([a-z0-9_-]+(?:\.[a-z0-9_-]+)*))(/[A-Za-z0-9._~/:@!$&'()*+,;=%-]*)(?:\?([A-Za-z0-9._~/:@!$&'()*+,;=%?-]*))?"
    r"(?:#[A-Za-z0-9._~/=-]*)?"
)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_PLAIN = re.compile(r"[A-Za-z0-9._~/:@!$&'()*+,;=-]*")  # what stays as it is in a path and in a query
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_HOST_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)

# Names that only ever track: miniflux/v2 internal/reader/urlcleaner, and five that news sites add.
_TRACKING_PREFIXES = ("utm_", "mtm_", "at_", "hmb_", "itm_", "campaign_", "oly_", "vero_", "__hs", "fb_", "pk_")
_TRACKING_WORDS = (
    "fbclid _openstat gclid dclid gbraid wbraid gclsrc srsltid yclid ysclid twclid msclkid igshid mc_cid mc_eid mc_tc"
    " wickedid hsa_cam _hsenc _hsmi hsctatracking rb_clickid mkt_tok sc_cid _bhlid _branch_match_id _branch_referrer"
    " __readwiselocation phpsessid jsessionid cmp cmpid ito smid xtor emc share"
)
_TRACKING_NAMES = frozenset(_TRACKING_WORDS.split())
# Names that courlan drops wherever it meets them, and by which some sites tell one article from another
# (?cid=4711, ?uid=12, ?source=article-5): dropped only when the value names a channel or a host.
_DOUBTFUL_WORDS = "ref referrer referer source src medium cid eid uid session keyword kwd partner from"
_DOUBTFUL_NAMES = frozenset(_DOUBTFUL_WORDS.split())
_CHANNEL_WORDS = (
    "rss feed feeds rssfeed rss2 atom xml home homepage hp frontpage front top topnews twitter facebook fb linkedin"
    " telegram whatsapp instagram reddit youtube bluesky mastodon threads x social share sharing email mail e-mail"
    " newsletter push app web mobile amp google googlenews google_news google-news apple applenews flipboard"
    " syndication partner organic referral direct cpc"
)
_CHANNELS = frozenset(_CHANNEL_WORDS.split())
# Sites that give each customer a host of its own: polite pacing counts the site, not the host.
_SHARED_WORDS = (
    "reddit.com medium.com feedburner.com blogspot.com wordpress.com substack.com tumblr.com livejournal.com"
    " typepad.com ghost.io github.io feedblitz.com"
)
_SHARED_SITES = frozenset(_SHARED_WORDS.split())


def canonical_url(url: str, base: str | None = None) -> str | None:
    """Return the one form under which we know `url`; None: it is no http(s) address.

    Lower-case scheme and host (IDNA), no default port, user, fragment, session or tracking parameter; dot segments
    resolved; percent-encoding in one spelling; parameters sorted by name. Parameters without a value stay, and so
    does everything that may tell one article from another: a page taken for two is found again as a copy, two
    pages taken for one are lost. Applying it twice is as applying it once.

    Args:
        url: as found; surrounding space and `&amp;` are mended.
        base: the address that a relative `url` is relative to.

    Source: RFC 3986 section 6.2; courlan 1.4 `TRACKERS_RE` decides on names, apart from `_DOUBTFUL_NAMES`, since
    its unanchored expression also takes ?gallery= and ?glossary=.
    """
    parts = _parts_of(_without_entities(url.strip()), base)
    if parts is None:
        return None
    start, host, path, query, fragment = parts
    target = target_of(host, path, query)
    if target is not None and (inner := canonical_url(target)) is not None:
        return inner
    path = _SESSION_IN_PATH.sub("", path) if ";" in path else path
    path = _without_dot_segments(_respelled(path, _SAFE_IN_PATH)) or "/"
    fragment = _respelled(fragment, _SAFE_IN_QUERY) if fragment.startswith("!") else ""
    query = _canonical_query(query, host, base) if query else ""
    return f"{start}{path}{'?' + query if query else ''}{'#' + fragment if fragment else ''}"


def _parts_of(text: str, base: str | None) -> tuple[str, str, str, str, str] | None:
    """Return the beginning of an address as far as its path, its host, path, query and fragment; None: it is none."""
    if found := _TIDY.fullmatch(text):
        start, host, path, query = found.groups("")
        return start, host, path, query, ""
    try:
        parts = urlsplit(urljoin(base, text) if base and not _ABSOLUTE.match(text) else text)
        port = parts.port
    except ValueError:
        return None
    host = _canonical_host(parts.hostname or "")
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    end = "" if port is None or port == _DEFAULT_PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{host}{end}", host, parts.path, parts.query, parts.fragment


def article_key(url: str) -> int:
    """Return the article's key: 63 bits of xxh3_64 over the canonical address (over `url` itself if it has none)."""
    return key_of_canonical(canonical_url(url) or url)


def key_of_canonical(url: str) -> int:
    """Return the key of an article whose address is canonical already."""
    return int(xxhash.xxh3_64_intdigest(url.encode("utf-8", "surrogatepass"))) >> 1


def host_of(url: str) -> str:
    """Return the host of `url` in lower case, without port; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def site_of(host: str) -> str:
    """Return the site that must not be hurried: the shared platform of `host`, else `host` itself."""
    parent = ".".join(host.split(".")[-2:])
    return parent if parent in _SHARED_SITES else host


def is_tracking(name: str, value: str, hosts: frozenset[str] = frozenset()) -> bool:
    """Return whether a query parameter tells who sent the reader, not what is read."""
    name = name.lower()
    if name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES):
        return True
    if name in _DOUBTFUL_NAMES:
        value = value.strip().lower()
        return value in _CHANNELS or _without_www(host_of(value) or value) in hosts
    found = TRACKERS_RE.search(name)
    # ?article_ref= names an article: only a whole name tracks.
    is_whole = found is not None and found.start() == 0 and (found.end() == len(name) or found[0].endswith("_"))
    return is_whole and not value.isdigit()


def _without_entities(text: str) -> str:
    """Undo `&amp;`, which feeds escape once too often; html.unescape would also turn `&copy=1` into a sign."""
    while "&" in text and (plain := text.replace("&amp;", "&").replace("&#38;", "&").replace("&#038;", "&")) != text:
        text = plain
    return text


def _canonical_host(host: str) -> str:
    """Return the host in ASCII, an IPv6 address in brackets; empty when it cannot be one."""
    host = host.rstrip(".")
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host)}]"
        except ValueError:
            return ""
    try:
        host = host if host.isascii() else _in_ascii(host)
    except UnicodeError:
        return ""
    return host if _HOST_NAME.fullmatch(host) else ""


def _in_ascii(host: str) -> str:
    """Return a host as IDNA 2008 writes it (ß is a letter of its own); what that refuses, as IDNA 2003 does."""
    try:
        return idna.encode(host, uts46=True, transitional=False).decode("ascii").lower()
    except idna.IDNAError:
        return host.encode("idna").decode("ascii").lower()


def _respelled(text: str, safe: str) -> str:
    """Return `text` in the one spelling of percent-encoding: upper case, and only where it is needed."""
    if _PLAIN.fullmatch(text):
        return text
    return quote(_ESCAPE.sub(_respelled_escape, text), safe=safe, errors="surrogatepass")


def _respelled_escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"
    letter = unquote(match[0], errors="ignore")
    return letter if _UNRESERVED.fullmatch(letter) else match[0].upper()


def _without_dot_segments(path: str) -> str:
    """Resolve `.` and `..`; empty segments stay, since some sites put whole addresses into their paths."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept) if kept else ""


def _canonical_query(query: str, host: str, base: str | None) -> str:
    own = frozenset(_without_www(name) for name in (host, host_of(base or "")) if name)
    kept = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if pair and not is_tracking(unquote_plus(name), unquote_plus(value), own):
            kept.append((unquote_plus(name), _respelled(pair, _SAFE_IN_QUERY)))
    return "&".join(pair for _, pair in sorted(kept, key=lambda named: named[0]))


def _without_www(host: str) -> str:
    return host.removeprefix("www.")
