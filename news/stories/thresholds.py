"""The numbers by which articles join stories, each with its source."""

from math import sqrt

from news.language.terms import TERM_RULES, TermRules
from news.records import record


@record
class StoryRules:
    """Thresholds of the story rules. Cosines are 0 to 1; one setting serves all kinds of articles.

    Source: measured together on ECB+, NeuS and UCI headlines (benchmarks/stories, five shuffles each), on the five seed
    documents among sixty other articles, and on the sample newsroom.
    tests/news/stories/floors.json keeps what is reached.
    """

    terms: TermRules = TERM_RULES

    # The news of the day: cosine to the story's profile × time factor.
    join_text: float = 0.22  # of a full text; .20 finds more of full texts days apart, and costs ECB+ .01 of F1
    join_headline: float = 0.11  # headlines alone share fewer words; flat between .11 and .14
    # Terms that a headline alone must share with a story; with fewer it is too short to tell. Of 921 headlines of years
    # (NeuS without texts) 84 of 99 that shared one word stood in a false story (benchmarks/stories/README.md).
    headline_shared: int = 3
    headline_grown: int = 2  # the same of one that stood alone, with a story that has grown; 3 costs UCI .05 of F1
    join_credit: float = 0.02  # by which one rare name that both use lowers the bar of a text
    nameless: float = 0.05  # by which the bar of a full text is higher that shares no name: it shares a topic
    least_name: float = 0.2  # of what names tell together, below which none is shared
    # Of a name's idf in that of a word nobody used: below, it is everybody's, as the candidates' of an election year.
    # Added up, such names lowered every bar of a large story: 35 articles of five months were one. Flat to .5.
    telling_name: float = 0.4
    common_groups: int = 30  # of other stories that use such a name; fewer do not tell that it is everybody's
    guide: float = 0.3  # by which the bars of a guide, a how-to or a list are higher: it tells of no event
    chance: float = 0.4  # weight of chance in the bars of short texts: at 30 terms they are .04 higher
    sigma_days: float = 3.0  # of the time factor (Miranda et al., EMNLP 2018: three days)
    time_floor: float = 0.5  # below which time never weakens similarity

    # The long memory: the same similarity without time, a higher bar. Rare names lower it: words alone are those of a
    # like event elsewhere. With the two halves of each story 100 days apart (ECB+, NeuS), F1 is .87 and .82.
    memory_join: float = 0.34  # .32 joins four matters around one minister, months apart, in an archive of 53 articles
    memory_credit: float = 0.05
    most_names: float = 3.0  # further names lower no bar
    least_trust: float = 0.7  # of that credit in the youngest archive: with .6 the sample newsroom falls apart
    names_known: int = 200  # copy groups of a language, below which a name's credit is less by as much

    # A story of many groups is near to all that has its field's words: it must be near to its groups one by one.
    least_average: float = (
        0.10  # mean cosine to a story's groups below which a text stays out; true ones have .11 or more
    )
    # One person's matters share a name, a country, an office and its words, up to a cosine of .35, and no more than .10
    # beside names; the texts of one matter share .13 to .49 (233 labelled texts, four matters around one ruler).
    beside_names: float = (
        0.10  # of the cosine to a story: what is owed to words of no name, below which a text stays out
    )
    ruling_name: float = 0.5  # of a story's groups that use a name's word, from which it is a name of all of the story
    ruling_names: int = 3  # of persons, places or bodies; a story with more such names is a matter
    beside_names_terms: int = 60  # of a text, below which it is too short to be asked for them; 45 costs ECB+ .004
    # Of a story's own groups so many are left out when its terms are counted, or one in `own_share` of all: a story
    # that is most of the archive makes its words common, or it draws in all that its field has.
    own_groups: int = 20
    own_share: int = 15

    # Stories that have grown together.
    merge: float = 0.38  # cosine of two profiles × time factor; of short texts higher by chance: .44 for 20 terms
    grown_members: int = 5  # copy groups from which a story may take in one that stood alone, by the rules of articles
    headline_terms: int = 14  # a profile of fewer terms comes from a headline
    split_members: int = 8  # copy groups from which a story is looked over, whenever their number has doubled
    split: float = 0.15  # similarity to the rest of the story below which two parts of it are apart

    # Idf of terms.
    unseen: float = 0.5  # copy groups that are thought to have a term that none has
    telling_groups: int = 1500  # below which a frequency counts as a share: a term of one in a hundred is not rare
    least_unseen: float = 0.1  # in an archive of some dozens a share says nothing
    unseen_groups: float = 50.0  # copy groups imagined beside those seen: in a young archive nothing is common yet
    windows_days: tuple[int, ...] = (30, 365, 36500)  # the first that holds enough copy groups
    window_groups: int = 3000  # enough to tell common words from rare ones

    # Cost.
    rare_groups: int = 30  # a term of one in so many copy groups is rare enough, whosever it is
    young_groups: int = 300  # copy groups below which stories are looked for among all, however unlike they seem
    article_terms: int = 150  # of an article that count, its heaviest: words that two long texts share by chance add up
    small_groups: int = 60  # copy groups below which more terms count, in proportion: so few texts do not tell which
    query_terms: int = 40  # of an article, by which near stories are found
    candidates: int = 10  # stories looked at closely for each article
    candidate_likeness: float = 0.05  # by the query's terms alone; half of the lowest bar
    profile_terms: int = 400  # that a story remembers

    title_margin: float = 0.10  # by which another headline must be nearer to the profile to replace the title
    title_retold: float = 0.4  # by how much less a headline is worth by the share of its words that a title had
    title_days: float = 0.5  # from which a newer headline replaces it: the story has moved on …
    title_nearness: float = 0.5  # … if it is at least half as near to the profile: the matter's own, and no aside

    def day_bar(self, names: float, terms: int, *, is_headline: bool) -> float:
        """Return the timed similarity with which an article of so many terms joins a story of these days."""
        if is_headline:
            return self.join_headline
        nameless = self.nameless if names < self.least_name and terms >= self.article_terms else 0.0
        return self.join_text + nameless - self.join_credit * min(names, self.most_names) + self._chance(terms)

    def memory_bar(self, names: float, terms: int) -> float:
        """Return the similarity with which an article joins a story however long it was silent."""
        return self.memory_join - self.memory_credit * min(names, self.most_names) + self._chance(terms)

    def trust_in_names(self, groups: int) -> float:
        """Return how much of a name's credit holds where so many copy groups of its language are known, 0 to 1.

        In a young archive every name looks rare, the prime minister's too.
        """
        return min(1.0, max(self.least_trust, groups / self.names_known))

    def terms_kept(self, groups: int) -> int:
        """Return how many terms of an article count in an archive of so many copy groups."""
        return round(self.article_terms * max(1.0, self.small_groups / max(1, groups)))

    def merge_bar(self, terms: float) -> float:
        """Return the timed similarity from which two stories are one, whose groups have so many terms each."""
        return self.merge + self._chance(max(terms, self.headline_terms))

    def _chance(self, terms: float) -> float:
        """Return by how much the bars of a short text are higher than those of a full one.

        What a cosine owes to chance falls with the square root of the number of terms.
        """
        full = self.article_terms
        return self.chance * (1 / sqrt(min(max(terms, 1), full)) - 1 / sqrt(full))


STORY_RULES = StoryRules()
