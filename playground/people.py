"""Who is there: users, the bot, the chats and what each is allowed there."""

from dataclasses import dataclass, field
from typing import Any

from playground.messages import Message

SETTLED = frozenset({"creator", "administrator", "member", "restricted"})
_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
_MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass
class User:
    """A person, or another bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The user as a message shows it."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            **{key: value for key, value in optional.items() if value},
        }


@dataclass
class Bot(User):
    """The bot that the server serves, with what BotFather knows about it."""

    token: str = ""
    privacy: bool = True
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # (what, language) -> text

    def me(self) -> dict[str, Any]:
        """What getMe answers."""
        return {
            **self.to_dict(),
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
        }


@dataclass
class Chat:
    """A conversation: private, group or supergroup."""

    id: int
    type: str
    title: str | None = None
    user: User | None = None  # the other side of a private chat
    is_forum: bool = False
    privacy: bool = True  # the bot's privacy mode as it was when the bot came in
    members: dict[int, str] = field(default_factory=dict)  # user id -> status
    bot_status: str = "left"
    bot_may_send: bool = True
    reactions: list[str] | None = None  # those allowed; None allows all
    last_bot: int | None = None  # the bot that wrote last
    topics: dict[int, str] = field(default_factory=dict)
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0

    @property
    def is_private(self) -> bool:
        """Whether it is a conversation with one person."""
        return self.type == "private"

    def keep(self, message: Message, limit: int) -> None:
        """Add a message; of more than the limit the oldest are forgotten."""
        self.messages[message.id] = message
        while len(self.messages) > limit:
            gone = self.messages.pop(next(iter(self.messages)))
            gone.reply_to = None  # or a chain of replies would keep all of them

    def to_dict(self) -> dict[str, Any]:
        """The chat as a message shows it."""
        described: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.user:
            person = self.user.to_dict()
            shown = ("first_name", "last_name", "username")
            return described | {key: person[key] for key in shown if key in person}
        described["title"] = self.title
        if self.is_forum:
            described["is_forum"] = True
        if self.type == "group":
            described["all_members_are_administrators"] = False
        return described

    def full(self) -> dict[str, Any]:
        """What getChat answers."""
        described = self.to_dict()
        described.pop("all_members_are_administrators", None)
        described |= {
            "accent_color_id": self.id % 7,
            "max_reaction_count": 11,
            "accepted_gift_types": {
                "unlimited_gifts": True,
                "limited_gifts": True,
                "unique_gifts": True,
                "premium_subscription": True,
                "gifts_from_channels": True,
            },
        }
        if self.reactions is not None:
            described["available_reactions"] = [
                {"type": "emoji", "emoji": emoji} for emoji in self.reactions
            ]
        return described


def membership(user: User, status: str) -> dict[str, Any]:
    """The ChatMember object of a user with this status."""
    described: dict[str, Any] = {"user": user.to_dict(), "status": status}
    if status == "creator":
        described["is_anonymous"] = False
    elif status == "administrator":
        described |= dict.fromkeys(_ADMIN_RIGHTS, False)
        described |= {"can_be_edited": False, "is_anonymous": False, "can_manage_chat": True}
    elif status == "restricted":
        described |= dict.fromkeys(_MEMBER_RIGHTS, False)
        described |= {"is_member": True, "until_date": 0}
    elif status == "kicked":
        described["until_date"] = 0
    return described
