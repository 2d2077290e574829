"""What others might mind happens only where somebody has asked for it: said nowhere, nothing is shared or removed."""

from pathlib import Path

import pytest

from flows.configuration.settings import Settings
from flows.delivery.site import SiteOptions

SETTINGS = {
    "private_hosts": "",  # no request goes into the network of the house
    "share_snapshot": False,  # other users of the machine read nothing
    "site_indexed": False,  # search engines list no texts of others
    "site_address": "",
    "alerts_to": "",
    "publish_parquet": None,
    "retain_days": {},  # nothing is removed unasked
    "retain_pages_days": None,
    "keep_pages": True,
    "readers": (),
    "channels": (),
    "lake": None,
}
SITE = {"is_indexed": False, "has_digests": False, "address": ""}  # digests are their readers' own


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_that_nobody_made_is_the_cautious_one(name: str) -> None:
    assert getattr(Settings(), name) == SETTINGS[name]


@pytest.mark.parametrize("name", SITE)
def test_a_site_shows_no_more_than_it_is_told_to(name: str) -> None:
    assert getattr(SiteOptions(), name) == SITE[name]


def test_paths_are_in_the_folder_of_the_archive() -> None:
    assert Settings(archive=Path("a")).snapshot == Path("a") / "news.duckdb"


def test_limits_of_quoting_that_are_set_stand_beside_the_usual_ones() -> None:
    quotes = Settings(quote_words={"Tide": 20}, quote_share={"*": 0.1}).quotes
    assert quotes.words == {"*": 150, "Tide": 20}
    assert quotes.share == {"*": 0.1}


def test_every_server_is_told_who_asks() -> None:
    assert Settings().user_agent.endswith("(+no contact given)")
    assert Settings(contact="a@tide.example").user_agent.endswith("(+a@tide.example)")
