"""What linking reads of the archive: all of its reads stand here, and none of them writes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from news.copies.batch import CopyInputs
from news.copies.boilerplate import blanked, boilerplate_lines, line_keys
from news.copies.groups import pairs_with_originals
from news.copies.sketches import Sketch
from news.errors import WatchError
from news.language.name_lists import NameList
from news.origins.batch import StoryContext
from news.origins.gazetteer import Gazetteer
from news.origins.origin_groups import OutletNames
from news.records import Article, Correction, NearCopy, Placement, record
from news.watches.parser import ParsedWatch, parse_watches
from storage.archive import Archive


@record
class LinkingBase:
    """What every batch of a run is linked with: nobody else may change it meanwhile."""

    gazetteer: Gazetteer
    words_of_names: NameList
    outlet_names: OutletNames
    countries: Mapping[str, str]  # of outlets, where known
    corrections: Sequence[Correction]
    watches: Sequence[ParsedWatch]
    refused: Mapping[str, WatchError]  # watches whose queries cannot be read, by name


def load_base(archive: Archive) -> LinkingBase:
    """Read the outlets, the corrections and the watches."""
    outlets = archive.outlets.all()
    watches, refused = parse_watches(archive.watches.all())
    return LinkingBase(
        gazetteer=Gazetteer.of(outlets),
        words_of_names=NameList.of(outlets),
        outlet_names=OutletNames(outlets),
        countries={outlet.outlet: outlet.country for outlet in outlets if outlet.country},
        corrections=archive.links.corrections(),
        watches=watches,
        refused=refused,
    )


class StoredArticles:
    """The stored articles that linking one batch reads: each is read once."""

    def __init__(self, archive: Archive, known: Iterable[Article]) -> None:
        """Begin with articles that were read already."""
        self._archive = archive
        self._known = {article.article_id: article for article in known}

    def get(self, article_ids: Collection[int]) -> list[Article]:
        """Return the current versions of `article_ids`, by time; what is not there is left out."""
        missing = set(article_ids) - self._known.keys()
        self._known |= {article.article_id: article for article in self._archive.articles.get(missing)}
        found = [self._known[key] for key in set(article_ids) if key in self._known]
        return sorted(found, key=lambda article: (article.ordered_at, article.article_id))


def load_boilerplate(
    archive: Archive, articles: Sequence[Article], *, are_linked: bool = True
) -> dict[str, frozenset[str]]:
    """Return the lines of these articles that are boilerplate, by outlet.

    Args:
        are_linked: the index holds their lines; a batch that is being linked counts as it is now.
    """
    keys = {key for article in articles if article.outlet for key in line_keys(article.text)}
    without = () if are_linked else [article.article_id for article in articles]
    uses = archive.boilerplate_index().uses(keys, without=without)
    return boilerplate_lines(articles, uses, are_linked=are_linked)


def load_copies(
    archive: Archive, texts: StoredArticles, batch: Sequence[Article], sketches: Mapping[int, Sketch], *, since: date
) -> CopyInputs:
    """Read the stored articles from `since` on that `batch` may repeat, with all that grouping them needs."""
    candidates = archive.sketches().candidates(sketches, since_day=since)
    ids = {article.article_id for article in batch}
    placed = archive.links.placements({old for _, old in candidates} | ids)
    groups = {item.article_id: item.copy_group_id for item in placed}
    members = archive.links.group_members(set(groups.values()))
    groups |= {item.article_id: item.copy_group_id for item in members}
    originals = {item.copy_group_id: item.article_id for item in members if item.is_original}
    pairs = pairs_with_originals(candidates, groups, originals)
    known = texts.get(({old for _, old in pairs} | set(groups)) - ids)
    lines = load_boilerplate(archive, known)
    pairs_held = _pairs_held(archive, batch, known)
    pair_ids = {key for copy in pairs_held for key in (copy.article_id, copy.original_id)} - groups.keys()
    return CopyInputs(
        sketches=sketches,
        pairs=pairs,
        known=blanked(known, lines),
        pairs_held=pairs_held,
        groups={item.article_id: item.copy_group_id for item in archive.links.placements(pair_ids)} | groups,
        citations=archive.links.citations([article.article_id for article in known]),
        story_of_group={item.copy_group_id: item.story_id for item in members},
        boilerplate=lines,
    )


def _pairs_held(archive: Archive, batch: Sequence[Article], known: Sequence[Article]) -> list[NearCopy]:
    """Return the known pairs of the stored articles that repeat the batch or came after it: they are told anew."""
    first = min(article.ordered_at for article in batch)
    ids = {article.article_id for article in batch}
    later = {article.article_id for article in known if article.ordered_at >= first}
    return archive.links.copies((later | archive.links.repeaters_of(ids)) - ids)


def load_stories(
    archive: Archive, story_ids: Collection[str], article_ids: Collection[int]
) -> tuple[list[Placement], dict[str, str]]:
    """Return where all articles of these stories, and these articles, stand now; and the titles of the stories."""
    found = [*archive.links.story_members(story_ids), *archive.links.placements(article_ids)]
    return list({item.article_id: item for item in found}.values()), archive.links.story_titles(story_ids)


def load_context(
    archive: Archive, texts: StoredArticles, placements: Collection[Placement], batch: Sequence[Article]
) -> StoryContext:
    """Read the texts and links of the articles of stories, those of `batch` from the batch itself."""
    ids = {item.article_id for item in placements}
    fresh = {article.article_id: article for article in batch}
    stored = ids - fresh.keys()
    return StoryContext(
        articles={article.article_id: article for article in texts.get(stored)} | fresh,
        placements={item.article_id: item for item in placements},
        quotes=archive.links.quotes(stored),
        citations=archive.links.citations(stored),
        copies=archive.links.copies(stored),
        figures=archive.links.figures(stored),
    )
