"""What the bot says of itself."""

import pytest
from telegram import Bot, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest

from playground import Playground


async def test_commands_are_kept_by_scope_and_language(bot: Bot) -> None:
    """Commands are given back for exactly the scope and language that they were set for."""
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([("help", "What I can do")], scope=private)
    await bot.set_my_commands([("help", "Что я умею")], scope=private, language_code="ru")
    (english,), (russian,) = (
        await bot.get_my_commands(private),
        await bot.get_my_commands(private, language_code="ru"),
    )

    assert (english.description, russian.description) == ("What I can do", "Что я умею")
    assert await bot.get_my_commands() == ()
    await bot.delete_my_commands(private)
    assert await bot.get_my_commands(private) == ()


async def test_people_are_offered_the_narrowest_commands(playground: Playground, bot: Bot) -> None:
    """A person's menu follows chat and language, and falls back to the default."""
    ann = playground.user("Ann", language_code="ru")
    group = playground.group("Maths", ann)
    await bot.set_my_commands([("start", "Start")])
    await bot.set_my_commands([("read", "Прочитать")], language_code="ru")
    await bot.set_my_commands([("digits", "Read")], scope=BotCommandScopeAllGroupChats())

    assert [item["command"] for item in playground.menu(ann)] == ["read"]
    assert [item["command"] for item in playground.menu(ann, group)] == ["digits"]
    playground.set_language(ann, "de")
    assert [item["command"] for item in playground.menu(ann)] == ["start"]


async def test_texts_fall_back_to_the_one_for_everybody(playground: Playground, bot: Bot) -> None:
    """Descriptions and names are kept by language."""
    await bot.set_my_description("Reads digits")
    await bot.set_my_description("Читаю цифры", language_code="ru")
    await bot.set_my_short_description("Digits")
    await bot.set_my_name("Reader")

    assert (await bot.get_my_description("ru")).description == "Читаю цифры"
    assert (await bot.get_my_description("de")).description == "Reads digits"
    assert (await bot.get_my_short_description()).short_description == "Digits"
    assert (await bot.get_my_name()).name == "Reader"
    assert len(playground.profile()["texts"]) == 4


@pytest.mark.parametrize("command", [("Help", "x"), ("help me", "x"), ("h" * 33, "x")])
async def test_bad_commands_are_refused(bot: Bot, command: tuple[str, str]) -> None:
    """A command that Telegram does not allow is refused."""
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([command])


async def test_long_texts_are_refused(bot: Bot) -> None:
    """Descriptions end at 512 and 120 characters."""
    assert await bot.set_my_description("x" * 512)
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)
