"""The methods that put a message into a chat."""

import asyncio
import secrets
from typing import Any

from playground import media
from playground.entities import format_text
from playground.errors import bad_request, forbidden
from playground.keyboards import split_markup
from playground.messages import Message
from playground.parameters import Parameters, Upload
from playground.people import SETTLED, Chat
from playground.world import World

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
Content = dict[str, Any]


def open_chat(world: World, params: Parameters) -> Chat:
    """The chat that the bot wants to speak in, if it may."""
    chat = world.chat(params.get("chat_id", ""))
    if chat.migrated_to:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
        )
    if chat.is_private:
        if chat.bot_status == "kicked":
            raise forbidden("bot was blocked by the user")
        if not chat.messages:
            raise bad_request("chat not found")
    elif chat.bot_status not in SETTLED:
        what = "was kicked from" if chat.bot_status == "kicked" else "is not a member of"
        raise forbidden(f"bot {what} the {chat.type} chat")
    return chat


def text_content(params: Parameters) -> Content:
    """The ``text`` of a message, formatted."""
    text, entities = format_text(
        params.text("text"), params.get("parse_mode"), params.get("entities")
    )
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_content(params: Parameters) -> Content:
    """The ``caption`` of a message, formatted; nothing if there is none."""
    caption, entities = format_text(
        params.text("caption"), params.get("parse_mode"), params.get("caption_entities")
    )
    if len(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    content: Content = {"caption": caption} if caption else {}
    if entities:
        content["caption_entities"] = entities
    if caption and params.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


async def media_content(world: World, kind: str, value: Any, params: Parameters) -> Content:
    """The picture or file of a message: an upload, or one that Telegram has already."""
    upload = params.upload(value)
    if upload is None:
        return _known(world, kind, value)
    if not upload.data:
        raise bad_request("file must be non-empty")
    return await asyncio.to_thread(_uploaded, world, kind, upload, params)


def _uploaded(world: World, kind: str, upload: Upload, params: Parameters) -> Content:
    if kind == "photo":
        content: Content = {"photo": media.photo(world.files, upload.data)}
    elif kind == "document":
        content = {
            "document": media.document(
                world.files, upload.data, file_name=upload.name, mime_type=upload.mime_type
            )
        }
    elif kind == "sticker":
        content = {"sticker": media.sticker(world.files, upload.data)}
    else:
        film = media.film(world.files, upload.data, kind, file_name=upload.name)
        content = {kind: film}
        if kind == "animation":
            content["document"] = media.as_document(film)
    if kind != "sticker" and params.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def _known(world: World, kind: str, value: Any) -> Content:
    file = world.files.find(value) if isinstance(value, str) else None
    if file is None:
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        if value is None or str(value).startswith("attach://"):
            raise bad_request(f"there is no {kind} in the request")
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    found = world.files.media(file.id)
    return {kind: found} | ({"document": media.as_document(found)} if kind == "animation" else {})


def deliver(world: World, chat: Chat, params: Parameters, contents: list[Content]) -> list[Message]:
    """Put messages of the bot into a chat, as a reply and in a topic where it asked for that."""
    if not chat.bot_may_send:
        raise bad_request("not enough rights to send text messages to the chat")
    inline, keyboard = split_markup(params.get("reply_markup"))
    reply_to, quote = _reply(chat, params)
    thread = params.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    group = str(secrets.randbelow(10**17) + 10**17) if len(contents) > 1 else None
    return [
        world.post(
            chat,
            world.bot,
            content,
            reply_to=reply_to,
            thread=thread,
            quote=quote,
            media_group=group,
            reply_markup=inline,
            keyboard=keyboard,
        )
        for content in contents
    ]


def _reply(chat: Chat, params: Parameters) -> tuple[Message | None, dict[str, Any] | None]:
    asked = params.get("reply_parameters")
    if asked is None and params.get("reply_to_message_id"):
        asked = {
            "message_id": params.get("reply_to_message_id"),
            "allow_sending_without_reply": params.get("allow_sending_without_reply"),
        }
    if asked is None:
        return None, None
    if not isinstance(asked, dict) or not isinstance(asked.get("message_id"), int):
        raise bad_request(
            'can\'t parse reply parameters: Field "message_id" must be of type Number'
        )
    found = chat.messages.get(asked["message_id"])
    if found is None or found.deleted:
        if not asked.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return None, None
    if not asked.get("quote"):
        return found, None
    text, entities = format_text(
        asked["quote"], asked.get("quote_parse_mode"), asked.get("quote_entities")
    )
    if text not in found.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    quote = {"text": text, "position": asked.get("quote_position", 0), "is_manual": True}
    return found, quote | ({"entities": entities} if entities else {})


async def send_message(world: World, params: Parameters) -> dict[str, Any]:
    """``sendMessage``."""
    chat = open_chat(world, params)
    return deliver(world, chat, params, [text_content(params)])[0].to_dict()


async def send_media(world: World, params: Parameters, kind: str) -> dict[str, Any]:
    """``sendPhoto``, ``sendDocument`` and the like."""
    chat = open_chat(world, params)
    caption = {} if kind in {"sticker", "video_note"} else caption_content(params)
    content = await media_content(world, kind, params.get(kind), params)
    return deliver(world, chat, params, [content | caption])[0].to_dict()


async def send_media_group(world: World, params: Parameters) -> list[dict[str, Any]]:
    """``sendMediaGroup``: two to ten pictures or files that stand together."""
    chat = open_chat(world, params)
    items = params.get("media", [])
    if not isinstance(items, list) or not 2 <= len(items) <= 10:
        raise bad_request("wrong number of messages to send as an album: 2 to 10 are allowed")
    kinds = {item.get("type") for item in items}
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise bad_request("document can't be mixed with other media types")
    contents = [await item_content(world, item, params) for item in items]
    return [message.to_dict() for message in deliver(world, chat, params, contents)]


async def item_content(world: World, item: dict[str, Any], params: Parameters) -> Content:
    """The content that an InputMedia object describes."""
    kind = item.get("type", "")
    if kind not in {"photo", "document", "video", "animation", "audio"}:
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unknown')
    described = Parameters(item, params.uploads)
    content = await media_content(world, kind, item.get("media"), described)
    return content | caption_content(described)
