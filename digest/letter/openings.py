"""What the first glance at a digest shows: its subject, and one line for each story."""

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
    """Tell whether a headline asks: it says nothing that happened."""
    return headline.rstrip(" .…").endswith(("?", "？"))


def tells_no_news(headline: str, language: str | None) -> bool:
    """Tell whether a headline is a comment's, a feature's, or asks."""
    return is_aside(headline.rstrip(" .…"), language)


def top_lines(digest: Digest, words: Words) -> tuple[TopLine, ...]:
    """Return one line for each story, all of them to be read in a minute.

    A line is the sentence that tells most of the story's news, cut at a clause, and whose it is. It is the headline of
    the news where no clause of a long sentence ends, where the sentence alone does not tell what it is about, and for
    stories ranked lower where these sentences take more than a minute.
    """
    headlines = [clean_title(development(story)) for story in digest.stories]
    room = _GLANCE_WORDS - sum(map(count_words, headlines))
    lines = []
    for story, headline in zip(digest.stories, headlines, strict=True):
        sentence = _news_of(story)
        more = max(0, count_words(sentence) - count_words(headline))
        is_told = more <= room
        room -= more if is_told else 0
        lines.append(_top_line(story, words, sentence if is_told else "", headline))
    return tuple(lines)


def _news_of(story: StoryUpdate) -> str:
    """Return the first sentence of a story, cut at a clause; empty where none is told or makes no line by itself."""
    if not story.sentences:
        return ""
    first = story.sentences[0]
    sentence = clean_text(first.sentence)
    is_told = stands_alone(sentence, f"{first.title} {story.title}", first.language)
    return first_clauses(sentence, first.language) if is_told else ""


def _top_line(story: StoryUpdate, words: Words, sentence: str, headline: str) -> TopLine:
    label = phrases.state_label(story, words)
    if not sentence:
        return TopLine(story_id=story.story_id, text=headline, label=label)
    first = story.sentences[0]
    return TopLine(
        story_id=story.story_id,
        text=sentence,
        label=label,
        outlet=phrases.outlet_label(first.outlet, words),
        language=first.language,
    )
