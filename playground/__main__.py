"""``python -m playground``: the server alone, for a bot that is started elsewhere."""

import argparse
import asyncio
import signal

from playground.server import LOCALHOST, TOKEN, serving


async def run(host: str, port: int, token: str) -> None:
    """Serve until interrupted or terminated."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with serving(host=host, port=port, token=token) as address:
        print(f"Chat page: {address.page_url}", flush=True)
        print(f"For a bot: BOT_TOKEN={token} BOT_API_URL={address.url}", flush=True)
        if host != LOCALHOST:
            print("Anybody who can reach this address can talk to the bot.", flush=True)
        await stop.wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--host", default=LOCALHOST, help="the interface to listen on")
    parser.add_argument("--port", type=int, default=8081, help="a free one if it is taken")
    parser.add_argument("--token", default=TOKEN, help="the token that the bot will use")
    options = parser.parse_args()
    asyncio.run(run(options.host, options.port, options.token))


if __name__ == "__main__":
    main()
