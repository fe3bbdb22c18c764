"""A whole python-telegram-bot application that polls."""

import asyncio

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from playground import Playground
from tests.playground.conftest import picture, plain_request
from tests.schema import assert_answered_well, assert_conforms


async def _measure(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a photo with the number of its bytes."""
    assert update.message
    file = await update.message.photo[-1].get_file()
    data = await file.download_as_bytearray()
    button = InlineKeyboardButton("Thanks", callback_data="thanks")
    await update.message.reply_html(
        f"<b>{len(data)}</b>", do_quote=True, reply_markup=InlineKeyboardMarkup([[button]])
    )


async def _welcome(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a press."""
    query = update.callback_query
    assert query
    await query.answer("welcome")
    await query.edit_message_reply_markup(None)


def _talk(playground: Playground) -> None:
    ann = playground.user("Ann")
    photo = playground.send_photo(ann, picture())
    (answer,) = playground.wait_for(ann)
    playground.send_text(ann, "nothing to answer")
    pressed = playground.press(ann, answer, text="Thanks")
    playground.settle()
    (bare,) = playground.bot_messages(ann)

    assert answer["text"] == str(photo["photo"][-1]["file_size"])
    assert answer["reply_to_message"]["message_id"] == photo["message_id"]
    assert pressed["answer"]["text"] == "welcome"
    assert "reply_markup" not in bare


async def test_an_application_polls_and_answers(playground: Playground) -> None:
    """Photo, download, answer with a button, press and edit, all over HTTP."""
    application = (
        Application.builder()
        .token(playground.token)
        .base_url(f"{playground.url}/bot")
        .base_file_url(f"{playground.url}/file/bot")
        .request(plain_request())
        .get_updates_request(plain_request())
        .build()
    )
    application.add_handler(MessageHandler(filters.PHOTO, _measure))
    application.add_handler(CallbackQueryHandler(_welcome))
    assert application.updater
    async with application:
        await application.start()
        await application.updater.start_polling()
        await asyncio.to_thread(_talk, playground)
        await application.updater.stop()
        await application.stop()

    assert_conforms(playground.requests())
    assert_answered_well(playground.requests())
    assert {"getMe", "getUpdates", "getFile", "download", "sendMessage"} <= {
        request["method"] for request in playground.requests()
    }
