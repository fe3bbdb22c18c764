"""Plays the people from a test or a script: a synchronous client of the control API."""

from collections.abc import Sequence
from typing import Any

from playground.watching import Chat, Message, Place, User, Watching, message_number, number_of


class Playground(Watching):
    """A running server, seen from the people's side.

    ``url`` and ``token`` are what the bot needs, ``page_url`` is what a browser opens.
    """

    # People and chats

    def user(
        self,
        first_name: str,
        *,
        username: str | None = None,
        language_code: str | None = "en",
        is_bot: bool = False,
    ) -> User:
        """A new person, who has not written to the bot yet."""
        found = self._do(
            "add_user",
            first_name=first_name,
            username=username,
            language_code=language_code,
            is_bot=is_bot,
        )
        return User(found["id"], first_name, username, language_code)

    def set_language(self, user: User, language_code: str | None) -> None:
        """The person's client reports another language."""
        self._do("change_user", user=user.id, language_code=language_code)

    def group(
        self,
        title: str,
        *members: User,
        kind: str = "supergroup",
        bot: str = "member",
        privacy: bool | None = None,
        topics: Sequence[str] = (),
        reactions: Sequence[str] | None = None,
    ) -> Chat:
        """A new group that the first member made and added the bot to.

        ``privacy`` is that of the bot unless said otherwise here; ``reactions`` are those allowed.
        """
        found = self._do(
            "add_group",
            title=title,
            members=[member.id for member in members],
            kind=kind,
            bot=bot,
            privacy=privacy,
            topics=list(topics),
            reactions=None if reactions is None else list(reactions),
        )
        return Chat(found["id"], found["type"], title, found["topics"])

    def set_bot_status(self, chat: Place, status: str, user: User) -> None:
        """The user makes the bot ``member``, ``administrator``, ``left`` or ``kicked``."""
        self._do("change_chat", chat=number_of(chat), bot=status, user=user.id)

    def set_privacy(self, chat: Place, user: User, *, on: bool) -> None:
        """Privacy mode in a group, as if the bot had been added again after the change."""
        self._do("change_chat", chat=number_of(chat), privacy=on, user=user.id)

    def allow(
        self,
        chat: Place,
        *,
        send: bool | None = None,
        reactions: Sequence[str] | None = None,
    ) -> None:
        """What the bot may do in a chat: send at all, and which reactions."""
        data: dict[str, Any] = {"chat": number_of(chat)}
        if send is not None:
            data["bot_may_send"] = send
        if reactions is not None:
            data["reactions"] = list(reactions)
        self._do("change_chat", **data)

    def block(self, user: User) -> None:
        """The user blocks the bot; writing to it again lifts that."""
        self._do("change_chat", chat=user.id, bot="kicked", user=user.id)

    def migrate(self, chat: Chat, user: User) -> Chat:
        """A group becomes a supergroup under a new number."""
        found = self._do("migrate", chat=chat.id, user=user.id)
        return Chat(found["id"], found["type"], chat.title, found["topics"])

    # Sending

    def send_text(self, user: User, text: str, chat: Place | None = None, **rest: Any) -> Message:
        """A text; a command in it is recognised as a client would."""
        return self._send(user, chat, None, text=text, **rest)

    def send_photo(
        self, user: User, data: bytes, chat: Place | None = None, **rest: Any
    ) -> Message:
        """A picture as a photo: scaled, without EXIF; ``hd=True`` adds the large size."""
        return self._send(user, chat, [("photo.jpg", data)], kind="photo", **rest)

    def send_document(
        self,
        user: User,
        data: bytes,
        chat: Place | None = None,
        *,
        file_name: str | None = "file",
        mime_type: str | None = None,
        size: int | None = None,
        **rest: Any,
    ) -> Message:
        """A file, byte for byte; ``size`` pretends that it is larger than it is."""
        claims = {"file_name": file_name, "mime_type": mime_type, "size": size}
        return self._send(user, chat, [("file", data)], kind="document", **claims, **rest)

    def send_sticker(
        self,
        user: User,
        data: bytes,
        chat: Place | None = None,
        *,
        sticker: str = "static",
        **rest: Any,
    ) -> Message:
        """A sticker: ``static`` (any picture), ``animated`` or ``video``."""
        return self._send(user, chat, [("file", data)], kind="sticker", sticker=sticker, **rest)

    def send_animation(
        self, user: User, data: bytes, chat: Place | None = None, **rest: Any
    ) -> Message:
        """A GIF, which is a silent film to Telegram and fills ``document`` too."""
        return self._send(user, chat, [("giphy.mp4", data)], kind="animation", **rest)

    def send_video(
        self, user: User, data: bytes, chat: Place | None = None, **rest: Any
    ) -> Message:
        """A video."""
        return self._send(user, chat, [("video.mp4", data)], kind="video", **rest)

    def send_video_note(
        self, user: User, data: bytes, chat: Place | None = None, **rest: Any
    ) -> Message:
        """A round video."""
        return self._send(user, chat, [("note.mp4", data)], kind="video_note", **rest)

    def send_voice(
        self, user: User, data: bytes, chat: Place | None = None, **rest: Any
    ) -> Message:
        """A voice message."""
        return self._send(user, chat, [("voice.oga", data)], kind="voice", **rest)

    def send_album(
        self,
        user: User,
        pictures: Sequence[bytes],
        chat: Place | None = None,
        *,
        kind: str = "photo",
        **rest: Any,
    ) -> list[Message]:
        """Two to ten photos (or ``kind="document"``) at once, a caption under the first."""
        files = [(f"{number}.jpg", data) for number, data in enumerate(pictures)]
        found: list[Message] = self.do(
            "album", {**self._common(user, chat, rest), "kind": kind}, files
        )
        return found

    def send_content(
        self, user: User, content: dict[str, Any], chat: Place | None = None, **rest: Any
    ) -> Message:
        """Any other message: ``{"location": {...}}`` and whatever else the Bot API knows."""
        return self._send(user, chat, None, content=content, **rest)

    def edit(self, user: User, message: Message, text: str) -> Message:
        """Another text, or caption, for a message of this user."""
        edited: Message = self._do("edit", user=user.id, **_where(message), text=text, caption=text)
        return edited

    def delete(self, message: Message) -> None:
        """A message disappears."""
        self._do("delete", **_where(message))

    def react(self, user: User, message: Message, *emojis: str) -> None:
        """The user's reactions to a message."""
        self._do("react", user=user.id, **_where(message), emojis=emojis)

    def press(
        self,
        user: User,
        message: Message,
        data: str | None = None,
        *,
        text: str | None = None,
        timeout: float | None = 10,
    ) -> dict[str, Any]:
        """Press a button, named by its callback data or its text, and wait for the answer.

        Gives ``{"id", "answer": {"text", "show_alert", "url"}}``; ``timeout=None`` does not wait.
        """
        pressed: dict[str, Any] = self._do(
            "press", user=user.id, **_where(message), data=data, text=text
        )
        if timeout is None:
            return pressed

        def answered() -> dict[str, Any] | None:
            found: dict[str, Any] = self._do("callback", id=pressed["id"])
            return found if found["answer"] is not None else None

        done: dict[str, Any] = self.wait_until(answered, timeout=timeout)
        return done

    def expire(self, pressed: dict[str, Any]) -> None:
        """It is too late now to answer this press."""
        self._do("callback", id=pressed["id"], expire=True)

    # Faults

    def fault(self, kind: str, **details: Any) -> None:
        """Order a fault: see the package's documentation for kinds and details."""
        self.post("faults", {"kind": kind, **details})

    def faults(self) -> list[dict[str, Any]]:
        """The faults in force, with how often each ``happened``."""
        found: list[dict[str, Any]] = self.get("faults")
        return found

    def clear_faults(self) -> None:
        """Call all faults off."""
        self.delete_all("faults")

    def push_update(self, update: dict[str, Any]) -> int:
        """Hand the bot any update; its number is added unless it has one."""
        number: int = self.post("updates", update)["update_id"]
        return number

    def poison(self) -> int:
        """Hand the bot an update that no library can parse."""
        return self.push_update({})

    def _do(self, action: str, **data: Any) -> Any:
        return self.do(action, data)

    def _send(
        self, user: User, chat: Place | None, files: list[tuple[str, bytes]] | None, **data: Any
    ) -> Message:
        sent: Message = self.do("send", self._common(user, chat, data), files)
        return sent

    @staticmethod
    def _common(user: User, chat: Place | None, data: dict[str, Any]) -> dict[str, Any]:
        data = {"user": user.id, "chat": number_of(chat if chat is not None else user), **data}
        if "reply_to" in data:
            data["reply_to"] = message_number(data["reply_to"])
        if isinstance(data.get("forward_from"), User):
            data["forward_from"] = data["forward_from"].id
        return data


def _where(message: Message) -> dict[str, int]:
    return {"chat": message["chat"]["id"], "message": message["message_id"]}
