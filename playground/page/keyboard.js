// The buttons under a message.

import { element, icon } from "./dom.js";
import { attempt, copy, toast } from "./notices.js";
import { t } from "./words.js";

function sign(button) {
  if (button.url) return icon("open");
  return button.copy_text ? icon("copy") : null;
}

function press(button, made, onPress) {
  if (button.copy_text) return copy(button.copy_text.text);
  if (button.url) return window.open(button.url, "_blank", "noopener");
  if (button.callback_data === undefined) {
    return toast(t("This kind of button does nothing in the local chat."));
  }
  made.classList.add("waiting");
  made.setAttribute("aria-busy", "true");
  return attempt(async () => {
    try {
      await onPress(button.callback_data);
    } finally {
      made.classList.remove("waiting");
      made.removeAttribute("aria-busy");
    }
  });
}

// `onPress(data)` sends the press and ends when the bot has answered it.
export function inlineKeyboard(markup, onPress) {
  const rows = (markup?.inline_keyboard ?? []).map((row) => element("div", {}, ...row.map((button) => {
    const made = element(
      "button", { type: "button", class: button.style }, element("span", {}, button.text), sign(button),
    );
    made.addEventListener("click", () => press(button, made, onPress));
    return made;
  })));
  return rows.length ? element("div", { class: "keyboard" }, ...rows) : null;
}

// What a bot puts in place of the keyboard that one types on.
export function replyKeyboard(markup, onSay) {
  if (!markup?.keyboard) return null;
  return element("div", { class: "keyboard" }, ...markup.keyboard.map((row) => element(
    "div", {}, ...row.map((button) => {
      const text = button.text ?? button;
      return element("button", { type: "button", onclick: () => onSay(text) }, text);
    }),
  )));
}
