"""Who wrote an article: names out of metadata and bylines, without "By", roles, addresses and links."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from news.speakers.given_names import begins_with_given_name

# The words before a name, in the languages whose bylines use one.
BY = re.compile(
    r"^(?:(?:(?:news )?(?:articles?|posted|published|created|updated|submitted)|"
    r"written|reported|edited|story|words|text|texte|texto|testo|tekst|foto|fotos|photos?|photographs?|"
    r"photography|images?|pictures|reporting|interview|propos recueillis|a cura|(?:ein |eine )?(?:kommentar|analyse|"
    r"gastbeitrag|essay|kolumne|interview|bericht|reportage))\s*(?:by|von|de|par|por|di|av|af|:)\s*|by\s*:?\s+|"
    r"(?:the\s+)?author\s+(?=\S+\s+\S)|(?:quelle|source|fuente|fonte|bron|kilde)\s*:\s*|"
    r"(?:autor(?:en|in|es|a)?|auteur|author|autore|écrit par|penulis|oleh|yazan|haber|yazar|tekst|tác giả|"
    r"автор|текст|كتب(?:ت)?|بقلم|إعداد)\s*:\s*|(?:автор|текст|yazan|oleh|بقلم)\s+|"
    r"(?:(?:本报|本報)?记者|作者|文|責任編輯|责任编辑|編輯|编辑|記者|기자)\s*[:/：丨]?\s+|"
    r"(?:记者|作者|文|責任編輯|责任编辑|編輯|编辑|記者|기자|文・写真|取材・文)\s*[:/：丨]\s*|文・写真\s*)",
    re.IGNORECASE,
)
# Those of them that are names, or begin one, as well: "Di Yang", "Von Trapp", "Da Silva".
BY_OR_NAME = re.compile(r"^(?:von|par|por|door|af|av|di|da)\s+(?=\S+\s+\S)", re.IGNORECASE)
# Words that join two names; a single letter does so only between two whole ones ("José Ortega y Gasset").
AND = re.compile(
    r"\s+(?:and|und|et|og|och|ja|ve|en|и|und|with|mit|avec|con)\s+|\s+(?:y|e)\s+(?=\S+\s+\S)|"
    r"\s*[&;|/•·、，丨]\s*|\s*\n\s*",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|staff|redaktion|redakteur|journalist|journaliste|desk|bureau|"
    r"columnist|contributor|professor|prof\.|dieti[ct]ian|nutritionist|expert|ceo|cto|cfo|co-?founder|founder|director|"
    r"president|chef|coach|therapist|attorney|lawyer|analyst|specialist|consultant|engineer|manager|chief|head|senior|sr\.|"
    r"vice|partner|owner|executive|for|at|in|of|the|redacción|redaksjonen|redazione|newsroom|team)\b",
    re.IGNORECASE,
)
# "… in Lower Sands", "… for the Northern Wire": from where, and for whom, a person with two names writes.
PLACE = re.compile(r"(?<=\w)\s+(?:in|for|at|from|aus|à|für)\s+(?=[A-ZÀ-ÞА-Я\d]|the\s).*$")
# Titles behind a name, and what Korean and Japanese bylines put there.
TITLE = re.compile(
    r",?\s+(?:ph\.?\s?d|m\.?\s?d|mba|mph|j\.?d|esq|dphil|msc|r\.?n)\.?$|\s+[®™]$|\s*(?:기자|특파원|記者|记者|編集委員)$",
    re.IGNORECASE,
)
# Letters behind a name that tell of a degree or a licence, each after its comma.
DEGREE = re.compile(
    r"(?:ph\.?\s?d|m\.?\s?d|mba|mph|j\.?d|esq|dphil|b\.?sc?|m\.?sc?|b\.?a|m\.?a|m\.?ed|ed\.?d|psy\.?d|dds|dvm|d\.?o|r\.?n|rdn?|ldn?|cdn|"
    r"cssd|fand|faclm|foma|dabom|cfp|cfa|cpa|cepf|lcsw|llm|lld|pmp|cissp|cscs|pharm\.?d|od|np|pa-c|frcp|facp|facs|pe|phr|shrm-\w+)"
    r"\.?[®™]?",
    re.IGNORECASE,
)
# What stands on the buttons beside a name, and is none.
BUTTON = re.compile(
    r"e-?mail|(?:full )?bio(?:graphy)?|follow(?:ing)?|(?:view|read|see) (?:full )?(?:profile|bio|more)|"
    r"more|share|contact|"
    r"website|about(?: the author)?|the author|author|profile|posts?|articles?|all (?:posts|articles)|"
    r"twitter|facebook|linkedin|instagram|x|rss|"
    r"folgen|profil|mehr|teilen|autor(?:in)?|suivre|voir le profil|partager|seguir|ver perfil|compartir|"
    r"segui|profilo|volgen|følg|följ|"
    r"подписаться|профиль|フォロー|プロフィール|关注|팔로우|متابعة",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![^\W_])\d+(?![^\W_])")  # a day or a count; "BR24" is none
YOUNGER = re.compile(r",\s+(?=(?:jr|sr|i{2,3}|iv)\b)", re.IGNORECASE)  # "Robert Kane, Jr." is one name
ACCOUNT = re.compile(r"(?:^|\s+)(?:@[\w.]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")  # an e-mail address or a handle
NO_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|html?)\b|^\d+$|^[\W\d_]+$|image:|getty|"
    r"^(?:null|none|undefined|admin|administrator|webmaster|root|user|guest|anonymous|test|super ?admin)$",
    re.I,
)
SLUG = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)+$")
PARENTHESES = re.compile(r"\s*[(\[（][^)\]）]{0,60}[)\]）]")
FRAME = re.compile(r"^[【［\[](.+)[】］\]]$")  # Japanese bylines stand in one
CHINESE_BY = re.compile(r"(?:本报|本報)?(?:记者|作者)")  # parts names by spaces, which Japanese puts within one
EAST_ASIAN = re.compile(r"[\u3400-\u9fff]{2,4}(?:\s+[\u3400-\u9fff]{2,4})+")  # names of two to four characters
# What a line of Chinese beside the day and the outlet says of the author.
CHINESE_SIGN = re.compile(
    r"(?:作者|记者|撰文)\s*[:：]\s*([\u3400-\u9fff]{2,4}(?:[、\s]+[\u3400-\u9fff]{2,4})*)(?![\u3400-\u9fff])"
)

MAXIMUM_NAME = 60  # characters; longer ones are sentences
MAXIMUM_BYLINE = 160  # characters of an element that may be a byline
MAXIMUM_STATED = 2_000  # characters of a statement that may hold several names
MAXIMUM_NAMES = 20
MAXIMUM_MARKED = 200  # places that look like bylines

SIGNED_LINES = 3  # of the text, among which one may be the byline

# What marks a byline, the surer signs first; the next are looked for only where those before found nothing.
_SURE_CLASS = re.compile(r"(?:^|[\s_-])author(?![^\s_-])|byline|authorname", re.IGNORECASE)
_OTHER_CLASS = re.compile(
    r"(?:^|[\s_-])(?:authors|autor|autoren|autores|auteurs?|autore|autori|firma|signature|writer|reporter|journalist|"
    r"contributor|zuozhe)(?![^\s_-])",
    re.IGNORECASE,
)
_PROFILE = re.compile(r"/(?:authors?|autor|autoren|autores|auteur|autore|journalist)/", re.IGNORECASE)
_BEGINS_SIGN = re.compile(
    r"(?:(?:written |posted |story |words )?by|von|par|por|di|door|av|af|autor(?:in)?:|автор:?)\s+\S", re.I
)
# Two to four words, each with a capital: what a text that nothing marks must say to be a byline.
_PERSON = re.compile(
    r"[A-ZÀ-ÞА-ЯŁŚŻŠČŽ][\w.’'-]*(?:\s(?:(?:van|von|de|der|den|del|di|da|dos|la|le|al|el|bin)\s)*[A-ZÀ-ÞА-ЯŁŚŻŠČŽ][\w.’'-]*){1,3}"
)
_ELSEWHERE = re.compile(r"#|mailto:|javascript:|https?://(?:www\.)?(?:twitter|x|facebook|linkedin|instagram)\.com/")
_BOXES = frozenset(("a", "span", "div", "p", "address", "li", "cite", "strong", "ul", "h3", "h4"))
_SENTENCE_END = (".", "!", "?", "。", "…", ":", "：")


def authors(
    stated: Iterable[str], meta: Iterable[str], tree: HtmlElement, sites: frozenset[str], signed: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return the names of an article's authors: from JSON-LD, else meta tags, else the visible byline.

    The site's own name is no author's: who wrote it is unknown then.

    Args:
        stated: the authors in JSON-LD, as written.
        meta: the authors in meta tags, as written.
        tree: the page; left as it is.
        sites: the site's names, letters only.
        signed: the names that the text's first lines are signed with.
    """
    is_signed = False  # by the outlet alone: initials and agencies elsewhere on the page do not outrank it
    sources = (stated, meta, _bylines(tree), signed, _signed_in_chinese(tree), _signed(tree))
    for source in sources:  # some are lazy: they look last
        names = clean_names(source)
        people = tuple(n for n in names if not _is_outlet(_letters(n), sites) or begins_with_given_name(n))
        if people and (not is_signed or any(_is_full_name(n) for n in people)):
            return people
        is_signed = is_signed or bool(names)
    return ()


