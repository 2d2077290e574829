"""What the first glance at a digest shows: its subject, and one line for each story."""

from digest.labels import Words
from digest.letter import phrases
from digest.safe_text import clean_text, clean_title, shorten
from news.facts.clauses import first_clauses
from news.facts.differences import is_disputed
from news.records import Digest, StoryUpdate, record

_SUBJECT_TITLE_CHARS = 64  # phones show 30 to 40 characters of a subject, desktops about 70; then come the counts


@record
class TopLine:
    """A story in one line, at the top of a digest."""

    story_id: str
    text: str
    label: str
    outlet: str = ""  # empty: the text is a headline
    language: str | None = None


def subject_line(digest: Digest, words: Words) -> str:
    """Return "<the top story's news>: 2 new, and 3 more stories | 26 Mar"; by the date programs keep digests apart.

    The counts are the top story's own; a digest without stories says what else it tells.
    """
    day = words.day(phrases.local(digest.period_end, digest).date())
    changed = len(digest.changed) + digest.left_out_changed
    if not digest.stories:
        counts = words.count("changed", changed) if changed else words.plain["nothing_new"]
        return words.say("subject_quiet", counts=counts, day=day)
    top, more = digest.stories[0], len(digest.stories) + digest.left_out - 1
    counts = words.count("new", top.new_articles)
    if more:
        counts = words.say("subject_more", counts=counts, more=words.count("more_stories", more))
    title = shorten(clean_title(development(top)), _SUBJECT_TITLE_CHARS)
    return words.say("subject", title=title, counts=counts, day=day)


def development(story: StoryUpdate) -> str:
    """Return the headline of what is new in a story: of the article told first, else the newest.

    A question is none, and one whose matter another of them disputes ("freed", where the other says "dead") only where
    there is no better: a subject says nothing that the digest below denies.
    """
    headlines = [quoted.title for quoted in story.sentences] + [quoted.sentence for quoted in story.headlines]
    told = [headline for headline in headlines if headline.strip() and not headline.rstrip().endswith(("?", "？"))]
    undisputed = (one for one in told if not is_disputed(one, (other for other in told if other != one)))
    return next(undisputed, told[0] if told else story.title)


def top_lines(digest: Digest, words: Words) -> tuple[TopLine, ...]:
    """Return one line for each story: the sentence that tells most of its news, cut at a clause, and whose it is."""
    return tuple(_top_line(story, words) for story in digest.stories)


def _top_line(story: StoryUpdate, words: Words) -> TopLine:
    if not story.sentences:
        return TopLine(
            story_id=story.story_id, text=clean_title(development(story)), label=phrases.state_label(story, words)
        )
    first = story.sentences[0]
    return TopLine(
        story_id=story.story_id,
        text=first_clauses(clean_text(first.sentence), first.language),
        label=phrases.state_label(story, words),
        outlet=phrases.outlet_label(first.outlet, words),
        language=first.language,
    )
