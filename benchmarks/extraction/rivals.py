"""One extractor in a process of its own: a page's path in; what it found, and its CPU seconds, out as JSON lines.

Usage: python rivals.py NAME, with the Python of the environment that has it.
"""

import gzip
import json
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Found = dict[str, Any]  # text, title, authors, date


def no_network(*_: object, **__: object) -> None:
    raise OSError("no network in a benchmark")


def newsthread() -> Callable[[bytes, str], Found]:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    from extractors.pages.extract import extract_article, prepare
    from news.records import PageToRead

    prepare()  # as a worker does at its start

    def read(page: bytes, url: str) -> Found:
        found = extract_article(PageToRead(source=url, url=url, body=page))
        day = found.published_at.date().isoformat() if found.published_at else None
        return {
            "text": found.text, "title": found.title, "authors": list(found.authors), "date": day,
            "path": found.extractor, "status": found.status,
        }  # fmt: skip

    return read


def trafilatura(**options: bool) -> Callable[[bytes, str], Found]:
    from trafilatura import bare_extraction

    def read(page: bytes, url: str) -> Found:
        found = bare_extraction(page.decode("utf-8", "replace"), url=url, with_metadata=True, **options)
        if found is None:
            return {}
        authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
        return {"text": found.text, "title": found.title, "authors": authors, "date": found.date}

    return read


def readability() -> Callable[[bytes, str], Found]:
    import html_text
    from readability import Document

    def read(page: bytes, url: str) -> Found:
        document = Document(page.decode("utf-8", "replace"), url=url)
        return {"text": html_text.extract_text(document.summary()), "title": document.short_title()}

    return read


def newspaper4k() -> Callable[[bytes, str], Found]:
    import newspaper

    def read(page: bytes, url: str) -> Found:
        article = newspaper.Article(url, fetch_images=False)
        article.download(input_html=page.decode("utf-8", "replace"))
        article.parse()
        day = article.publish_date.date().isoformat() if article.publish_date else None
        return {"text": article.text, "title": article.title, "authors": list(article.authors), "date": day}

    return read


def goose3() -> Callable[[bytes, str], Found]:
    from goose3 import Goose

    reader = Goose({"enable_image_fetching": False})

    def read(page: bytes, url: str) -> Found:
        found = reader.extract(raw_html=page.decode("utf-8", "replace"))
        day = found.publish_datetime_utc.date().isoformat() if found.publish_datetime_utc else None
        return {"text": found.cleaned_text, "title": found.title, "authors": list(found.authors), "date": day}

    return read


def news_please() -> Callable[[bytes, str], Found]:
    from newsplease import NewsPlease

    def read(page: bytes, url: str) -> Found:
        found = NewsPlease.from_html(page.decode("utf-8", "replace"), url=url)
        day = found.date_publish.date().isoformat() if found.date_publish else None
        return {"text": found.maintext or "", "title": found.title, "authors": list(found.authors or ()), "date": day}

    return read


def resiliparse() -> Callable[[bytes, str], Found]:
    from resiliparse.extract.html2text import extract_plain_text

    def read(page: bytes, url: str) -> Found:
        text = page.decode("utf-8", "replace")
        return {"text": extract_plain_text(text, main_content=True, preserve_formatting=True)}

    return read


def magic_html() -> Callable[[bytes, str], Found]:
    import html_text
    from magic_html import GeneralExtractor

    reader = GeneralExtractor()

    def read(page: bytes, url: str) -> Found:
        found = reader.extract(page.decode("utf-8", "replace"), base_url=url)
        return {"text": html_text.extract_text(found["html"]), "title": found.get("title")}

    return read


EXTRACTORS: dict[str, Callable[[], Callable[[bytes, str], Found]]] = {
    "newsthread": newsthread,
    "trafilatura": trafilatura,
    "trafilatura, comments off": lambda: trafilatura(include_comments=False),
    "readability-lxml": readability,
    "newspaper4k": newspaper4k,
    "goose3": goose3,
    "news-please": news_please,
    "resiliparse": resiliparse,
    "magic-html": magic_html,
}


def main() -> None:
    socket.socket.connect = no_network  # type: ignore[method-assign,assignment]
    socket.create_connection = no_network  # type: ignore[assignment]
    socket.getaddrinfo = no_network  # type: ignore[assignment]
    answers, sys.stdout = sys.stdout, sys.stderr  # libraries print
    read = EXTRACTORS[sys.argv[1]]()
    for line in sys.stdin:
        asked = json.loads(line)
        page = gzip.decompress(Path(asked["path"]).read_bytes())
        started = time.process_time()
        try:
            found = read(page, asked["url"])
        except Exception as error:  # a rival's fault is part of the result
            found = {"error": f"{type(error).__name__}: {error}"[:200]}
        found["seconds"] = time.process_time() - started
        print(json.dumps(found), file=answers, flush=True)


if __name__ == "__main__":
    main()
