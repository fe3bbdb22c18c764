"""Guest mode: a mention in a group where the bot is no member reaches it as ``guest_message``.

The bot answers it with ``answerGuestQuery``, once, through the query that the message carries; its
word then stands in the group as a reply. Nothing else of the group reaches the bot.
"""

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground.entities import cut, format_text
from playground.errors import bad_request
from playground.keyboards import split_markup
from playground.messages import Message
from playground.parameters import Parameters
from playground.people import SETTLED

if TYPE_CHECKING:
    from playground.world import World


@dataclass
class Guests:
    """The queries that the bot has not answered yet, by their number."""

    queries: dict[str, Message] = field(default_factory=dict)

    def summon(self, world: "World", message: Message) -> None:
        """Hand a message over if it mentions the bot where that is no member."""
        chat = message.chat
        if message.sender.is_bot or chat.is_private or chat.bot_status in SETTLED:
            return
        if chat.bot_status == "kicked" or not _mentions(message, world.bot.username or ""):
            return
        number = str(secrets.randbelow(10**18) + 10**18)
        self.queries[number] = message
        world.updates.push("guest_message", {**message.to_dict(), "guest_query_id": number})


def _mentions(message: Message, username: str) -> bool:
    return any(
        entity["type"] == "mention"
        and cut(message.text, entity).removeprefix("@").lower() == username.lower()
        for entity in message.entities
    )


async def answer_guest_query(world: "World", params: Parameters) -> dict[str, Any]:
    """``answerGuestQuery``: with an article, whose text appears in the group."""
    result = params.get("result")
    if not isinstance(result, dict) or result.get("type") != "article":
        raise bad_request("can't parse InlineQueryResult: only articles are known here")
    message = world.guests.queries.pop(params.text("guest_query_id"), None)
    if message is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    said = result.get("input_message_content") or {}
    text, entities = format_text(
        said.get("message_text", ""), said.get("parse_mode"), said.get("entities")
    )
    if not text or not result.get("title"):
        raise bad_request("can't parse InlineQueryResult: expected a title and a text")
    inline, _ = split_markup(result.get("reply_markup"))
    world.post(
        message.chat,
        world.bot,
        {"text": text, **({"entities": entities} if entities else {})},
        reply_to=message,
        reply_markup=inline,
    )
    return {"inline_message_id": secrets.token_urlsafe(20)}