def _is_outlet(letters: str, sites: frozenset[str]) -> bool:
    """Say whether a name is the site's, or begins with it ("Harbour Post Newsroom")."""
    return any(letters == site or (len(site) > 4 and letters.startswith((site, "the" + site))) for site in sites)


def _is_full_name(name: str) -> bool:
    """Say whether a name is more than initials or an agency's: those do not outrank what the page states."""
    return len(name.split()) > 1 or not name.isascii()


def clean_names(stated: Iterable[str]) -> tuple[str, ...]:
    """Return each name once, in order, out of strings that may hold several, or none."""
    names = (name for text in stated for name in _split(text))
    return tuple({_letters(n): n for n in reversed([*names]) if n}.values())[::-1][:MAXIMUM_NAMES]


def _split(text: str) -> Iterator[str]:
    text = " ".join(text[:MAXIMUM_STATED].split())
    text = FRAME.sub(r"\1", ACCOUNT.sub("", text).strip() or text)
    if NO_NAME.search(text) and "," not in text and not BY.match(text):
        return
    bare = TITLE.sub("", YOUNGER.sub(" ", PARENTHESES.sub("", _without_by(text))))
    if CHINESE_BY.match(text) and EAST_ASIAN.fullmatch(bare):
        bare = "、".join(bare.split())
    for part in filter(None, AND.split(bare)):
        yield from (n for n in map(_tidy, _at_commas(part)) if _is_name(n))


