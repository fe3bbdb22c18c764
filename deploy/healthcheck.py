"""Exit with 0 if the bot in this container answers /healthz, and with 1 otherwise."""

import http.client
import os
import sys

try:
    bot = http.client.HTTPConnection("127.0.0.1", int(os.environ["WEB_PORT"]), timeout=4)
    bot.request("GET", "/healthz")
    status = bot.getresponse().status
except (OSError, http.client.HTTPException) as problem:
    sys.exit(f"no answer: {problem}")
sys.exit(0 if status == http.HTTPStatus.OK else f"status {status}")
