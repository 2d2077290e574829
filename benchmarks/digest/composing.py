"""Time a digest from an archive of many articles: asked, composed and rendered, of a day and of a week.

    .venv/bin/python -m benchmarks.digest.composing FOLDER [ARTICLES]

The archive is that of benchmarks.digest.site: 300 words an article, a quarter of them copies, about 900 a day at a
million. Each digest is made in a process of its own, as `newsthread digest preview` makes it; its seconds are those of
the clock and of CPU, imports left out.
"""

import sys
import time
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from benchmarks.digest.site import NOW, build
from digest.letter.render import render_email
from digest.mail.envelope import Sender
from flows.delivery.digest_content import tell
from news.records import Reader

READER = Reader(name="anna", address="anna@reader.example")


def timed(path: Path, days: int) -> str:
    """Make one digest and say how long it took, and what stands in it."""
    begun, cpu = time.perf_counter(), time.process_time()
    digest = tell(path, READER, since=NOW - timedelta(days=days), until=NOW)
    chosen = time.perf_counter() - begun
    sender = Sender(address="news@desk.example", list_domain="desk.example", unsubscribe_mail="leave@desk.example")
    message = render_email(digest, sender, recipient=READER.address, now=NOW)
    whole, cpu = time.perf_counter() - begun, time.process_time() - cpu
    return (
        f"{days} days: {whole:.2f} s ({chosen:.2f} s to tell), {cpu:.2f} s of CPU; {digest.new_articles} new articles, "
        f"{len(digest.stories)} stories told, {digest.left_out} left out, {len(message.as_bytes()) // 1000} kB\n"
    )


def main(folder: Path, articles: int) -> None:
    """Build the archive where there is none, then make digests."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"news-{articles}.duckdb"
    if not path.exists():
        build(path, articles // 4)
    for days in (1, 1, 7):
        with get_context("spawn").Pool(1) as pool:
            sys.stdout.write(pool.apply(timed, (path, days)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