def _without_by(text: str) -> str:
    """Return `text` without the words before its first name."""
    bare = BY.sub("", text)
    if bare == text and (found := BY_OR_NAME.match(text)) and not text[found.end()].islower():
        return text[found.end() :]
    return bare


def _at_commas(part: str) -> list[str]:
    """Return the names in "A B, C D, dpa"; only the first of "A B, professor of law at …"."""
    pieces = [p.strip() for p in part.split(",")]
    if len(pieces) == 1:
        return pieces
    later = (p for p in pieces[1:] if len(p.split()) <= 4 and not ROLE.search(p) and not DEGREE.fullmatch(p))
    return [pieces[0], *later]


def _tidy(name: str) -> str:
    bare = _without_by(name.strip(" \t.,:;-–—|*"))
    placed = PLACE.sub("", bare)
    return TITLE.sub("", placed if len(placed.split()) > 1 else bare).strip(" \t.,:;-–—|*")


def _is_name(name: str) -> bool:
    if not 1 < len(name) <= MAXIMUM_NAME or NO_NAME.search(name) or SLUG.match(name) or BUTTON.fullmatch(name):
        return False
    return len(name.split()) <= 7 and not _NUMBER.search(name)


def signature(lines: Sequence[str]) -> tuple[int | None, tuple[str, ...]]:
    """Return which of the text's first lines is a byline ("By Ann Lee"), and its names; None and none: no line is.

    A line counts only where a word says so, and where nothing but whole names follow it.
    """
    for number, line in enumerate(lines[:SIGNED_LINES]):
        if len(line) > MAXIMUM_NAME or line.endswith(_SENTENCE_END) or _without_by(line) == line:
            continue
        names = clean_names([line])
        if names and all(_is_full_name(name) and len(name.split()) <= 4 and not name[0].islower() for name in names):
            return number, names
    return None, ()


