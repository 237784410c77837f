"""In the process of a build: how its file is written, and which corrections its sources have caught up with."""

from collections.abc import Callable
from datetime import date

import duckdb

from store.builds.building import BuildJob, caught_up, create, fill, register_corrections
from store.disk.durable import sync_file


def write(job: BuildJob, *, memory_mb: int, stage: Callable[[str], None]) -> None:
    """Write the build of *job* in one transaction and force it onto the disk."""
    assert job.change is not None
    connection = duckdb.connect(str(job.path), config={"memory_limit": f"{memory_mb}MB"})
    try:
        stage("opened")
        connection.execute("set preserve_insertion_order = false")
        connection.begin()
        if not job.is_copy:
            create(connection)
        fill(connection, job.change, job.corrections)
        connection.execute("delete from core.build")
        connection.execute("insert into core.build values (?, ?)", [job.build_id, job.schema_key])
        stage("filled")
        connection.commit()
        connection.execute("checkpoint")
        stage("committed")
    finally:
        connection.close()
    sync_file(job.path)


def caught_by(job: BuildJob) -> dict[str, date]:
    """Corrections of *job* that the sources of the build have caught up with, with the day."""
    if not job.corrections:
        return {}
    connection = duckdb.connect(str(job.path), read_only=True)
    try:
        register_corrections(connection, job.corrections)
        return caught_up(connection, job.corrections)
    finally:
        connection.close()
