"""Pictures of what the network saw, drawn for people who want to learn how it reads.

Plain functions on pixels: they know nothing of Telegram, and run in the recognizer's threads.
All that stands in the pictures are digits and per cent, so that no picture has a language.
"""
