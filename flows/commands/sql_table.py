"""The answer to a question in SQL, drawn as a table for a person."""

from pathlib import Path

from flows.commands.tables import print_table

SHOWN_ROWS = 500  # --csv, --json and --parquet have all


def draw(snapshot: Path, query: str, *, as_of: str | None, seconds: float) -> None:
    """Draw the answer to one query as a table for a person."""
    from storage.snapshot.sql import ask

    answer = ask(snapshot, query, as_of=as_of, seconds=seconds, row_limit=SHOWN_ROWS)
    print_table(answer.columns, answer.rows)
    more = f" (the first {len(answer.rows)}; --csv, --json and --parquet give all)" if answer.truncated else ""
    print(f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}{more}, {answer.seconds:.2f} s")
