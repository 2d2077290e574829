"""Precision and recall of `corroborate` on claims in a reader's own words, over the texts of changed_words.

python -m benchmarks.corroborate.own_words ../shared/data [--show] [--archive FOLDER]
"""

from benchmarks.corroborate.changed_words import read_all
from benchmarks.corroborate.rumours import run

if __name__ == "__main__":
    files = ("own_words", "own_words_last", "own_words_next", "fourth_own_words", "fifth_own_words")
    names = [f"claims_{name}" for name in files]
    run(__doc__, read_all, names)
