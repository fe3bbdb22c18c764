"""The files that went through the chats, in memory, each content once, the newest of them."""

import hashlib
import itertools
import secrets
import threading
from dataclasses import dataclass
from typing import Any

from playground.errors import bad_request
from playground.limits import Limits

DOWNLOAD_LIMIT = 20 * 1024 * 1024  # what getFile allows


@dataclass(frozen=True)
class StoredFile:
    """One sent file: its identifiers, where it is downloaded from and what it holds."""

    id: str
    unique_id: str
    path: str
    size: int
    data: bytes
    kind: str
    mime_type: str
    digest: str

    def reference(self) -> dict[str, Any]:
        """The fields that every media object shares."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


@dataclass
class _Blob:
    data: bytes
    users: int = 0


class Files:
    """All files by identifier and by download path; of too many the oldest go."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._blobs: dict[str, _Blob] = {}
        self._media: dict[str, Any] = {}
        self._numbers = itertools.count()
        self._lock = threading.Lock()  # pictures are scaled, and added, in threads
        self.bytes = 0

    def add(
        self,
        data: bytes,
        kind: str,
        *,
        suffix: str = "",
        mime_type: str = "application/octet-stream",
        size: int | None = None,
    ) -> StoredFile:
        """Keep a file; ``size`` pretends that it is larger than it is."""
        digest = hashlib.sha256(data).hexdigest()
        with self._lock:
            file = StoredFile(
                id=f"{kind[:2].upper()}AC{secrets.token_urlsafe(36)}",
                unique_id=f"AQAD{digest[:12]}",
                path=f"{kind}s/file_{next(self._numbers)}{suffix}",
                size=len(data) if size is None else size,
                data=self._hold(digest, data),
                kind=kind,
                mime_type=mime_type,
                digest=digest,
            )
            self._by_id[file.id] = file
            self._by_path[file.path] = file
            while self._too_many():
                self._forget(next(iter(self._by_id.values())))
        return file

    def _too_many(self) -> bool:
        limits = self._limits
        above = len(self._by_id) > limits.files or self.bytes > limits.file_bytes
        return above and len(self._by_id) > 1

    def _hold(self, digest: str, data: bytes) -> bytes:
        blob = self._blobs.get(digest)
        if blob is None:
            blob = self._blobs[digest] = _Blob(data)
            self.bytes += len(data)
        blob.users += 1
        return blob.data

    def _forget(self, file: StoredFile) -> None:
        del self._by_id[file.id], self._by_path[file.path]
        self._media.pop(file.id, None)
        blob = self._blobs[file.digest]
        blob.users -= 1
        if not blob.users:
            del self._blobs[file.digest]
            self.bytes -= len(blob.data)

    def get(self, file_id: str) -> StoredFile:
        """The file with this identifier, or the refusal that Telegram gives."""
        if file_id not in self._by_id:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return self._by_id[file_id]

    def find(self, file_id: str) -> StoredFile | None:
        """The file with this identifier, if there is one."""
        return self._by_id.get(file_id)

    def remember(self, file_id: str, media: Any) -> None:
        """Keep the media object that a file belongs to, so that it can be sent again."""
        with self._lock:
            if file_id in self._by_id:
                self._media[file_id] = media

    def media(self, file_id: str) -> Any:
        """The media object that a file belongs to."""
        return self._media[file_id]

    def at(self, path: str) -> StoredFile | None:
        """The file that is downloaded from this path, if it may be."""
        file = self._by_path.get(path)
        return file if file and file.size <= DOWNLOAD_LIMIT else None

    def describe(self, file_id: str) -> dict[str, Any]:
        """What getFile answers."""
        file = self.get(file_id)
        if file.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return {**file.reference(), "file_path": file.path}
