"""What the listener for WebSub hubs and the collections tell each other, as small files beside the archive.

The listener runs all the time and the archive has one writer at a time, so neither waits for the other: a collection
writes which feeds may be called about, the listener writes one file a feed and kind of event, the next collection
takes them.
"""

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from news.records import HubEvent, HubTopic
from storage.store import plain_errors

FOLDER = "websub"
KEY_BYTES = 32


class HubInbox:
    """The folder `websub` of an archive; readable by its owner alone."""

    def __init__(self, archive: Path) -> None:
        """Use the folder in `archive`; it is made when something is written."""
        self._folder = archive / FOLDER
        self._topics = self._folder / "topics.json"
        self._events = self._folder / "events"
        self._known: tuple[int, dict[str, HubTopic]] = (0, {})

    def key(self) -> bytes:
        """Return the key from which addresses and secrets are derived; it is made once and never published.

        Raises:
            ArchiveError: the disk refuses.
        """
        path = self._folder / "key"
        with plain_errors(self._folder):
            if not path.exists() or path.stat().st_size != KEY_BYTES:
                self._write(path, secrets.token_bytes(KEY_BYTES))
            return path.read_bytes()

    def save_topics(self, topics: Mapping[str, HubTopic]) -> None:
        """Tell the listener which tokens stand for which feeds; all others are gone."""
        text = json.dumps({token: asdict(topic) for token, topic in topics.items()})
        with plain_errors(self._folder):
            if not self._topics.exists() or self._topics.read_text(encoding="utf-8") != text:
                self._write(self._topics, text.encode())

    def topic(self, token: str) -> HubTopic | None:
        """Return the feed of a token, as the last collection said; the file is read again when it was replaced."""
        try:
            stamp = self._topics.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if stamp != self._known[0]:
            self._known = (stamp, _topics_in(self._topics))
        return self._known[1].get(token)

    def keep(self, token: str, event: HubEvent) -> None:
        """Keep an event for the next collection; a later one of the same feed and kind takes its place."""
        told = asdict(event) | {"at": event.at.isoformat()}
        with plain_errors(self._events):
            self._write(self._events / f"{token}.{event.kind}.json", json.dumps(told).encode())

    def events(self) -> list[tuple[Path, HubEvent]]:
        """Return what was told and not dropped yet, earliest first, each with its file; a file of no event is removed.

        A file is set aside before it is read: what the listener writes from then on is another file.
        """
        if not self._events.is_dir():
            return []
        found = []
        with plain_errors(self._events):
            for path in sorted(self._events.glob("*.json")):
                os.replace(path, path.with_name(f"{path.stem}.{secrets.token_hex(4)}.taken"))
            for path in sorted(self._events.glob("*.taken")):
                if event := _event(path):
                    found.append((path, event))
                else:
                    path.unlink(missing_ok=True)
        return sorted(found, key=lambda item: (item[1].at, item[0]))

    def drop(self, taken: Sequence[tuple[Path, HubEvent]]) -> None:
        """Remove events that are saved."""
        with plain_errors(self._events):
            for path, _ in taken:
                path.unlink(missing_ok=True)

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)


def _topics_in(path: Path) -> dict[str, HubTopic]:
    """Return the feeds by token; none where the file is damaged, until the next collection writes it anew."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {name: HubTopic(**topic) for name, topic in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _event(path: Path) -> HubEvent | None:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return HubEvent(**told | {"at": datetime.fromisoformat(told["at"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
