"""What the bot says of itself: commands by scope and language, descriptions, name."""

import re
from typing import Any

from playground.errors import bad_request
from playground.parameters import Parameters
from playground.people import Chat
from playground.world import World

COMMANDS_LIMIT = 100
LIMITS = {"name": 64, "description": 512, "short_description": 120}
_PLAIN = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_LANGUAGE = re.compile(r"([a-z]{2})?")


def _language(params: Parameters) -> str:
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _scope(world: World, params: Parameters) -> str:
    scope = params.get("scope", {"type": "default"})
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in _PLAIN:
        return str(kind)
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat = world.chat(scope.get("chat_id", ""))
    member = f":{world.user(scope.get('user_id', 0)).id}" if kind == "chat_member" else ""
    return f"{kind}:{chat.id}{member}"


def _published(world: World) -> None:
    world.events.publish("profile", profile=describe(world))


async def set_commands(world: World, params: Parameters) -> bool:
    """``setMyCommands``."""
    commands = params.get("commands", [])
    if len(commands) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "").lstrip("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.bot.commands[_scope(world, params), _language(params)] = [
        {"command": item["command"].lstrip("/"), "description": item["description"]}
        for item in commands
    ]
    _published(world)
    return True


async def get_commands(world: World, params: Parameters) -> list[dict[str, str]]:
    """``getMyCommands``: those set for exactly this scope and language."""
    return world.bot.commands.get((_scope(world, params), _language(params)), [])


async def delete_commands(world: World, params: Parameters) -> bool:
    """``deleteMyCommands``."""
    world.bot.commands.pop((_scope(world, params), _language(params)), None)
    _published(world)
    return True


async def set_text(world: World, params: Parameters, what: str) -> bool:
    """``setMyName``, ``setMyDescription`` and ``setMyShortDescription``."""
    text = params.text(what)
    if len(text) > LIMITS[what]:
        raise bad_request(f"{what.replace('_', ' ')} is too long")
    key = what, _language(params)
    if text:
        world.bot.texts[key] = text
    else:
        world.bot.texts.pop(key, None)
    _published(world)
    return True


async def get_text(world: World, params: Parameters, what: str) -> dict[str, str]:
    """``getMyName`` and the like: in this language, otherwise the one for everybody."""
    texts = world.bot.texts
    otherwise = texts.get((what, ""), world.bot.first_name if what == "name" else "")
    return {what: texts.get((what, _language(params)), otherwise)}


def describe(world: World) -> dict[str, Any]:
    """Everything that the bot has said of itself, for the control API."""
    return {
        "commands": [
            {"scope": scope, "language_code": language, "commands": commands}
            for (scope, language), commands in world.bot.commands.items()
        ],
        "texts": [
            {"what": what, "language_code": language, "text": text}
            for (what, language), text in world.bot.texts.items()
        ],
    }


def menu(world: World, chat: Chat, user_id: int, language: str) -> list[dict[str, str]]:
    """The commands that a person is offered in a chat: the narrowest scope that has any."""
    scopes = [f"chat_member:{chat.id}:{user_id}"]
    if chat.is_private:
        scopes += [f"chat:{chat.id}", "all_private_chats"]
    else:
        if chat.members.get(user_id) in {"creator", "administrator"}:
            scopes += [f"chat_administrators:{chat.id}", "all_chat_administrators"]
        scopes += [f"chat:{chat.id}", "all_group_chats"]
    for scope in (*scopes, "default"):
        for wanted in (language[:2], ""):
            if found := world.bot.commands.get((scope, wanted)):
                return found
    return []
