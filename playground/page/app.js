// Puts the page together, and takes what happens to where it is shown.

import { Composer } from "./composer.js";
import { act, follow, get } from "./control.js";
import { byId } from "./dom.js";
import { Frame } from "./frame.js";
import { openMenu } from "./menu.js";
import { attempt, copy } from "./notices.js";
import { answered, press } from "./presses.js";
import { Requests } from "./requests.js";
import { Room, enter, foundGroup } from "./rooms.js";
import { applyTheme } from "./settings.js";
import { openViewer } from "./viewer.js";
import { hangWallpaper } from "./wallpaper.js";
import { speak, t } from "./words.js";

let bot = { first_name: "", username: "" };
let current;

const handlers = {
  bot: () => bot,
  onOpen: (message) => openViewer(current.log.pictured(), message),
  onPress: (message, data) => press(current.speaker, message, data),
  onCommand: (text) => say(text),
  onCopy: copy,
  onJump: (id) => current.log.jump(id),
  onReact: (message, emoji) => attempt(() => react(message, emoji)),
  onReply: (message) => composer.aim({ message }),
  onMenu: (message, anchor, event) => openMessageMenu(message, anchor, event),
};
const rooms = [new Room("private", handlers), new Room("group", handlers)];
const [alone, group] = rooms;

const composer = new Composer(byId("composer"), {
  onSend: ({ text, parcels, replyTo }) => attempt(() => current.send(text, parcels, replyTo)),
  onEdit: (message, text) => attempt(() => act("edit", {
    user: current.speaker.id, chat: message.chat.id, message: message.message_id, text, caption: text,
  })),
  onCommand: (command, replyTo) => say(
    current.isGroup ? `/${command}@${bot.username}` : `/${command}`, replyTo,
  ),
  commands: () => get(`chats/${current.chat.id}/menu?user=${current.speaker.id}`),
});
const requests = new Requests(byId("panel"), () => frame.togglePanel(false));
const frame = new Frame(rooms, {
  onEnter: (room) => attempt(() => go(room)),
  onSpeaker: (person) => speakAs(person),
  onPrivacy: (on) => attempt(() => setPrivacy(on)),
  onLanguage: () => speakAs(current.speaker),
  onPanel: () => requests.toEnd(),
  onStart: () => say("/start"),
  onDraw: () => composer.draw(),
  onSamples: () => composer.samples(),
});

function say(text, replyTo) {
  attempt(() => current.send(text, [], replyTo));
}

async function react(message, emoji) {
  const mine = message.reactions.filter((reaction) => reaction.user_id === current.speaker.id);
  const emojis = mine.some((reaction) => reaction.emoji === emoji) ? [] : [emoji];
  await act("react", { user: current.speaker.id, chat: message.chat.id, message: message.message_id, emojis });
}

function openMessageMenu(message, anchor, event) {
  const where = { user: current.speaker.id, chat: message.chat.id, message: message.message_id };
  const text = message.text ?? message.caption;
  const own = message.from.id === current.speaker.id;
  openMenu([
    { icon: "reply", name: t("Reply"), run: () => composer.aim({ message }) },
    text && { icon: "copy", name: t("Copy text"), run: () => copy(text) },
    own && text && { icon: "edit", name: t("Edit"), run: () => composer.aim({ message, edit: true }) },
    message.photo && { icon: "photo", name: t("Open picture"), run: () => handlers.onOpen(message) },
    { icon: "lines", name: t("Copy as JSON"), run: () => copy(JSON.stringify(message, null, 2)) },
    { icon: "trash", name: t("Delete"), danger: true, run: () => attempt(() => act("delete", where)) },
  ], anchor, { event, onReact: (emoji) => handlers.onReact(message, emoji), name: t("What to do with this message") });
}

async function go(room) {
  if (!room.chat) await (room.founding ??= foundGroup(room, alone.speaker));
  current = room;
  room.unread = 0;
  speakAs(room.speaker);
  room.log.toBottom();
}

// Another person speaks, or the same one in another language: the page shows what that person sees.
function speakAs(person) {
  current.speaker = person;
  if (speak(person.language_code)) {
    composer.build();
    requests.build();
  }
  for (const room of rooms) if (room.speaker) room.log.redraw();
  composer.aim(null);
  composer.showKeys(current.keyboard);
  frame.show(current);
}

async function setPrivacy(on) {
  const data = { user: group.people[0].id, chat: group.chat.id, privacy: on };
  group.chat = await act("change_chat", data);
  frame.show(current);
}

function onEvent(event) {
  if (event.kind === "request") requests.add(event.request);
  if (event.kind === "asked" && event.method === "getUpdates") frame.wake();
  if (event.kind === "profile") frame.introduce(event.profile);
  const room = rooms.find(({ chat }) => chat?.id === event.chat_id);
  if (!room) return;
  if (event.message) {
    const isNew = room.show(event.message);
    if (isNew && room !== current) room.unread += 1;
    if (room === current) composer.showKeys(room.keyboard);
  } else if (event.kind === "action") {
    room.act(event.action, () => frame.show(current));
  } else if (event.kind === "answer" && room.people.some((person) => person.id === event.user_id)) {
    answered(event);
    return;
  } else {
    return;
  }
  frame.show(current);
}

// Pictures and files that are pasted, or dropped anywhere on the page.
function acceptFiles() {
  const body = document.body;
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files ?? [];
    if (files.length && !document.querySelector("dialog[open]")) composer.attach(files, "photo");
  });
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) body.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    body.classList.remove("dropping");
    if (!carries(event)) return;
    event.preventDefault();
    composer.attach(event.dataTransfer.files, "photo");
  });
}

// Whoever types with no field chosen means the message, as in Telegram's own programs.
function catchTyping() {
  document.addEventListener("keydown", (event) => {
    const { activeElement: at } = document;
    const idle = at === document.body || at.matches(".log, article");
    if (idle && event.key.length === 1 && event.key !== " " && !event.defaultPrevented
        && !event.ctrlKey && !event.metaKey && !event.altKey) composer.field.focus();
  });
}

async function open() {
  applyTheme();
  hangWallpaper();
  const state = await get("state");
  bot = state.bot;
  document.title = bot.first_name;
  await enter(state, alone, group);
  frame.introduce(await get("profile"));
  if (state.listened) frame.wake();
  for (const room of rooms) await room.load();
  await requests.load();
  await go(alone);
  acceptFiles();
  catchTyping();
  let lost = false;
  follow(state.cursor, onEvent, (connection) => {
    frame.connected(connection);
    if (connection === "open" && lost) attempt(() => Promise.all([...rooms.map((room) => room.load()), requests.load()]));
    lost = connection !== "open";
  });
}

attempt(open);
