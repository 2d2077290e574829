"""Errors survive pickling, since they cross process borders."""

import pickle

import pytest

from news import errors

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.NewsError)]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_pickling(kind: type[errors.NewsError]) -> None:
    error = pickle.loads(pickle.dumps(kind("feeds.toml, line 3: no url", subject="feeds.toml")))
    assert (type(error), str(error), error.subject) == (kind, "feeds.toml, line 3: no url", "feeds.toml")
