"""What people do: open chats, send, edit, press, react. The control API calls these by name."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from playground import media
from playground.entities import format_text
from playground.keyboards import find_button
from playground.messages import Message
from playground.parameters import Upload
from playground.people import Chat, User
from playground.world import World

Data = dict[str, Any]
Action = Callable[[World, Data, list[Upload]], Awaitable[Any]]


def _user(world: World, data: Data) -> User:
    return world.user(int(data["user"]))


def _chat(world: World, data: Data) -> Chat:
    return world.chat(data.get("chat") or data["user"])


def _message(world: World, data: Data) -> Message:
    return world.message(_chat(world, data), data["message"], "message not found")


def _caption(data: Data) -> Data:
    caption, entities = format_text(
        data.get("caption") or "", data.get("parse_mode"), data.get("entities")
    )
    content: Data = {"caption": caption} if caption else {}
    return content | ({"caption_entities": entities} if caption and entities else {})


def _text(data: Data) -> Data:
    text, entities = format_text(data["text"], data.get("parse_mode"), data.get("entities"))
    if not text:
        raise ValueError("a message needs a text")
    return {"text": text} | ({"entities": entities} if entities else {})


def _post(world: World, data: Data, content: Data, group: str | None = None) -> Message:
    chat, user = _chat(world, data), _user(world, data)
    reply_to = None
    if data.get("reply_to"):
        reply_to = world.message(chat, data["reply_to"], "message to be replied not found")
    origin = None
    if data.get("forward_from"):
        origin = {
            "type": "user",
            "sender_user": world.user(data["forward_from"]).to_dict(),
            "date": data.get("date") or 1_700_000_000,
        }
    if chat.is_private and chat.bot_status == "kicked":
        world.set_bot_status(chat, "member", user)
    return world.post(
        chat,
        user,
        content,
        reply_to=reply_to,
        thread=data.get("thread"),
        date=data.get("date"),
        forward_origin=origin,
        media_group=group,
    )


def _content(world: World, data: Data, file: Upload) -> Data:
    """The content that a person's client makes of a file, by the kind of message."""
    kind = data.get("kind", "photo")
    name = data.get("file_name", file.name)
    if kind == "photo":
        largest = 2560 if data.get("hd") else 1280
        return {"photo": media.photo(world.files, file.data, largest=largest)}
    if kind == "document":
        mime_type, size = data.get("mime_type"), data.get("size")
        return {
            "document": media.document(
                world.files, file.data, file_name=name, mime_type=mime_type, size=size
            )
        }
    if kind == "sticker":
        return {
            "sticker": media.sticker(world.files, file.data, kind=data.get("sticker", "static"))
        }
    if kind in {"animation", "video", "video_note", "voice", "audio"}:
        film = media.film(world.files, file.data, kind, file_name=name)
        document = {"document": media.as_document(film)} if kind == "animation" else {}
        return {kind: film, **document}
    raise ValueError(f"unknown kind of message: {kind!r}")


async def add_user(world: World, data: Data, _: list[Upload]) -> Data:
    """A new person."""
    return world.add_user(data.pop("first_name"), **data).to_dict()


async def change_user(world: World, data: Data, _: list[Upload]) -> Data:
    """Another language or name for a person."""
    user = _user(world, data)
    for name in ("first_name", "last_name", "username", "language_code"):
        if name in data:
            setattr(user, name, data[name])
    return user.to_dict()


async def add_group(world: World, data: Data, _: list[Upload]) -> Data:
    """A new group, with the bot in it unless ``bot`` says ``left``."""
    members = [int(member) for member in data["members"]]
    topics = data.get("topics") or []
    chat = world.add_group(
        data["title"], members, kind=data.get("kind", "supergroup"), is_forum=bool(topics)
    )
    chat.reactions = data.get("reactions")
    founder = world.user(members[0])
    for name in topics:
        world.open_topic(chat, founder, name)
    status = data.get("bot", "member")
    if status != "left":
        world.set_bot_status(chat, status, founder, privacy=data.get("privacy"))
    return describe_chat(chat)


def describe_chat(chat: Chat) -> Data:
    """A chat as the control API shows it."""
    return chat.to_dict() | {
        "bot_status": chat.bot_status,
        "privacy": chat.privacy,
        "members": chat.members,
        "topics": {name: number for number, name in chat.topics.items()},
    }


async def change_chat(world: World, data: Data, _: list[Upload]) -> Data:
    """The bot's place in a chat, and what it may do there."""
    chat = _chat(world, data)
    if "bot" in data or "privacy" in data:
        status = data.get("bot", chat.bot_status)
        world.set_bot_status(chat, status, _user(world, data), privacy=data.get("privacy"))
    if "bot_may_send" in data:
        chat.bot_may_send = bool(data["bot_may_send"])
    if "reactions" in data:
        chat.reactions = data["reactions"]
    return describe_chat(chat)


async def migrate(world: World, data: Data, _: list[Upload]) -> Data:
    """A group becomes a supergroup."""
    return describe_chat(world.migrate(_chat(world, data), _user(world, data)))


async def send(world: World, data: Data, files: list[Upload]) -> Data:
    """A message: a text, a file with a caption, or any ``content`` as the Bot API writes it."""
    if files:
        content = await asyncio.to_thread(_content, world, data, files[0]) | _caption(data)
    elif "content" in data:
        content = dict(data["content"])
    else:
        content = _text(data)
    return _post(world, data, content).view()


async def album(world: World, data: Data, files: list[Upload]) -> list[Data]:
    """Several pictures or files at once; the caption stands under the first."""
    if not 2 <= len(files) <= 10:
        raise ValueError("an album has two to ten items")
    contents = [await asyncio.to_thread(_content, world, data, file) for file in files]
    contents[0] |= _caption(data)
    group = str(secrets.randbelow(10**17) + 10**17)
    return [_post(world, data, content, group).view() for content in contents]


async def edit(world: World, data: Data, _: list[Upload]) -> Data:
    """Another text or caption for a message that a person sent."""
    message = _message(world, data)
    kept = {
        key: value
        for key, value in message.content.items()
        if key not in {"text", "entities", "caption", "caption_entities"}
    }
    message.content = kept | (_text(data) if "text" in message.content else _caption(data))
    world.changed(message, by_bot=False)
    return message.view()


async def delete(world: World, data: Data, _: list[Upload]) -> Data:
    """A message disappears."""
    message = _message(world, data)
    world.delete(message)
    return message.view()


async def press(world: World, data: Data, _: list[Upload]) -> Data:
    """A button is pressed, by its callback data or by the text on it."""
    message = _message(world, data)
    button = find_button(message.reply_markup, data.get("data"), data.get("text"))
    callback = world.press(message, _user(world, data), button["callback_data"])
    return {"id": callback.id}


async def callback(world: World, data: Data, _: list[Upload]) -> Data:
    """What the bot said to a press, if it did so by now; ``expire`` makes it too late."""
    pressed = world.callbacks[data["id"]]
    pressed.expired = pressed.expired or bool(data.get("expire"))
    return {"id": pressed.id, "answer": pressed.answer}


async def react(world: World, data: Data, _: list[Upload]) -> Data:
    """A person's reactions to a message are now these."""
    message = _message(world, data)
    world.react(message, _user(world, data), data["emojis"])
    return message.view()


ACTIONS: dict[str, Action] = {
    "add_user": add_user,
    "change_user": change_user,
    "add_group": add_group,
    "change_chat": change_chat,
    "migrate": migrate,
    "send": send,
    "album": album,
    "edit": edit,
    "delete": delete,
    "press": press,
    "callback": callback,
    "react": react,
}
