"""From a message's attachment to its bytes."""

import asyncio

from telegram import Bot
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, TelegramError

from chat.attachments import Attachment
from chat.delivery import insist
from chat.refusals import FileNotFetched, FileTooLarge


async def download(bot: Bot, attachment: Attachment, seconds: float) -> bytes:
    """Fetch the file within so many seconds, further attempts included.

    Raises `FileTooLarge`, `FileNotFetched` or `TimeoutError`.
    """
    if attachment.is_too_large:
        raise FileTooLarge
    async with asyncio.timeout(seconds):
        try:
            file = await insist(lambda: bot.get_file(attachment.file_id), harmless_twice=True)
            if (file.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
                raise FileTooLarge  # a self-hosted server hands out larger ones
            return bytes(await insist(file.download_as_bytearray, harmless_twice=True))
        except BadRequest as error:
            if "too big" in error.message.lower():
                raise FileTooLarge from error
            raise FileNotFetched(error.message) from error
        except TelegramError as error:
            raise FileNotFetched(error.message) from error
