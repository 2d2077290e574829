import json
from pathlib import Path

import pytest

from benchmarks.stories.ours import run_ours
from benchmarks.stories.scores import bcubed
from benchmarks.stories.sets import NAMES, SHARED, load, shuffled

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("batch", [2000, 50])
@pytest.mark.parametrize("name", NAMES)
def test_stories_are_found_at_least_as_well_as_before(name: str, batch: int) -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/data/stories is absent: the quality of stories is NOT measured")
    rows = shuffled(load(name), 0)
    found = run_ours([row.article for row in rows], batch=batch)
    assert bcubed(found, [row.story for row in rows]).f1 >= FLOORS[f"batches_of_{batch}"][name]
