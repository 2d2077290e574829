"""What the flows make is told to Prefect as assets, each made of the one before.

Prefect is imported where it is asked: every process that collects the tests would import it otherwise.
"""

from flows.collecting.pipeline import ALERT, STEPS


def test_every_step_but_the_alerts_makes_an_asset_of_the_one_before() -> None:
    from flows.operations.assets import OF_STEPS, SNAPSHOT

    made = [step.name for step in STEPS if step is not ALERT]
    assert list(OF_STEPS) == made
    chain = [OF_STEPS[name] for name in made]
    assert [of for _, of in chain] == [(), *((asset,) for asset, _ in chain[:-1])]
    assert chain[-1][0] is SNAPSHOT


def test_digests_and_site_are_made_of_the_snapshot() -> None:
    from flows.operations.assets import SNAPSHOT
    from flows.print_site import write_pages
    from flows.send_digest import write_letters

    for task, key in ((write_letters, "newsthread://digests"), (write_pages, "newsthread://site")):
        assert [asset.key for asset in task.assets] == [key]
        assert [asset.key for asset in task.asset_deps] == [SNAPSHOT.key]


def test_every_asset_has_a_name_and_says_what_it_is() -> None:
    from flows.operations.assets import OF_STEPS

    for asset, _ in OF_STEPS.values():
        assert asset.properties is not None
        assert asset.properties.name
        assert asset.properties.description
