// A message in a line: for quotes, the list of chats, screen readers and the panel.

import { t } from "./words.js";

export const KINDS = {
  animation: "GIF",
  video: "Video",
  video_note: "Video message",
  voice: "Voice message",
  audio: "Music",
  document: "File",
};

// What happened in a chat, where a message tells of that.
export function service(message) {
  const who = message.from.first_name;
  if (message.new_chat_members) {
    return t("{who} added {what}", { who, what: message.new_chat_members.map((user) => user.first_name).join(", ") });
  }
  if (message.left_chat_member) return t("{who} removed {what}", { who, what: message.left_chat_member.first_name });
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("This group is a supergroup now");
  return null;
}

export function summary(message) {
  const told = service(message);
  if (told) return told;
  const words = message.text ?? message.caption;
  if (words) return words.length > 90 ? `${words.slice(0, 90)}…` : words;
  if (message.photo) return t("Photo");
  if (message.sticker) return `${message.sticker.emoji ?? ""} ${t("Sticker")}`.trim();
  const kind = Object.keys(KINDS).find((name) => message[name]);
  return kind ? message[kind].file_name ?? t(KINDS[kind]) : t("Message");
}
