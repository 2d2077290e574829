"""No package that we install binds our users to a licence of its own."""

import pytest

from tools.licences import is_free, listed


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-only", False),
        ("AGPL-3.0", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_a_licence_is_told(licence: str, free: bool) -> None:
    assert is_free(licence) is free


def test_every_package_may_be_used_freely() -> None:
    found = list(listed())
    assert len(found) > 100
    assert [(name, licence) for name, _, licence in found if not is_free(licence)] == []