def _bylines(tree: HtmlElement) -> Iterator[str]:
    """Yield the first visible byline's words; of several, only those that stand in the same parent."""
    signs: tuple[list[HtmlElement], ...] = ([], [], [])
    for element in tree.iter():
        if (sign := _sign(element)) is not None:
            signs[sign].append(element)
    for marked in (elements[:MAXIMUM_MARKED] for elements in signs):
        found = [e for e in marked if 2 < len(_words(e)) <= MAXIMUM_BYLINE and not _is_aside(e)]
        if found:
            yield from _names_within(found)
            return


def _sign(element: HtmlElement) -> int | None:
    """Return how sure a sign of a byline an element carries, 0 for the surest; None: it carries none."""
    marks = element.attrib
    if not marks:
        return None
    rel, kind = marks.get("rel"), marks.get("class")
    if (
        (rel and "author" in rel)
        or "author" in (marks.get("itemprop") or "").split()
        or marks.get("data-testid") == "author-name"
    ):
        return 0
    if kind and element.tag in _BOXES:
        if _SURE_CLASS.search(kind):
            return 0
        if _OTHER_CLASS.search(kind):
            return 1
    return 2 if element.tag == "a" and _PROFILE.search(marks.get("href") or "") else None


def _names_within(found: list[HtmlElement]) -> Iterator[str]:
    marked = [e for e in found if "author" in (e.get("itemprop") or "").split() or "author" in (e.get("rel") or "")]
    first = (marked or found)[0]
    inner = [e for e in first.iter("a", "span", "div") if e is not first and _holds_name(e)]
    profiles = [e for e in inner if e.tag == "a" and _PROFILE.search(e.get("href") or "")]
    beside = [e for e in marked if e.getparent() is first.getparent()] or profiles or inner or [first]
    yield from map(_to_the_day, beside)


def _holds_name(element: HtmlElement) -> bool:
    if element.tag == "a":
        return not _ELSEWHERE.match(element.get("href") or "")
    return element.get("itemprop") == "name" or "name" in (element.get("class") or "").lower()


def _signed_in_chinese(tree: HtmlElement) -> Iterator[str]:
    """Yield what follows the first "作者：" among the page's short lines."""
    for text in tree.xpath("//text()[contains(., '作者') or contains(., '记者') or contains(., '撰文')]"):
        if len(text) <= MAXIMUM_BYLINE and (found := CHINESE_SIGN.search(text)):
            yield f"作者：{found[1]}"
            return


def _signed(tree: HtmlElement) -> Iterator[str]:
    """Yield the first short text that says by whom, with a whole name, where no class marks it."""
    texts = tree.xpath("//body//text()[string-length() > 5 and string-length() < 90]")
    signs = ((text, said) for text in texts if _BEGINS_SIGN.match(said := " ".join(text.split())))
    for text, said in islice(signs, MAXIMUM_MARKED):
        parent = text.getparent()
        if parent is not None and not _is_aside(parent):
            names = clean_names([said])
            if names and all(_PERSON.fullmatch(name) for name in names):
                yield said
                return


def _is_aside(element: HtmlElement) -> bool:
    """Say whether the element stands in a part of the page where other people sign: comments, lists, the foot."""
    for outer in element.iterancestors():
        marks = f"{outer.tag} {outer.get('class') or ''} {outer.get('id') or ''}".lower()
        if outer.tag in ("aside", "footer", "nav") or "comment" in marks or "related" in marks or "teaser" in marks:
            return True
    return False


def _to_the_day(element: HtmlElement) -> str:
    """Return an element's words up to the piece that has a digit: after the names comes the day."""
    pieces = [piece for piece in element.xpath(".//text()[not(ancestor::time)]") if piece.strip()]
    end = next((n for n, piece in enumerate(pieces) if n and re.search(r"\d", piece)), len(pieces))
    return " ".join(" ".join(pieces[:end]).split()) or _words(element)


def _words(element: HtmlElement) -> str:
    said = " ".join(" ".join(element.itertext()).split())
    if said or "author" not in (element.get("itemprop") or "").split():
        return said
    return next((e.get("content") or "" for e in element.iter("meta") if e.get("itemprop") == "name"), "")


def _letters(name: str) -> str:
    return "".join(re.findall(r"\w", name.lower()))
