"""The least that a photo bot can do, as a yardstick: download each photo, reply with its size."""

import asyncio
import os
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler
from telegram.ext.filters import PHOTO

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Download the largest size and tell how many bytes it has."""
    if update.message is not None:
        file = await update.message.photo[-1].get_file()
        data = await file.download_as_bytearray()
        await update.message.reply_text(f"{len(data)} bytes", do_quote=True)


def main() -> None:
    """Run by polling, or as a webhook where the environment names one."""
    url = os.environ["BOT_API_URL"]
    application = (
        ApplicationBuilder()
        .token(os.environ["BOT_TOKEN"])
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .concurrent_updates(256)
        .build()
    )
    application.add_handler(MessageHandler(PHOTO, echo))
    if "WEBHOOK_PORT" in os.environ:
        asyncio.run(receive(application, int(os.environ["WEBHOOK_PORT"])))
    else:
        application.run_polling()


async def receive(application: AnyApplication, port: int) -> None:
    """Take updates by webhook until the process is told to stop."""

    async def put(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return Response()

    server = uvicorn.Server(
        uvicorn.Config(
            Starlette(routes=[Route("/telegram", put, methods=["POST"])]),
            port=port,
            ws="none",
            log_config=None,
            access_log=False,
        )
    )
    async with application:
        await application.start()
        await application.bot.set_webhook(f"http://127.0.0.1:{port}/telegram")
        await server.serve()
        await application.stop()


if __name__ == "__main__":
    main()
