"""A notebook of marimo on the demo's archive: `newsthread demo`, then `marimo edit examples/coverage.py`."""

import marimo

app = marimo.App(width="medium")


@app.cell
def _():
    import os

    import altair as alt
    import marimo as mo

    import newsthread

    archive = newsthread.open(os.environ.get("NEWSTHREAD_ARCHIVE", "demo-archive"))
    return alt, archive, mo


@app.cell
def _(mo):
    mo.md("""
    # What is covered, by whom, and how much of it is copied

    Copies are counted apart: a *copy group* is all near-copies of one original. `FROM vocabulary` explains every
    view and column.
    """)


@app.cell
def _(alt, archive):
    days = archive.rows("""
        SELECT CAST(day AS VARCHAR) AS day, title, count(DISTINCT a.copy_group_id) AS copy_groups
        FROM articles_of((SELECT list(story_id ORDER BY articles DESC)[:3] FROM stories)) AS a
        JOIN stories ON story_id = name GROUP BY ALL ORDER BY day
    """)
    stories_chart = (
        alt.Chart(alt.Data(values=days), title="Reports a day, copies counted once: the three largest stories")
        .mark_bar()
        .encode(
            x="day:T",
            y=alt.Y("copy_groups:Q", title="copy groups", axis=alt.Axis(tickMinStep=1, format="d")),
            row=alt.Row("title:N", title=None, header=alt.Header(labelAngle=0, labelAlign="left", labelOrient="top")),
        )
        .properties(height=90, width=560)
    )
    stories_chart
    return (stories_chart,)


@app.cell
def _(alt, archive):
    outlets = archive.rows("""
        SELECT outlet, CASE WHEN is_original THEN 'text of its own' ELSE 'copy' END AS kind, count(*) AS articles
        FROM articles WHERE outlet IS NOT NULL GROUP BY ALL
    """)
    outlets_chart = (
        alt.Chart(alt.Data(values=outlets), title="Articles by outlet")
        .mark_bar()
        .encode(
            x=alt.X("articles:Q", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("outlet:N", sort="-x", title=None),
            color=alt.Color("kind:N", title=None),
        )
        .properties(width=560)
    )
    outlets_chart
    return (outlets_chart,)


@app.cell
def _(alt, archive):
    sources = archive.rows("""
        SELECT title, unnest(['independent sources', 'unknown reports']) AS what,
               unnest([independent_sources, unknown_reports]) AS n
        FROM stories WHERE copy_groups > 1
    """)
    sources_chart = (
        alt.Chart(
            alt.Data(values=sources), title="On how many sources the stories rest, and how many reports name none"
        )
        .mark_bar()
        .encode(
            x=alt.X("n:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("title:N", title=None, axis=alt.Axis(labelLimit=320)),
            color=alt.Color("what:N", title=None),
        )
        .properties(width=420)
    )
    sources_chart
    return (sources_chart,)


if __name__ == "__main__":
    app.run()
