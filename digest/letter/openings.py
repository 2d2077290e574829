"""What the first glance at a digest shows: its subject, and each story's name and news."""

from dataclasses import replace

from digest.labels import Words
from digest.letter import phrases
from digest.letter.allot import count_words
from digest.safe_text import clean_text, clean_title
from news.facts.clauses import first_clauses, short_headline, stands_alone
from news.facts.differences import is_disputed
from news.records import Digest, StoryUpdate, record
from news.stories.headlines import is_aside

_GLANCE_WORDS = 238  # of all first lines: a minute of silent reading (phrases.minutes_line)


@record
class TopLine:
    """A story at the top of a digest: its name, as it stands above its part, and its news."""

    story_id: str
    name: str
    label: str
    text: str = ""  # empty: the name tells it, or there is no room
    outlet: str = ""  # empty: the text is a headline
    language: str | None = None


def subject_line(digest: Digest, words: Words) -> str:
    """Return "<the top story's news>: 2 new, and 3 more stories | 26 Mar"; by the date programs keep digests apart.

    The counts are the top story's own; a digest without stories says what else it tells.
    """
    day = words.day(phrases.local(digest.period_end, digest).date())
    changed = len(digest.changed) + digest.left_out_changed
    if not digest.stories:
        counts = words.count("changed", changed) if changed else phrases.nothing_new(digest, words)
        return words.say("subject_quiet", counts=counts, day=day)
    top, more = digest.stories[0], len(digest.stories) + digest.left_out - 1
    counts = words.count("new", top.new_articles)
    if more:
        counts = words.say("subject_more", counts=counts, more=words.count("more_stories", more))
    language = next((quoted.language for quoted in (*top.sentences, *top.headlines)), None)
    title = _without_stop(short_headline(clean_title(development(top)), language))
    return words.say("subject", title=title, counts=counts, day=day)


def _without_stop(title: str) -> str:
    """Return a headline without the full stop that some outlets put at its end; "the U.S." keeps its own."""
    *_, last = title.split() or [""]
    is_stop = last.endswith(".") and not last.endswith("..") and "." not in last[:-1]
    return title[:-1] if is_stop else title


def development(story: StoryUpdate) -> str:
    """Return the headline of what is new in a story: of the article told first, else the newest.

    A question is none; a comment's or a feature's, and one whose matter another of them disputes ("freed", where the
    other says "dead"), only where there is no better: a subject says nothing that the digest below denies.
    """
    language = next((quoted.language for quoted in (*story.sentences, *story.headlines)), None)
    headlines = [quoted.title for quoted in story.sentences] + [quoted.sentence for quoted in story.headlines]
    stated = [headline for headline in headlines if headline.strip() and not is_question(headline)]
    told = [headline for headline in stated if not tells_no_news(headline, language)] or stated
    undisputed = (one for one in told if not is_disputed(one, (other for other in told if other != one)))
    return next(undisputed, told[0] if told else story.title)


def is_question(headline: str) -> bool:
    """Return whether a headline asks: it says nothing that happened."""
    return headline.rstrip(" .…").endswith(("?", "？"))


def tells_no_news(headline: str, language: str | None) -> bool:
    """Return whether a headline is a comment's, a feature's, or asks."""
    return is_aside(headline.rstrip(" .…"), language)


def top_lines(digest: Digest, words: Words) -> tuple[TopLine, ...]:
    """Return one entry for each story, all of them to be read in a minute.

    Each has the story's name. Its news follows while there is room: the sentence that tells most of it, cut at a
    clause, and whose it is; or the headline of the news, where no clause of a long sentence ends or the sentence alone
    does not tell what it is about, unless that is the name.
    """
    room = _GLANCE_WORDS - sum(count_words(clean_title(story.title)) for story in digest.stories)
    lines = []
    for story in digest.stories:
        line = _top_line(story, words)
        is_told = count_words(line.text) <= room
        room -= count_words(line.text) if is_told else 0
        lines.append(line if is_told else replace(line, text="", outlet="", language=None))
    return tuple(lines)


def _top_line(story: StoryUpdate, words: Words) -> TopLine:
    name, label = clean_title(story.title), phrases.state_label(story, words)
    line = TopLine(story_id=story.story_id, name=name, label=label)
    sentence = _news_of(story)
    if sentence:
        first = story.sentences[0]
        outlet = phrases.outlet_label(first.outlet, words)
        return replace(line, text=sentence, outlet=outlet, language=first.language)
    headline = clean_title(development(story))
    return line if headline == name else replace(line, text=headline)


def _news_of(story: StoryUpdate) -> str:
    """Return the first sentence of a story, cut at a clause; empty where none is told or makes no line by itself."""
    if not story.sentences:
        return ""
    first = story.sentences[0]
    sentence = clean_text(first.sentence)
    is_told = stands_alone(sentence, f"{first.title} {story.title}", first.language)
    return first_clauses(sentence, first.language) if is_told else ""
