"""The files that went through the chats, in memory, each content once."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from playground.errors import bad_request

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

    def reference(self) -> dict[str, Any]:
        """The fields that every media object shares."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    """All files by identifier and by download path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._blobs: dict[str, bytes] = {}
        self._media: dict[str, Any] = {}

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
        data = self._blobs.setdefault(digest, data)
        file = StoredFile(
            id=f"{kind[:2].upper()}AC{secrets.token_urlsafe(36)}",
            unique_id=f"AQAD{digest[:12]}",
            path=f"{kind}s/file_{len(self._by_id)}{suffix}",
            size=len(data) if size is None else size,
            data=data,
            kind=kind,
            mime_type=mime_type,
        )
        self._by_id[file.id] = file
        self._by_path[file.path] = file
        return file

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
