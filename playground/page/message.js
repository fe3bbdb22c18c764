// A message, or an album of several, as a bubble.

import { element, icon, tool } from "./dom.js";
import { inlineKeyboard } from "./keyboard.js";
import { media } from "./media.js";
import { service, summary } from "./summary.js";
import { formatted } from "./text.js";
import { clock, t } from "./words.js";

const HUES = [210, 145, 28, 280, 340, 180];

export function hue(user) {
  return HUES[user.id % HUES.length];
}

export function botAvatar(className = "avatar") {
  return element("span", { class: `${className} bot`, "aria-hidden": "true" }, "7");
}

export function avatar(user) {
  if (user.is_bot) return botAvatar();
  const made = element("span", { class: "avatar", "aria-hidden": "true" }, user.first_name.slice(0, 1));
  made.style.setProperty("--hue", hue(user));
  return made;
}

function quote(message, onJump) {
  const original = message.reply_to_message;
  if (!original) return null;
  const words = message.quote?.text ?? summary(original);
  const made = element("button", {
    type: "button",
    class: "quote",
    "aria-label": `${t("In reply to")} ${original.from.first_name}: ${words}`,
    onclick: () => onJump(original.message_id),
  }, element("b", {}, original.from.first_name), element("span", {}, words));
  made.style.setProperty("--hue", hue(original.from));
  return made;
}

function reactions(message, handlers) {
  if (!message.reactions.length) return null;
  const counted = new Map();
  for (const { emoji, user_id: user } of message.reactions) {
    counted.set(emoji, [...(counted.get(emoji) ?? []), user]);
  }
  return element("div", { class: "reactions" }, ...[...counted].map(([emoji, users]) => element("button", {
    type: "button",
    class: users.includes(handlers.me().id) ? "mine" : "",
    "aria-label": `${t("Reaction")} ${emoji}: ${users.map((user) => handlers.nameOf(user)).join(", ")}`,
    onclick: () => handlers.onReact(message, emoji),
  }, colourful(emoji), users.length > 1 ? ` ${users.length}` : "")));
}

// Some emoji are drawn in black without this selector.
export const colourful = (emoji) => (emoji.length === 1 ? `${emoji}\uFE0F` : emoji);

function meta(message) {
  const made = element("span", { class: "meta" });
  if (message.unseen) {
    const why = t("The bot doesn't see this: privacy mode is on, and it was not addressed.");
    const sign = element("span", { class: "unseen-sign", role: "img", "aria-label": why, title: why }, icon("unseen"));
    made.append(sign);
  }
  made.append(element(
    "time",
    { datetime: new Date(message.date * 1000).toISOString() },
    message.edits ? `${t("edited")} ${clock(message.date)}` : clock(message.date),
  ));
  return made;
}

function words(message, handlers) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  const entities = message.entities ?? message.caption_entities;
  return element("div", { class: "words", dir: "auto" }, formatted(text, entities, handlers));
}

function spoken(messages, own) {
  const [first] = messages;
  const what = messages.length > 1 ? t("Album") : summary(first);
  return `${own ? t("You") : first.from.first_name}, ${clock(first.date)}: ${what}`;
}

// The element for a list of messages: one, or those of an album. `handlers` has me(), nameOf(id),
// group (whether names are shown), and onOpen, onPress, onCommand, onCopy, onJump, onReact, onMenu.
export function bubble(messages, handlers) {
  const [first] = messages;
  const told = service(first);
  if (told) return element("article", { class: "service", tabindex: -1 }, told);
  const own = first.from.id === handlers.me().id;
  const body = element("div", { class: "bubble" });
  if (handlers.group && !own) {
    const name = element("b", { class: "sender" }, first.from.first_name);
    name.style.setProperty("--hue", hue(first.from));
    body.append(name);
  }
  if (first.forward_origin) body.append(element("i", { class: "origin" }, t("Forwarded")));
  const parts = [quote(first, handlers.onJump)];
  const shown = messages.map((message) => media(message, handlers.onOpen)).filter(Boolean);
  if (messages.length > 1) parts.push(element("div", { class: "tiles" }, ...shown));
  else parts.push(...shown);
  // Of an album of pictures Telegram shows a caption only if it is the only one; with several,
  // each is read where its picture is opened.
  const captioned = messages.filter((message) => message.caption);
  const worded = messages.length > 1 && first.photo && captioned.length > 1 ? [] : messages;
  parts.push(...worded.map((message) => words(message, handlers)));
  parts.push(...messages.map((message) => reactions(message, handlers)), meta(messages.at(-1)));
  body.append(...parts.filter(Boolean));
  if (shown.length && first.photo) body.classList.add("pictured");
  if (shown.length && !worded.some((message) => message.caption)) body.classList.add("wordless");
  if (first.sticker) body.classList.add("bare");
  body.append(tool("more", t("What to do with this message"), (event) => handlers.onMenu(first, event.currentTarget), {
    class: "tool more", "aria-haspopup": "menu", tabindex: -1,
  }));
  const whole = element("article", {
    class: own ? "message own" : "message", tabindex: -1, "aria-label": spoken(messages, own),
  });
  if (handlers.group && !own) whole.append(avatar(first.from));
  const column = element("div", { class: "column" }, body);
  const keys = inlineKeyboard(first.reply_markup, (data) => handlers.onPress(first, data));
  if (keys) column.append(keys);
  whole.append(column);
  return whole;
}
