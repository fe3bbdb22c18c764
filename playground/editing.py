"""The methods that change what stands in a chat already."""

from typing import Any

from playground.errors import bad_request
from playground.keyboards import split_markup
from playground.messages import Message
from playground.parameters import Parameters
from playground.sending import caption_content, item_content, open_chat, text_content
from playground.world import World

_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_MEDIA = ("photo", "document", "animation", "video", "audio")
_ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
_REACTIONS = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 "
    "🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 "
    "😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 "
    "🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
ACTIONS = frozenset(_ACTIONS.split())
REACTIONS = frozenset(_REACTIONS.split())


def _own(world: World, params: Parameters) -> Message:
    chat = open_chat(world, params)
    message = world.message(chat, params.get("message_id"), "message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _apply(
    world: World, message: Message, content: dict[str, Any], params: Parameters
) -> dict[str, Any]:
    """Give a message its new content; a keyboard that is not named again goes, as on Telegram."""
    inline, _ = split_markup(params.get("reply_markup"))
    if content == message.content and inline == message.reply_markup:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    message.content, message.reply_markup = content, inline
    world.changed(message, by_bot=True)
    return message.to_dict()


async def edit_text(world: World, params: Parameters) -> dict[str, Any]:
    """``editMessageText``."""
    message = _own(world, params)
    content = text_content(params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _apply(world, message, content, params)


async def edit_caption(world: World, params: Parameters) -> dict[str, Any]:
    """``editMessageCaption``."""
    message = _own(world, params)
    if not any(kind in message.content for kind in (*_MEDIA, "voice")):
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if key not in _CAPTION}
    return _apply(world, message, kept | caption_content(params), params)


async def edit_markup(world: World, params: Parameters) -> dict[str, Any]:
    """``editMessageReplyMarkup``."""
    message = _own(world, params)
    return _apply(world, message, message.content, params)


async def edit_media(world: World, params: Parameters) -> dict[str, Any]:
    """``editMessageMedia``."""
    message = _own(world, params)
    item = params.get("media")
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    return _apply(world, message, await item_content(world, item, params), params)


async def delete_message(world: World, params: Parameters) -> bool:
    """``deleteMessage``: its own anywhere, others' in private chats and as an administrator."""
    chat = open_chat(world, params)
    message = world.message(chat, params.get("message_id"), "message to delete not found")
    if not (message.from_bot or chat.is_private or chat.bot_status == "administrator"):
        raise bad_request("message can't be deleted")
    world.delete(message)
    return True


async def delete_messages(world: World, params: Parameters) -> bool:
    """``deleteMessages``: those that are not there are passed over."""
    chat = open_chat(world, params)
    for number in params.get("message_ids", []):
        message = chat.messages.get(number)
        if message and not message.deleted:
            world.delete(message)
    return True


async def answer_callback(world: World, params: Parameters) -> bool:
    """``answerCallbackQuery``: whoever pressed sees the answer."""
    callback = world.callbacks.get(params.text("callback_query_id"))
    if callback is None or callback.expired:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(params.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if callback.answer is None:
        callback.answer = {
            "text": params.get("text"),
            "show_alert": bool(params.get("show_alert", False)),
            "url": params.get("url"),
        }
        world.events.publish(
            "answer",
            chat_id=callback.message.chat.id,
            user_id=callback.user.id,
            callback_query_id=callback.id,
            **callback.answer,
        )
    return True


async def chat_action(world: World, params: Parameters) -> bool:
    """``sendChatAction``: "typing..." for five seconds or until the next message."""
    chat = open_chat(world, params)
    if params.get("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.events.publish(
        "action",
        chat_id=chat.id,
        action=params.get("action"),
        message_thread_id=params.get("message_thread_id"),
    )
    return True


async def set_reaction(world: World, params: Parameters) -> bool:
    """``setMessageReaction``: one emoji at most, and only where the chat allows it."""
    chat = open_chat(world, params)
    message = world.message(chat, params.get("message_id"), "message to react not found")
    asked = params.get("reaction", [])
    if len(asked) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emojis = [str(item.get("emoji", "")) for item in asked]
    allowed = REACTIONS if chat.reactions is None else REACTIONS & set(chat.reactions)
    if not allowed.issuperset(emojis):
        raise bad_request("REACTION_INVALID")
    world.react(message, world.bot, emojis)
    return True
