"""Weekly: read the archive whole, drop what is kept no longer, write a backup, remove the oldest ones, and compact."""

import shutil
from datetime import datetime
from pathlib import Path

from prefect import flow, get_run_logger, task

from flows.configuration.settings import present, read_settings
from flows.delivery.alerts import mail_at_once
from flows.operations.artifacts import run_name
from flows.operations.deep_findings import deep_findings
from flows.operations.retention import drop_old
from flows.session import is_worth_another_try, opened
from news.alerts import Alert
from news.errors import ArchiveError
from news.language.segments import counted
from storage.maintenance.backup import NAMES, back_up, superseded
from storage.maintenance.compact import compact


@flow(name="keep-archive", flow_run_name=run_name)
def keep_archive(archive: Path | None = None, backups: Path | None = None, now: datetime | None = None) -> str:
    """Check the files, drop texts and pages past their time, write a backup, give back the room that rows left.

    Args:
        archive: The archive's folder; empty: as in the settings.
        backups: A folder for backups; empty: `backups` in the archive's folder.
        now: The moment of the run; empty: the present one.
    """
    checked, retired = check_deep(archive, now), retire_old(archive, now)  # what is retired stands in no new backup
    done = [checked, retired, write_backup(archive, backups, now), compact_store(archive, now)]
    return "\n".join(filter(None, done))


@task(task_run_name="check every block", retries=10, retry_delay_seconds=60, retry_condition_fn=is_worth_another_try)
def check_deep(archive: Path | None, now: datetime | None) -> str:
    """Read the archive and its backups whole; what is damaged is mailed at once, and ends the run."""
    settings, moment = read_settings(archive=archive), now or present()
    if settings.lake or not (settings.archive / "store.duckdb").exists():
        return "There are no files to check."
    found = deep_findings(settings)
    wrong = [one for one in found if one.is_wrong]
    if not wrong:
        return f"{counted(len(found), 'file and backup', 'files and backups')} read whole, all as written."
    alerts = [Alert(kind="damage", subject=one.what, said=one.said, raised_at=moment) for one in wrong]
    get_run_logger().error("%s", "; ".join(one.said for one in wrong))
    mailed = mail_at_once(settings, alerts, now=moment)
    for one in wrong:
        if one.what == "store":  # a backup of it would take the place of a good one
            raise ArchiveError(f"{one.said} {mailed}".strip(), subject=str(settings.archive))
    return f"{counted(len(wrong), 'fault')} found: {wrong[0].said} {mailed}".strip()


@task(task_run_name="retire", retries=10, retry_delay_seconds=60, retry_condition_fn=is_worth_another_try)
def retire_old(archive: Path | None, now: datetime | None) -> str:
    """Drop texts and fetched pages that the settings keep no longer; without such a setting nothing goes."""
    settings = read_settings(archive=archive)
    if not (settings.retain_days or settings.retain_pages_days):
        return ""
    with opened(archive, now=now) as (open_archive, _, moment):
        summary = drop_old(open_archive, settings, now=moment)
    get_run_logger().info(summary)
    return summary


@task(task_run_name="back up", retries=10, retry_delay_seconds=60, retry_condition_fn=is_worth_another_try)
def write_backup(archive: Path | None, backups: Path | None, now: datetime | None) -> str:
    """Write the archive as Parquet into a folder named after the day."""
    with opened(archive, now=now) as (open_archive, settings, moment):
        folder = (backups or settings.archive / "backups") / f"{moment:{NAMES}}"
        manifest = back_up(open_archive.store, folder, now=moment)
    removed = superseded(folder.parent, kept=settings.backups_kept)
    for old in removed:
        shutil.rmtree(old)
    summary = f"{counted(manifest.rows, 'row')} backed up to {folder}; {counted(len(removed), 'older backup')} removed."
    get_run_logger().info(summary)
    return summary


@task(task_run_name="compact", retries=10, retry_delay_seconds=60, retry_condition_fn=is_worth_another_try)
def compact_store(archive: Path | None, now: datetime | None) -> str:
    """Rewrite the store, and publish it."""
    with opened(archive, now=now) as (open_archive, _, moment):
        summary = compact(open_archive, now=moment).in_words()
        open_archive.publish(now=moment)
    get_run_logger().info(summary)
    return summary
