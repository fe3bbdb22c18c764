// One message as a bubble.

import { fileUrl } from "./control.js";
import { formatted } from "./text.js";

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function picture(file, description) {
  const image = element("img");
  image.src = fileUrl(file.file_id);
  image.alt = description;
  if (file.width) [image.width, image.height] = [file.width, file.height];
  image.style.height = "auto";
  return image;
}

function download(file) {
  const link = element("a", "", `📄 ${file.file_name ?? "file"}`);
  link.href = fileUrl(file.file_id);
  link.download = file.file_name ?? "file";
  return link;
}

function media(message) {
  if (message.photo) return [picture(message.photo.at(-1), "Photo")];
  if (message.sticker) {
    const sticker = message.sticker;
    const still = !sticker.is_animated && !sticker.is_video;
    return [still ? picture(sticker, `Sticker ${sticker.emoji ?? ""}`) : sticker.emoji ?? "Sticker"];
  }
  const file = message.document ?? message.video ?? message.voice ?? message.video_note;
  return file ? [download(file)] : [];
}

export function summary(message) {
  const words = message.text ?? message.caption;
  if (words) return words.length > 80 ? `${words.slice(0, 80)}…` : words;
  return message.photo ? "Photo" : message.sticker ? "Sticker" : "File";
}

function keyboard(message, onPress) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  return element("div", "keyboard", ...rows.map((row) => element("div", "", ...row.map((button) => {
    const made = element("button", button.style ?? "", button.text);
    made.type = "button";
    made.addEventListener("click", () => onPress(message, button));
    return made;
  }))));
}

// `handlers` has onPress(message, button) and onCommand(text).
export function bubble(message, handlers) {
  const words = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  const body = element("div", "bubble");
  if (message.reply_to_message) body.append(element("div", "quote", summary(message.reply_to_message)));
  body.append(...media(message));
  if (words) body.append(formatted(words, entities, handlers.onCommand));
  if (message.reactions.length) {
    body.append(element("div", "reactions", ...message.reactions.map((reaction) => reaction.emoji)));
  }
  const time = new Date(message.date * 1000);
  const clock = time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  body.append(element("time", "", message.edits ? `edited ${clock}` : clock));
  const whole = element("article", message.from_bot ? "message" : "message own", body);
  if (message.reply_markup) whole.append(keyboard(message, handlers.onPress));
  whole.setAttribute("aria-label", message.from_bot ? "The bot" : "You");
  return whole;
}
