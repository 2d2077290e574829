"""Precision and recall of `corroborate` on claims in a reader's own words, over the texts of changed_words.

python -m benchmarks.corroborate.own_words ../shared/data [--show] [--archive FOLDER]
"""

from benchmarks.corroborate.changed_words import read_all
from benchmarks.corroborate.rumours import run

if __name__ == "__main__":
    names = ("claims_own_words", "claims_own_words_last", "claims_own_words_next", "claims_fourth_own_words")
    run(__doc__, read_all, names)
