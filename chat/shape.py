"""Whether decoded JSON has the types that the Bot API promises.

python-telegram-bot takes any value for any field, so that a wrong one would fail deep inside a
handler. Fields of one name have one type nearly everywhere in the Bot API; those that the bot looks
at are listed here, and whatever is not listed passes.
"""

from collections.abc import Callable
from typing import Any

LARGEST = 2**53
"""Telegram's numbers have at most 52 significant bits."""
LATEST = 2**33
"""Seconds since 1970: the year 2242."""
DEEPEST = 12
"""Levels of nesting; a real update has about six."""


def _is_text(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _is_number(value: Any) -> bool:
    return type(value) is int and abs(value) < LARGEST


def _is_size(value: Any) -> bool:
    return _is_number(value) and value >= 0


def _is_date(value: Any) -> bool:
    return _is_number(value) and 0 <= value < LATEST


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


NUMBERS = "message_id message_thread_id migrate_to_chat_id migrate_from_chat_id"
SIZES = "update_id width height file_size duration"
DATES = "date edit_date"
FLAGS = "is_bot is_topic_message is_animated is_video is_forum is_premium"
TEXTS = """type text caption file_id file_unique_id mime_type file_name first_name last_name
    username title language_code media_group_id data chat_instance inline_message_id status emoji
    guest_query_id"""
OBJECTS = """message edited_message guest_message callback_query my_chat_member chat_member
    message_reaction from chat sender_chat via_bot user reply_to_message document sticker video
    animation video_note voice audio thumbnail quote external_reply origin forward_origin
    old_chat_member new_chat_member forum_topic_created"""
LISTS = "photo entities caption_entities new_chat_members"

TYPES: dict[str, Callable[[Any], bool]] = {
    name: check
    for names, check in (
        (NUMBERS, _is_number),
        (SIZES, _is_size),
        (DATES, _is_date),
        (FLAGS, _is_flag),
        (TEXTS, _is_text),
        (OBJECTS, _is_object),
        (LISTS, _are_objects),
    )
    for name in names.split()
}

NEEDED = {
    name: keys.split()
    for names, keys in (
        ("message edited_message guest_message reply_to_message", "message_id date chat"),
        ("chat", "id type"),
        ("from user via_bot", "id is_bot first_name"),
        ("callback_query", "id from chat_instance"),
        ("photo", "file_id file_unique_id width height"),
        ("document video animation video_note voice audio", "file_id file_unique_id"),
        ("sticker", "file_id file_unique_id type width height is_animated is_video"),
        ("entities caption_entities", "type offset length"),
    )
    for name in names.split()
}
"""What an object must have, by the name of the field that holds it."""

NUMBERED = frozenset({"chat", "from", "user", "sender_chat", "via_bot"})
"""Objects whose `id` is a number."""
CHATS = frozenset({"private", "group", "supergroup", "channel"})


def fits(update: dict[str, Any]) -> bool:
    """Tell whether an update can be handed to the handlers.

    >>> fits({"update_id": 1, "message": {"message_id": "not a number"}})
    False
    """
    return len(update) > 1 and _object_fits(update, "", 0)


def _object_fits(value: dict[str, Any], name: str, depth: int) -> bool:
    return (
        depth <= DEEPEST
        and all(key in value for key in NEEDED.get(name, ()))
        and all(_field_fits(part, key, depth + 1) for key, part in value.items())
        and (name not in NUMBERED or _is_number(value.get("id")))
        and (name != "callback_query" or _is_text(value["id"]))
        and (name != "chat" or value["type"] in CHATS)
        and _entities_fit(value.get("text"), value.get("entities"))
        and _entities_fit(value.get("caption"), value.get("caption_entities"))
    )


def _field_fits(value: Any, name: str, depth: int) -> bool:
    check = TYPES.get(name)
    if check is not None and not check(value):
        return False
    if isinstance(value, dict):
        return _object_fits(value, name, depth)
    if isinstance(value, list):
        return depth <= DEEPEST and all(_field_fits_in_list(part, name, depth) for part in value)
    return True


def _field_fits_in_list(value: Any, name: str, depth: int) -> bool:
    if isinstance(value, dict):
        return _object_fits(value, name, depth + 1)
    return _field_fits(value, "", depth + 1)


def _entities_fit(text: Any, entities: Any) -> bool:
    """Tell whether entities, counted in UTF-16, lie inside their text and cut no character."""
    if not isinstance(text, str) or not entities:
        return not entities
    encoded = text.encode("utf-16-le")
    for entity in entities:
        begin, length = entity["offset"], entity["length"]
        if not _is_size(begin) or not _is_size(length) or 2 * (begin + length) > len(encoded):
            return False
        try:
            encoded[2 * begin : 2 * (begin + length)].decode("utf-16-le")
        except UnicodeDecodeError:
            return False
    return True
