"""Pictures of the bot's own, sent under the photo that they are about."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog
from telegram import InlineKeyboardMarkup, InputMediaPhoto, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from chat.delivery import ACTION_EVERY, insist, topic_of

log = structlog.get_logger("chat.gallery")


async def show(
    photo: Message, picture: bytes, caption: str, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Reply to a photo with a picture.

    Raises `TelegramError`.
    """
    await insist(
        lambda: photo.get_bot().send_photo(
            photo.chat_id,
            picture,
            caption,
            parse_mode=ParseMode.HTML,
            reply_parameters=_to(photo),
            message_thread_id=topic_of(photo),
            reply_markup=keyboard,
        ),
        harmless_twice=False,
    )


async def show_instead(
    shown: Message, picture: bytes, caption: str, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Put another picture in the place of one; one that is gone or the same is no error.

    Raises `TelegramError`.
    """
    media = InputMediaPhoto(picture, caption, parse_mode=ParseMode.HTML)
    try:
        await insist(lambda: shown.edit_media(media, keyboard), harmless_twice=True)
    except (BadRequest, Forbidden) as error:
        log.info("picture_not_turned", reason=error.message)


async def show_all(photo: Message, pictures: Sequence[bytes], captions: Sequence[str]) -> None:
    """Reply to a message with an album.

    Raises `TelegramError`.
    """
    media = [
        InputMediaPhoto(picture, caption, parse_mode=ParseMode.HTML)
        for picture, caption in zip(pictures, captions, strict=True)
    ]
    await insist(
        lambda: photo.get_bot().send_media_group(
            photo.chat_id,
            media,
            reply_parameters=_to(photo),
            message_thread_id=topic_of(photo),
        ),
        harmless_twice=False,
    )


@asynccontextmanager
async def sending_photo(message: Message) -> AsyncIterator[None]:
    """Show "sending a photo…" in the message's chat for as long as the block runs."""
    task = asyncio.create_task(_keep_sending(message))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _keep_sending(message: Message) -> None:
    while True:
        try:
            await message.get_bot().send_chat_action(
                message.chat_id, ChatAction.UPLOAD_PHOTO, message_thread_id=topic_of(message)
            )
        except TelegramError as error:
            log.debug("no_chat_action", reason=str(error))
        await asyncio.sleep(ACTION_EVERY)


def _to(message: Message) -> ReplyParameters:
    return ReplyParameters(message.message_id, allow_sending_without_reply=True)
