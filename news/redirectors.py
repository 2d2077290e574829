"""Addresses that only lead to another and say which: aggregators, search engines, social networks."""

import base64
import binascii
import re
from urllib.parse import parse_qs, unquote

_LONGEST = 4096  # characters; what is longer is not looked into
# By host without www. and path: the parameters that name the target.
_BY_PARAMETER: dict[str, tuple[str, ...]] = {
    "google.com/url": ("url", "q"),
    "news.google.com/url": ("url", "q"),
    "l.facebook.com/l.php": ("u",),
    "lm.facebook.com/l.php": ("u",),
    "l.instagram.com/": ("u",),
    "bing.com/news/apiclick.aspx": ("url",),
    "out.reddit.com/": ("url",),
    "youtube.com/redirect": ("q",),
    "vk.com/away.php": ("to",),
    "duckduckgo.com/l/": ("uddg",),
    "slack-redir.net/link": ("url",),
    "steamcommunity.com/linkfilter/": ("url", "u"),
}
_OUTLOOK = re.compile(r"[a-z0-9]+\.safelinks\.protection\.outlook\.com\Z")
_YAHOO = re.compile(r"/RU=([^/]+)/")
_YAHOO_HOST = re.compile(r"r\.search\.yahoo\.com\Z|[a-z]{2}\.r\.search\.yahoo\.com\Z")
_GOOGLE_NEWS = re.compile(r"/(?:__i/)?(?:rss/)?(?:articles|read)/([A-Za-z0-9_-]{20,2000})\Z")
_ADDRESS = re.compile(rb"https?://[\x21-\x7e]{4,2000}")


def target_of(host: str, path: str, query: str) -> str | None:
    """Return the address that a redirecting one carries, undecoded no longer; None: it carries none.

    Google News writes the target into the name of its page, base64 of a record with the address in it; newer names
    hold a token alone, and are followed like any redirect when the page is read.
    """
    if len(path) + len(query) > _LONGEST:
        return None
    names = _BY_PARAMETER.get(host.removeprefix("www.") + path)
    if names is None and _OUTLOOK.match(host):
        names = ("url",)
    if names is not None:
        stated = parse_qs(query)
        return next((value for name in names for value in stated.get(name, ())), None)
    if _YAHOO_HOST.match(host):
        found = _YAHOO.search(path)
        return unquote(found[1]) if found else None
    if host == "news.google.com" and (found := _GOOGLE_NEWS.search(path)):
        return _inside(found[1])
    return None


def _inside(name: str) -> str | None:
    try:
        record = base64.urlsafe_b64decode(name + "=" * (-len(name) % 4))
    except (binascii.Error, ValueError):
        return None
    found = _ADDRESS.search(record)
    return found[0].decode("ascii") if found else None
