"""Telegram on one side, the recognizer on the other."""
