"""The methods of the Bot API by name."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from playground import editing, guests, profile, sending
from playground.errors import bad_request
from playground.parameters import Parameters
from playground.people import SETTLED, membership
from playground.sending import open_chat
from playground.webhook import Webhook
from playground.world import World

Method = Callable[[World, Parameters], Awaitable[Any]]


async def _get_me(world: World, _: Parameters) -> dict[str, Any]:
    return world.bot.me()


async def _get_updates(world: World, params: Parameters) -> list[dict[str, Any]]:
    return await world.updates.poll(
        offset=params.number("offset"),
        limit=params.number("limit", 100),
        timeout=params.number("timeout"),
        allowed=params.get("allowed_updates"),
    )


async def _get_file(world: World, params: Parameters) -> dict[str, Any]:
    return world.files.describe(params.text("file_id"))


async def _get_chat(world: World, params: Parameters) -> dict[str, Any]:
    return open_chat(world, params).full()


async def _get_member(world: World, params: Parameters) -> dict[str, Any]:
    chat = open_chat(world, params)
    number = params.number("user_id")
    if number == world.bot.id:
        return membership(world.bot, chat.bot_status)
    return membership(world.user(number), chat.members.get(number, "left"))


async def _get_administrators(world: World, params: Parameters) -> list[dict[str, Any]]:
    chat = open_chat(world, params)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    people = [
        membership(world.user(number), status)
        for number, status in chat.members.items()
        if status in {"creator", "administrator"}
    ]
    if chat.bot_status == "administrator":
        people.append(membership(world.bot, chat.bot_status))
    return people


async def _count_members(world: World, params: Parameters) -> int:
    chat = open_chat(world, params)
    return sum(status in SETTLED for status in (*chat.members.values(), chat.bot_status))


async def _leave(world: World, params: Parameters) -> bool:
    chat = open_chat(world, params)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_bot_status(chat, "left", world.bot)
    return True


async def _get_menu_button(_: World, __: Parameters) -> dict[str, Any]:
    return {"type": "commands"}


def table(webhook: Webhook) -> dict[str, tuple[str, Method]]:
    """Each method's proper name and function, by its name in lower case: case does not matter."""

    async def set_webhook(_: World, params: Parameters) -> bool:
        return webhook.set(params)

    async def delete_webhook(_: World, params: Parameters) -> bool:
        params.values.pop("url", None)
        return webhook.set(params)

    async def webhook_info(_: World, __: Parameters) -> dict[str, Any]:
        return webhook.info()

    methods: dict[str, Method] = {
        "getMe": _get_me,
        "getUpdates": _get_updates,
        "setWebhook": set_webhook,
        "deleteWebhook": delete_webhook,
        "getWebhookInfo": webhook_info,
        "getFile": _get_file,
        "getChat": _get_chat,
        "getChatMember": _get_member,
        "getChatAdministrators": _get_administrators,
        "getChatMemberCount": _count_members,
        "getChatMenuButton": _get_menu_button,
        "leaveChat": _leave,
        "sendMessage": sending.send_message,
        "sendMediaGroup": sending.send_media_group,
        "editMessageText": editing.edit_text,
        "editMessageCaption": editing.edit_caption,
        "editMessageReplyMarkup": editing.edit_markup,
        "editMessageMedia": editing.edit_media,
        "deleteMessage": editing.delete_message,
        "deleteMessages": editing.delete_messages,
        "answerCallbackQuery": editing.answer_callback,
        "answerGuestQuery": guests.answer_guest_query,
        "sendChatAction": editing.chat_action,
        "setMessageReaction": editing.set_reaction,
        "setMyCommands": profile.set_commands,
        "getMyCommands": profile.get_commands,
        "deleteMyCommands": profile.delete_commands,
    }
    for kind in ("photo", "document", "sticker", "animation", "video", "voice"):
        methods[f"send{kind.title()}"] = partial(sending.send_media, kind=kind)
    for what, name in (
        ("name", "MyName"),
        ("description", "MyDescription"),
        ("short_description", "MyShortDescription"),
    ):
        methods[f"set{name}"] = partial(profile.set_text, what=what)
        methods[f"get{name}"] = partial(profile.get_text, what=what)
    return {name.lower(): (name, method) for name, method in methods.items()}
