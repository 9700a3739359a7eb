"""The project's folder: where everything lies in it, and who holds it open for writing."""

import os
from datetime import datetime
from getpass import getuser
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from crosstie.storage.errors import ProjectUnusable


class ProjectFolder(msgspec.Struct, frozen=True):
    """Paths inside a project."""

    root: Path

    @property
    def database(self) -> Path:
        """All records, and the audit trail."""
        return self.root / "project.db"

    @property
    def media(self) -> Path:
        """Files that were copied into the project."""
        return self.root / "media"

    @property
    def schemas(self) -> Path:
        """Copies of the schema documents for people to read; the database's own are the ones that count."""
        return self.root / "schema"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time and is made again."""
        return self.root / "cache"

    @property
    def lock(self) -> Path:
        """Locked by the operating system while a window has the project open."""
        return self.root / "project.lock"

    @property
    def holder(self) -> Path:
        """Who that is, for a second window to tell."""
        return self.root / "project.lock.json"

    def require(self) -> None:
        """Raises ProjectUnusable unless there is a project in the folder."""
        if not self.root.is_dir():
            raise ProjectUnusable(
                f"{self.root} is not a folder; `crosstie new {self.root} --schema FILE` makes a project"
            )
        if not self.database.is_file() or not self.database.stat().st_size:
            raise ProjectUnusable(
                f"{self.root} holds no project.db; `crosstie new` makes a project in a new folder"
            )


class Holder(msgspec.Struct, frozen=True):
    """Who has a project open."""

    who: str
    pid: int
    since: str


class ProjectLock:
    """Keeps others from writing a project, until released or until the process dies."""

    def __init__(self, folder: ProjectFolder) -> None:
        """Raises ProjectUnusable when another holds the project, or the folder may not be written."""
        self._folder = folder
        self._lock = FileLock(folder.lock, timeout=0)
        try:
            self._lock.acquire()
            self._introduce()
        except Timeout as error:
            raise ProjectUnusable(
                f"{folder.root} is already open{_by_whom(folder)}; close it there first"
            ) from error
        except OSError as error:
            self._lock.release()
            raise ProjectUnusable(f"{folder.root} cannot be written: {error.strerror or error}") from error

    def release(self) -> None:
        """Lets others in."""
        self._folder.holder.unlink(missing_ok=True)
        self._lock.release()

    def _introduce(self) -> None:
        holder = Holder(login_name(), os.getpid(), datetime.now().astimezone().isoformat(timespec="seconds"))
        self._folder.holder.write_bytes(msgspec.json.encode(holder))


def login_name() -> str:
    """The name under which the operating system knows the person."""
    try:
        return getuser()
    except (KeyError, OSError):
        return "reviewer"


def _by_whom(folder: ProjectFolder) -> str:
    try:
        holder = msgspec.json.decode(folder.holder.read_bytes(), type=Holder)
    except (OSError, msgspec.MsgspecError):
        return ""
    return f" by {holder.who} (process {holder.pid}) since {holder.since}"
