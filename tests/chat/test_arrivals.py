"""Promises of chat/arrivals.py: what the bot says of itself in a group is true there."""

from typing import Any

import pytest
from telegram import Bot, ChatMemberUpdated, User

from chat.arrivals import _hello, _is_inside
from chat.manners import Manner
from chat.texts import Texts

READ = "/read@digit_bot"
ADMINISTRATORS = """is_anonymous can_be_edited can_manage_chat can_delete_messages
    can_manage_video_chats can_restrict_members can_promote_members can_change_info
    can_invite_users can_post_stories can_edit_stories can_delete_stories"""
MEMBERS = """can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos
    can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages
    can_add_web_page_previews can_pin_messages can_manage_topics can_edit_tag
    can_react_to_messages"""
"""The rights that Telegram lists for each rank."""


def change(status: str, *, reads_all: bool, **more: Any) -> ChatMemberUpdated:
    """Somebody adds the bot to a group."""
    bot = Bot("1:x")
    bot._bot_user = User(
        1, "Digits", is_bot=True, username="digit_bot", can_read_all_group_messages=reads_all
    )
    me = {"id": 1, "is_bot": True, "first_name": "Digits"}
    ann = {"id": 7, "is_bot": False, "first_name": "Ann"}
    rights = dict.fromkeys(ADMINISTRATORS.split(), False)
    raw = {
        "chat": {"id": -100, "type": "supergroup", "title": "Maths"},
        "from": ann,
        "date": 0,
        "old_chat_member": {"user": me, "status": "left"},
        "new_chat_member": {"user": me, "status": status, **rights, **more},
    }
    return ChatMemberUpdated.de_json(raw, bot)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("status", "reads_all", "every_photo", "sentence"),
    [
        ("member", False, True, "hello_group_asked"),
        ("member", False, False, "hello_group_asked"),
        ("member", True, True, "hello_group_every_photo"),
        ("member", True, False, "hello_group_when_asked"),
        ("administrator", False, True, "hello_group_every_photo"),
        ("administrator", True, False, "hello_group_when_asked"),
    ],
)
def test_hello(
    status: str, sentence: str, language: str, *, reads_all: bool, every_photo: bool
) -> None:
    """It says what Telegram shows it, by privacy mode and rank, and what the group chose."""
    texts = Texts.speaking(language)
    hello = _hello(change(status, reads_all=reads_all), Manner(texts, every_photo=every_photo))
    assert hello == getattr(texts, sentence)(READ)


def restricted(*, is_member: bool) -> ChatMemberUpdated:
    """The bot is restricted in the group, inside or outside of it."""
    rights = dict.fromkeys(MEMBERS.split(), False)
    return change("restricted", reads_all=False, is_member=is_member, until_date=0, **rights)


@pytest.mark.parametrize("is_member", [True, False])
def test_restricted(*, is_member: bool) -> None:
    """Who is restricted may be inside or outside."""
    assert _is_inside(restricted(is_member=is_member).new_chat_member) is is_member
