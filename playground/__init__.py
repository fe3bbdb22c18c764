"""A local Bot API server, so that the real bot runs with no account and no network.

An unmodified bot talks to it over HTTP as it would to ``https://api.telegram.org``; tests and the
chat page play the people through a control API of its own. State is in memory, and bounded by
``Limits``: a chat's oldest messages, the oldest files and the oldest requests are forgotten.

In a test (the server runs in a thread, on a free port of 127.0.0.1)::

    from playground import serve

    with serve() as playground:
        # start the bot: BOT_TOKEN=playground.token BOT_API_URL=playground.url python bot.py
        ann = playground.user("Ann", language_code="en")
        photo = playground.send_photo(ann, jpeg_bytes, caption="what is it?")
        answer = playground.wait_for(ann)[0]            # the bot's first message in Ann's chat
        assert answer["text"] == "7"
        assert answer["reply_to_message"]["message_id"] == photo["message_id"]
        assert_conforms(playground.requests())          # tests/schema.py

Messages are dicts as the Bot API has them, with a few keys more: ``from_bot``, ``deleted``,
``edits`` (how many), ``reactions`` (``[{"user_id", "emoji"}]``), ``keyboard`` (a reply keyboard),
``unseen`` (privacy mode kept it from the bot).

People and chats
    ``user(name, language_code=..., username=..., is_bot=False)`` also opens the private chat.
    ``group(title, *members, kind="supergroup", bot="member", privacy=True, topics=())`` with
    ``bot`` one of ``member``, ``administrator``, ``left``; ``set_bot_status(group, status, user)``
    adds, promotes or removes it later and ``block(user)`` blocks it. ``set_privacy``, ``allow``
    (whether it may send, and which reactions), ``set_language`` and ``migrate`` change the rest.
    The bot can write to a person only after that person wrote to it.
Sending as a person (``chat=None`` is the private chat; ``reply_to`` takes a message or its id)
    ``send_text``, ``send_photo``, ``send_document``, ``send_sticker``, ``send_animation``,
    ``send_video``, ``send_video_note``, ``send_voice``, ``send_album``, ``send_content`` (any other
    content as the Bot API writes it), ``edit``, ``press`` (a button; waits for the answer),
    ``react``. All take ``caption=``/``reply_to=``/``thread=``/``forward_from=``/``date=`` where
    these make sense.
Looking
    ``wait_for(chat, count_or_predicate, after=message, timeout=10)``, ``messages(chat)``,
    ``bot_messages(chat, after=...)``, ``actions(chat)`` (typing...), ``requests(method)``,
    ``wait_until(condition)``, ``settle(quiet)`` (everything delivered and nothing said for a while:
    for "the bot keeps silent"), ``profile()`` (commands, descriptions, name, webhook).
Faults
    ``fault("too_many_requests", methods=["sendMessage"], count=2, retry_after=1)``; kinds are
    ``too_many_requests``, ``server_error``, ``html``, ``drop_before``, ``drop_after``, ``slow``
    (``delay=`` seconds, or until ``clear_faults()``) and ``duplicate`` (of updates);
    ``rate=0.1, seed=7`` instead of ``count``;
    ``methods`` are patterns (``send*``; ``download`` is the fetching of a file).
    ``push_update(raw)`` hands the bot any update, ``poison()`` one that no library can parse.

Alone: ``python -m playground --port 8081 --token 1:x`` prints the address of the chat page.

Beside a bot, in one program::

    async with serving(port=8081) as address:           # .url, .token, .page_url
        child = await asyncio.create_subprocess_exec(...)
        await child.wait()

What is not modelled: Markdown, channels, payments, inline mode, business accounts, stories, polls,
rate limits of their own accord (ask for them as faults), and a second bot's mind.
"""

from playground.client import Playground
from playground.limits import Limits
from playground.server import Address, serve, serving
from playground.watching import Chat, Timeout, User

__all__ = ["Address", "Chat", "Limits", "Playground", "Timeout", "User", "serve", "serving"]
