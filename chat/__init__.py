"""Telegram on one side, the recognizer on the other."""

import os

# Times come from python-telegram-bot as timedelta; without this every 429 warns that they will.
os.environ.setdefault("PTB_TIMEDELTA", "1")
