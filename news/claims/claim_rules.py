"""When a sentence states a claim: every threshold of the comparison."""

from news.records import record


@record
class MatchRules:
    """When a sentence states a claim; measured with benchmarks/corroborate."""

    stated_own: float = 1.0  # share of the claim's words that a sentence itself must hold, so that it is told for it
    in_headline: int = 4  # words of a claim of which one may stand in the headline or the sentence before alone
    stated: float = 0.75  # share of the claim's words that a sentence holds which states it
    stated_figures: float = 0.6  # the same where its figures stand there, too
    other_figure: float = 0.75  # share above which a sentence with another figure is about the same
    own_figures: float = 0.3  # as `own`, where the figures stand in the sentence
    contrary: float = 0.65  # the same of one that states its contrary
    touched: float = 0.5  # the same of one that speaks of the matter and leaves it open
    in_context: float = 0.5  # what a word counts that stands in the headline or the sentence before alone
    own: float = 0.4  # share that must stand in the sentence itself, so that it speaks of the matter
    few: int = 4  # of so few words a sentence that states the claim holds all …
    some: int = 6  # … of so few all but one …
    own_of_many: float = 0.75  # … and of more this share
    nearly: float = 0.875  # of few words one may stand around the sentence alone, where this share is held
    qualified: float = 0.05  # the same where one is said to be rough: "a little over 1.3 billion"
    tolerance: float = 0.02  # by which two figures may differ and still be one


MATCH_RULES = MatchRules()
