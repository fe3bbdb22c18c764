"""One message of a chat, and how it looks to the bot."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.people import Chat, User

SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_closed",
    }
)


@dataclass
class Message:
    """A message with its content as the Bot API writes it (``text``, ``photo``, ``caption``...)."""

    id: int
    chat: "Chat"
    sender: "User"
    date: int
    content: dict[str, Any]
    reply_to: "Message | None" = None
    thread: int | None = None
    media_group: str | None = None
    forward_origin: dict[str, Any] | None = None
    quote: dict[str, Any] | None = None
    edit_date: int | None = None
    edits: int = 0
    deleted: bool = False
    reply_markup: dict[str, Any] | None = None  # an inline keyboard
    keyboard: dict[str, Any] | None = None  # any other: clients show it, messages don't carry it
    reactions: dict[int, list[str]] = field(default_factory=dict)
    from_bot: bool = False
    unseen: bool = False  # kept from the bot by privacy mode

    @property
    def is_service(self) -> bool:
        """Whether it tells of an event in the chat rather than saying something."""
        return not SERVICE.isdisjoint(self.content)

    @property
    def text(self) -> str:
        """The text or the caption."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def entities(self) -> list[dict[str, Any]]:
        """The entities of the text or of the caption."""
        found: list[dict[str, Any]] = self.content.get(
            "entities", self.content.get("caption_entities", [])
        )
        return found

    def to_dict(self, *, nested: bool = False) -> dict[str, Any]:
        """The Message object; a nested one leaves out what it replies to."""
        described: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.to_dict(),
            "chat": self.chat.to_dict(),
            "date": self.date,
        }
        if self.thread is not None:
            described["message_thread_id"] = self.thread
            if self.thread in self.chat.topics:
                described["is_topic_message"] = True
        if self.reply_to and not nested and not self.reply_to.deleted:
            described["reply_to_message"] = self.reply_to.to_dict(nested=True)
        optional = {
            "quote": self.quote,
            "forward_origin": self.forward_origin,
            "media_group_id": self.media_group,
            "edit_date": self.edit_date,
            "reply_markup": self.reply_markup,
        }
        described |= {key: value for key, value in optional.items() if value}
        return described | self.content

    def view(self) -> dict[str, Any]:
        """The message as people see it: with reactions, edits and whether it is gone."""
        return self.to_dict() | {
            "from_bot": self.from_bot,
            "deleted": self.deleted,
            "edits": self.edits,
            "unseen": self.unseen,
            "reactions": [
                {"user_id": user, "emoji": emoji}
                for user, emojis in self.reactions.items()
                for emoji in emojis
            ],
            "keyboard": self.keyboard,
        }
