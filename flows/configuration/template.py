"""newsthread.toml for a new reader, with comments."""

from pathlib import Path

from flows.configuration.settings import FILE
from news.errors import InputError
from storage.store import plain_errors

SETTINGS = """\
# What newsthread may be told. Each setting can also come from the environment: NEWSTHREAD_ARCHIVE, NEWSTHREAD_CONTACT …

archive = "archive"            # the folder of the archive; people read news.duckdb in it
contact = ""                   # REQUIRED for real feeds: a mail address or page at which publishers reach you
time_zone = "UTC"              # days are cut in this zone, such as "Europe/Paris"
# feeds = "feeds.toml"         # a feed list that every collection follows: TOML, OPML, or one address a line
# seed_documents = "DIR"       # a folder with the originals of the seed documents
# private_hosts = []           # hosts or ranges that may be private, such as ["10.0.0.0/8", "intranet.example"]
# respect_tdm = "record"       # texts with reserved rights (TDMRep, RSL, noai): "record", "skip_text" or "skip"
# keep_pages = true            # keep every page fetched, as WARC, so that it can be read again
# reread_hours = [24, 168]     # when articles are read again, to see what was edited
# copy_window_days = 30        # how far back near-copies are looked for
# alerts_to = "me@example.org" # who is told at once of bursts, silent feeds and failed runs; needs [smtp]
# site_folder = "site"          # where the site is written after each snapshot; archive/site unless set
# site_address = "https://news.example.org"  # where the site is served, for links to it
# site_indexed = false         # search engines may list the site; it quotes others' texts
# quote_words = 150            # the most that the site quotes of one text; by outlet: { "*" = 150, "Harbour Post" = 0 }
# quote_share = 0.25           # and the most as a share of the text's words, in the same way
# backups_kept = 4             # weekly backups in archive/backups; older ones are removed
# retain_days = 365            # older texts go, weekly; or by outlet: { "*" = 365, "Harbour Post" = 30 }
# retain_pages_days = 90       # pages as they were fetched; kept for ever unless set
# publish_parquet = "parquet"  # the views as Parquet files too, all of them after each snapshot
# share_snapshot = false       # let other users of the machine read news.duckdb; the rest stays its owner's
# websub_address = "https://news.example.org/websub"  # public: hubs of feeds tell us of news here (newsthread listen)
# websub_port = 8095           # … which answers on this port of 127.0.0.1, behind your web server
# workers = 2                  # processes that read pages; one a core unless set

# [smtp]                       # the password comes from NEWSTHREAD_SMTP_PASSWORD
# host = "smtp.example.org"
# port = 587
# security = "starttls"        # or "tls", "none"
# user = "news"
# password_block = "newsthread-smtp"  # or from the Secret block of Prefect with this name
# sender = "newsthread <news@example.org>"
# unsubscribe_mail = "news@example.org"   # takes requests to leave; the sender unless set
# unsubscribe_url = "https://news.example.org/leave"  # takes one-click requests (RFC 8058), if you run such a page
# hello = "news.example.org"   # how we name ourselves to the server; this machine's name unless set
# timeout_seconds = 60         # of each answer of the server
# ca_file = "/etc/ssl/own.pem" # certificates to trust in place of the system's

# [[readers]]                  # one for each recipient of the daily digest
# name = "me"
# address = "me@example.org"
# watches = ["us-japan-alliance"]   # empty: every story
# time_zone = "Europe/Paris"
# hour = 7
# every = "day"                # or "week"
# language = "en"              # of the digest's labels
# mute = []                    # stories and outlets left out
# at_once = []                 # watches: a new text that one of them matches brings the next digest forward
# always = false               # true: a digest also where nothing is new
# unheard = []                 # outlets: stories that others told and of which these had nothing
# unheard_sources = 2          # … told on at least so many independent sources
# channels = ["desk"]          # these are sent the digest in short; a reader with channels needs no address

# [[channels]]                 # chat services and webhooks; the address comes from NEWSTHREAD_CHANNEL_DESK
# name = "desk"
# kind = "apprise"             # an address as Apprise writes it (Slack, Matrix, ntfy …), or "webhook": signed JSON
# alerts = false               # true: it is told of alerts, too
# timeout_seconds = 20
# address_block = "desk"       # or from the Secret block of Prefect with this name
# secret_block = "desk-secret" # of a webhook's signature; or NEWSTHREAD_CHANNEL_DESK_SECRET
"""


def write_settings(folder: Path, text: str = SETTINGS) -> Path:
    """Write newsthread.toml into `folder`; return where it stands.

    Raises:
        InputError: there is one already.
    """
    path = folder / FILE
    if path.exists():
        raise InputError(f"{path} is there already; edit it, or move it away.", subject=str(path))
    with plain_errors(path):
        path.write_text(text, encoding="utf-8")
    return path
