"""Hands a short message to Apprise in a process that is ended when its time is over."""

import json
import subprocess
import sys
from pathlib import Path

from digest.notify.content import ShortText
from news.records import HandedOver

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 20.0  # for the process itself; 0.6 s where nothing else runs


def through_apprise(text: ShortText, *, address: str, seconds: float) -> HandedOver:
    """Send `text` to the service at Apprise's `address`; one that does not answer in time leaves it unknown.

    Args:
        text: what is sent.
        address: as Apprise writes it, with its secrets; it goes through a pipe, never into a command line.
        seconds: for each connection and answer.
    """
    asked = json.dumps({"address": address, "title": text.title, "body": text.body, "seconds": seconds})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "digest.notify.apprise_worker"],
            cwd=ROOT,
            input=asked.encode() + b"\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=START_SECONDS + 2 * seconds,
            check=False,
        )
        said = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return HandedOver(state="unknown", text="no answer in time")
    except ValueError:
        return HandedOver(state="unknown", text="the sending process ended")
    return HandedOver(state=said["state"], code=said["code"], text=said["text"])
