"""Everything there is: the bot, the people, their chats, and what reaches the bot."""

import itertools
import secrets
import time
from dataclasses import dataclass
from typing import Any

from playground.errors import bad_request
from playground.events import Events
from playground.faults import Faults
from playground.files import Files
from playground.guests import Guests
from playground.journal import Journal
from playground.limits import Limits
from playground.messages import Message
from playground.people import SETTLED, Bot, Chat, User, membership
from playground.privacy import receives
from playground.updates import Updates

# Beyond 32 bits, as real ones are by now: a bot that stores them in less finds out here.
FIRST_USER = 7_000_000_001
FIRST_GROUP = -4_500_000_001
FIRST_SUPERGROUP = -1_002_500_000_001


@dataclass
class Callback:
    """A press of a button, and what the bot said to it."""

    id: str
    message: Message
    user: User
    answer: dict[str, Any] | None = None
    expired: bool = False


class World:
    """The state behind the server. One event loop owns it; nothing here is thread-safe."""

    def __init__(
        self,
        token: str,
        *,
        username: str = "digit_reader_bot",
        privacy: bool = True,
        limits: Limits | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.bot = Bot(
            id=int(token.partition(":")[0]),
            first_name="Digit Reader",
            username=username,
            is_bot=True,
            token=token,
            privacy=privacy,
        )
        self.events = Events(self.limits.events)
        self.journal = Journal(self.events, self.limits.requests)
        self.faults = Faults()
        self.files = Files(self.limits)
        self.updates = Updates(self.events, self.faults)
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, Callback] = {}
        self.guests = Guests()
        self._user_ids = itertools.count(FIRST_USER)
        self._group_ids = itertools.count(FIRST_GROUP, -1)
        self._supergroup_ids = itertools.count(FIRST_SUPERGROUP, -1)

    # People and chats

    def add_user(self, first_name: str, **details: Any) -> User:
        """A new person, and the private chat with the bot, empty as yet."""
        user = User(next(self._user_ids), first_name, **details)
        self.users[user.id] = user
        chat = Chat(user.id, "private", user=user, bot_status="member", privacy=False)
        chat.members[user.id] = "member"
        self.chats[user.id] = chat
        self.events.publish("chat", chat_id=chat.id)
        return user

    def add_group(
        self, title: str, members: list[int], *, kind: str = "supergroup", is_forum: bool = False
    ) -> Chat:
        """A new group whose first member made it; the bot is not in it yet."""
        if kind not in {"group", "supergroup"}:
            raise ValueError(f"unknown kind of group: {kind!r}")
        number = next(self._group_ids if kind == "group" else self._supergroup_ids)
        chat = Chat(number, kind, title=title, is_forum=is_forum)
        chat.members = {
            self.user(member).id: "member" if place else "creator"
            for place, member in enumerate(members)
        }
        self.chats[chat.id] = chat
        self.events.publish("chat", chat_id=chat.id)
        return chat

    def user(self, user_id: int) -> User:
        """The person with this number."""
        if user_id not in self.users:
            raise bad_request("user not found")
        return self.users[user_id]

    def chat(self, chat_id: int | str) -> Chat:
        """The chat with this number, or Telegram's refusal."""
        try:
            return self.chats[int(chat_id)]
        except (KeyError, ValueError) as error:
            raise bad_request("chat not found") from error

    def message(self, chat: Chat, message_id: int | None, otherwise: str) -> Message:
        """A message that is still there, or a refusal with these words."""
        found = chat.messages.get(message_id) if message_id is not None else None
        if found is None or found.deleted:
            raise bad_request(otherwise)
        return found

    def set_bot_status(
        self, chat: Chat, status: str, user: User, *, privacy: bool | None = None
    ) -> None:
        """Somebody adds the bot, promotes it, removes it or, in a private chat, blocks it."""
        before, chat.bot_status = chat.bot_status, status
        joins = before not in SETTLED and status in SETTLED
        if joins and not chat.is_private:
            chat.privacy = self.bot.privacy
        if privacy is not None:
            chat.privacy = privacy
        if before == status:
            return
        self.updates.push(
            "my_chat_member",
            {
                "chat": chat.to_dict(),
                "from": user.to_dict(),
                "date": int(time.time()),
                "old_chat_member": membership(self.bot, before),
                "new_chat_member": membership(self.bot, status),
            },
        )
        if chat.is_private:
            return
        me = self.bot.to_dict()
        if joins:
            newcomer = {"new_chat_member": me, "new_chat_participant": me}
            self.post(chat, user, {**newcomer, "new_chat_members": [me]})
        elif before in SETTLED and status not in SETTLED:
            self.post(chat, user, {"left_chat_member": me, "left_chat_participant": me})

    def migrate(self, chat: Chat, user: User) -> Chat:
        """A group becomes a supergroup, under another number."""
        new = self.add_group(str(chat.title), [])
        new.members, new.bot_status = dict(chat.members), chat.bot_status
        new.privacy = chat.privacy
        self.post(chat, user, {"migrate_to_chat_id": new.id})
        self.post(new, user, {"migrate_from_chat_id": chat.id})
        chat.migrated_to = new.id
        return new

    # Messages

    def post(
        self,
        chat: Chat,
        sender: User,
        content: dict[str, Any],
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
        **details: Any,
    ) -> Message:
        """A message appears in a chat, and reaches the bot if it is meant to."""
        chat.last_message_id += 1
        message = Message(
            id=chat.last_message_id,
            chat=chat,
            sender=sender,
            date=details.pop("date", None) or int(time.time()),
            content=content,
            from_bot=sender is self.bot,
            **details,
        )
        self._place(message, reply_to, thread)
        chat.keep(message, self.limits.messages)
        if sender.is_bot:
            chat.last_bot = sender.id
        reaches = receives(self.bot, message)
        message.unseen = not (reaches or message.from_bot or message.is_service)
        self.events.publish("message", chat_id=chat.id, message=message.view())
        if reaches:
            self.updates.push("message", message.to_dict())
        else:
            self.guests.summon(self, message)
        return message

    def open_topic(self, chat: Chat, user: User, name: str) -> int:
        """A new topic; its number is that of the message that opens it."""
        opening = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        chat.topics[chat.last_message_id + 1] = name
        return self.post(chat, user, opening, thread=chat.last_message_id + 1).id

    @staticmethod
    def _place(message: Message, reply_to: Message | None, thread: int | None) -> None:
        """Find the thread of a message.

        In a forum a message with no other reply replies to the one that opened its topic; in a
        plain supergroup a reply is in the thread of the first message of its chain.
        """
        chat = message.chat
        message.reply_to = reply_to
        if chat.topics:
            message.thread = thread or (reply_to.thread if reply_to else None)
            if message.thread and reply_to is None:
                message.reply_to = chat.messages.get(message.thread)
        elif chat.type == "supergroup" and reply_to is not None:
            message.thread = reply_to.thread or reply_to.id

    def changed(self, message: Message, *, by_bot: bool) -> None:
        """A message was edited: people see it, and the bot hears of it unless it did so itself."""
        message.edits += 1
        message.edit_date = max(int(time.time()), message.date)
        self.events.publish("edit", chat_id=message.chat.id, message=message.view())
        if not by_bot and receives(self.bot, message):
            self.updates.push("edited_message", message.to_dict())

    def delete(self, message: Message) -> None:
        """A message disappears; the bot is not told, as it never is."""
        message.deleted = True
        self.events.publish("delete", chat_id=message.chat.id, message=message.view())

    def react(self, message: Message, user: User, emojis: list[str]) -> None:
        """Somebody's reactions to a message are now these."""
        before = message.reactions.get(user.id, [])
        message.reactions[user.id] = emojis
        self.events.publish("reaction", chat_id=message.chat.id, message=message.view())
        chat = message.chat
        if user is not self.bot and (chat.is_private or chat.bot_status == "administrator"):
            self.updates.push(
                "message_reaction",
                {
                    "chat": chat.to_dict(),
                    "message_id": message.id,
                    "user": user.to_dict(),
                    "date": int(time.time()),
                    "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in before],
                    "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in emojis],
                },
            )

    def press(self, message: Message, user: User, data: str) -> Callback:
        """Somebody presses a button under one of the bot's messages."""
        callback = Callback(str(secrets.randbelow(10**18) + 10**18), message, user)
        self.callbacks[callback.id] = callback
        while len(self.callbacks) > self.limits.callbacks:
            del self.callbacks[next(iter(self.callbacks))]
        self.updates.push(
            "callback_query",
            {
                "id": callback.id,
                "from": user.to_dict(),
                "chat_instance": str(message.chat.id * 31),
                "message": message.to_dict(),
                "data": data,
            },
        )
        return callback
