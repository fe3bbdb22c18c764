"""Keyboards that come with a message, checked as Telegram checks them."""

from typing import Any

from playground.errors import bad_request

Markup = dict[str, Any]

DATA_LIMIT = 64
_ACTIONS = frozenset(
    {
        "callback_data",
        "url",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
_STYLES = frozenset({"primary", "success", "danger"})


def split_markup(markup: Markup | None) -> tuple[Markup | None, Markup | None]:
    """An inline keyboard, which the message carries, and any other, which clients show below."""
    if not markup:
        return None, None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return None, markup
    rows = [[_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    return ({"inline_keyboard": rows} if rows else None), None


def _button(button: Markup) -> Markup:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    if _ACTIONS.isdisjoint(button):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    if "style" in button and button["style"] not in _STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    return button


def find_button(markup: Markup | None, data: str | None, text: str | None) -> Markup:
    """The button with this callback data, or with this text on it."""
    buttons: list[Markup] = [
        button for row in (markup or {}).get("inline_keyboard", []) for button in row
    ]
    for button in buttons:
        if "callback_data" in button and (
            button["callback_data"] == data or (data is None and button["text"] == text)
        ):
            return button
    raise ValueError(f"no such button among {[button['text'] for button in buttons]}")
