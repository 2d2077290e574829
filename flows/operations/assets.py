"""What the flows make, as assets of Prefect: feeds → articles → links → snapshot → digests and site, fresh or not."""

from collections.abc import Callable
from typing import Any

from prefect import task
from prefect.assets import Asset, AssetProperties, materialize

from flows.collecting.pipeline import LINK, POLL, PUBLISH, READ


def _asset(name: str, description: str) -> Asset:
    return Asset(key=f"newsthread://{name}", properties=AssetProperties(name=name, description=description))


FEEDS = _asset("feeds", "Entries that feeds announced.")
ARTICLES = _asset("articles", "Texts read from pages, with their versions.")
LINKS = _asset("links", "Near-copies, citations, origins, stories and matches of watches.")
SNAPSHOT = _asset("snapshot", "news.duckdb, which people read.")
DIGESTS = _asset("digests", "Digests as they were frozen, and what became of their deliveries.")
SITE = _asset("site", "The static pages.")

# What each step makes, and of what.
OF_STEPS: dict[str, tuple[Asset, tuple[Asset, ...]]] = {
    POLL.name: (FEEDS, ()),
    READ.name: (ARTICLES, (FEEDS,)),
    LINK.name: (LINKS, (ARTICLES,)),
    PUBLISH.name: (SNAPSHOT, (LINKS,)),
}


def makes(asset: Asset, of: tuple[Asset, ...], **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Return the decorator of a task that makes an asset of others."""
    return materialize(asset, asset_deps=list(of), **options)


def step_task(name: str) -> Callable[[Callable[..., Any]], Any]:
    """Return the decorator of a step's task; a step that makes something tells of its asset."""
    asset = OF_STEPS.get(name)
    return makes(*asset, name=name, task_run_name=name) if asset else task(name=name, task_run_name=name)
