"""A damaged document keeps every entry that stands whole in it, and what can be made of the others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import unescape
from xml.sax.saxutils import quoteattr

from extractors.feeds.entry_drafts import EntryDraft
from extractors.feeds.plain_text import plain_text
from extractors.feeds.xml.document import IllFormedError, XmlFeed, read_head, tree_of
from extractors.feeds.xml.entries import EntryReader, UnfamiliarError
from extractors.feeds.xml.mending import NAMESPACES, with_declared_prefixes
from extractors.feeds.xml.whole_entries import Piece, pieces_of

_DECLARATION = re.compile(r"\sxmlns:([A-Za-z_][\w.-]*)\s*=\s*[\"']([!-~]{1,200}?)[\"']")
_MOST_DECLARATIONS = 100
DAMAGED = "it is damaged; its entries were read one by one"
_KEY = re.compile(
    r"<(?:[\w.-]+:)?(?:guid|id|link)(?:\s[^<>]*)?>\s*((?:<!\[CDATA\[)?[^<>]{1,2000})|<link\s[^<>]*?href=[\"']([^\"'<>]{1,2000})",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"<(?:[\w.-]+:)?(?:link|guid|id)(?:\s[^<>]*)?>[^<]*\Z", re.IGNORECASE)
_TITLE_END = re.compile(r"</(?:[\w.-]+:)?title\s*>", re.IGNORECASE)


def read_damaged(text: str, before: XmlFeed | None, *, address: str) -> XmlFeed | None:
    """Return what stands in a document that is not well-formed; None: nothing.

    Each entry is read by itself: strictly, and what that refuses with lxml's recovery. Where feedparser read the
    same entry, its reading of a broken one is preferred.

    Args:
        text: without prologue.
        before: what feedparser made of the whole; None: it refused.
        address: the feed's own.
    """
    pieces = pieces_of(text)
    if not pieces:
        return before
    head, reader = read_head(text[: pieces[0].start], address=address, is_atom="entry" in text[pieces[0].start :][:30])
    spaces = _declarations(text)
    known = list(before.drafts) if before else []
    is_cut = len(pieces) > 1 and not pieces[-1].is_closed and bool(_CUT_OFF.search(pieces[-1].text))
    if is_cut:  # half an address would be an article of its own; the entry comes whole with a later answer
        pieces = pieces[:-1]
        known = known[: len(pieces)]
    drafts, lost = _merged([(piece, *_draft(piece, spaces, reader)) for piece in pieces], known)
    lost += is_cut
    whole = before if before is not None else head
    error = f"{DAMAGED} ({whole.error})" if whole.error else DAMAGED
    return replace(whole, drafts=tuple(drafts), lost=lost, error=error)


def _declarations(text: str) -> str:
    """Return the declarations of a document's prefixes, for its parts; a known prefix means what it always means."""
    stated = dict(_DECLARATION.findall(text)[:_MOST_DECLARATIONS]) | NAMESPACES
    return "".join(f" xmlns:{prefix}={quoteattr(space)}" for prefix, space in stated.items())


def _draft(piece: Piece, spaces: str, reader: EntryReader) -> tuple[EntryDraft | None, bool]:
    """Return one entry, and whether it stands whole."""
    wrapped = with_declared_prefixes(f"<piece{spaces}>{piece.text}</piece>") if piece.is_closed else ""
    if piece.is_closed:
        try:
            return reader.draft(tree_of(wrapped)[0]), True
        except (IllFormedError, UnfamiliarError):
            pass
    try:
        if not piece.is_closed and not _TITLE_END.search(piece.text):
            return None, False  # cut off within its headline
        root = tree_of(wrapped or f"<piece{spaces}>{piece.text}", recover=True)
        return (reader.draft(root[0]) if len(root) else None), False
    except (IllFormedError, UnfamiliarError):
        return None, False


def _keys(draft: EntryDraft) -> set[str]:
    return {key for key in (draft.guid, *draft.links) if key}


def _stated_keys(piece: Piece) -> set[str]:
    """Return the addresses and identifiers that stand in a broken entry, told by their tags alone."""
    found = _KEY.findall(piece.text)
    return {
        unescape(key.removeprefix("<![CDATA[").removesuffix("]]>").strip()) for keys in found for key in keys if key
    }


def _merged(
    pieces: Sequence[tuple[Piece, EntryDraft | None, bool]], known: Sequence[EntryDraft]
) -> tuple[list[EntryDraft], int]:
    """Return the entries of a document in its order, and how many whole ones `known` lacks."""
    by_key = {key: draft for draft in known for key in _keys(draft)}
    titles = {(draft.guid or None, draft.title) for draft in known}
    found: list[EntryDraft] = []
    lost = 0
    for piece, draft, is_whole in pieces:
        keys = _keys(draft) if draft is not None and is_whole else _stated_keys(piece)
        twin = next((by_key[key] for key in keys if key in by_key), None)
        if is_whole and draft is not None:
            lost += (draft.guid or None, draft.title) not in titles and not _is_same(draft, twin)
            found.append(draft)
        elif (best := twin or draft) is not None:
            found.append(best)
    used = {key for draft in found for key in _keys(draft)}
    return [*found, *_unmatched(known, used)], lost


def _is_same(draft: EntryDraft, twin: EntryDraft | None) -> bool:
    return twin is not None and plain_text(twin.title) == plain_text(draft.title)


def _unmatched(known: Iterable[EntryDraft], used: set[str]) -> list[EntryDraft]:
    """Return what feedparser alone found: entries whose tags are broken."""
    return [draft for draft in known if draft.title and _keys(draft) and not _keys(draft) & used]
