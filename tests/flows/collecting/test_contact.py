"""Without a contact nobody else's site is asked; with one, and for hosts of one's own, nothing is in the way."""

from dataclasses import replace

import pytest

from flows.collecting.contact import require_contact
from flows.configuration.settings import Settings
from flows.configuration.values import contact
from news.errors import InputError

OWN = (
    "http://127.0.0.1:8080/feed",
    "http://localhost/feed",
    "https://intranet/feed",
    "https://feeds.post.example/rss",
    "not an address",
)


def test_a_public_host_is_not_asked_without_a_contact() -> None:
    settings = replace(Settings(), private_hosts="127.0.0.1 intranet")
    require_contact(settings, OWN)
    with pytest.raises(InputError, match=r"news\.example\.org is not asked: .* Set contact in newsthread\.toml"):
        require_contact(settings, [*OWN, "https://news.example.org/rss"])
    require_contact(replace(settings, contact="me@example.org"), ["https://news.example.org/rss"])


@pytest.mark.parametrize("value", ["", "me@example.org", "The desk, desk@example.org", "https://example.org/bot"])
def test_a_contact_is_a_mail_address_or_a_page(value: str) -> None:
    assert contact(value) == value


@pytest.mark.parametrize("value", ["me", "not a mail", "@", "ask us", 5])
def test_what_reaches_nobody_is_no_contact(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        contact(value)
