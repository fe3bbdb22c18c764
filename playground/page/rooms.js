// The two chats of the page: one with the bot alone, and a group of three people.

import { act, get } from "./control.js";
import { KEPT, Log } from "./log.js";
import { t } from "./words.js";

const STORED = "local-chat";  // in the session storage: who this tab plays
const BUSY = {
  typing: "typing…",
  upload_photo: "sending a picture…",
  upload_document: "sending a file…",
};

export class Room {
  constructor(kind, handlers) {
    Object.assign(this, { kind, chat: null, people: [], speaker: null, unread: 0, busy: "", keyboard: null });
    this.log = new Log("", {
      ...handlers,
      group: kind === "group",
      me: () => this.speaker,
      nameOf: (id) => this.nameOf(id, handlers.bot()),
    });
  }

  get isGroup() {
    return this.kind === "group";
  }

  get name() {
    return this.isGroup ? t("Maths club") : this.log.handlers.bot().first_name;
  }

  nameOf(id, bot) {
    return [bot, ...this.people].find((user) => user.id === id)?.first_name ?? "?";
  }

  // Show that the bot is busy, for the five seconds that it lasts.
  act(action, onEnd) {
    clearTimeout(this.calming);
    this.busy = BUSY[action] ?? "working…";
    this.calming = setTimeout(() => {
      this.busy = "";
      onEnd();
    }, 5000);
  }

  calm() {
    clearTimeout(this.calming);
    this.busy = "";
  }

  show(message) {
    const isNew = this.log.show(message);
    if (message.from_bot && isNew) {
      this.calm();
      if (message.keyboard) this.keyboard = message.keyboard.remove_keyboard ? null : message.keyboard;
    }
    return isNew;
  }

  async load() {
    if (!this.chat) return;
    for (const message of await get(`chats/${this.chat.id}/messages?latest=${KEPT}`)) this.show(message);
  }

  send(text, parcels, replyTo) {
    return sendAll({ user: this.speaker.id, chat: this.chat.id, reply_to: replyTo }, text, parcels);
  }
}

// The caption stands under the first parcel; a text without any is a message of its own.
async function sendAll(where, text, parcels) {
  if (!parcels.length) {
    await act("send", { ...where, text });
    return;
  }
  for (const [number, { kind, files }] of parcels.entries()) {
    const caption = number === 0 && text ? { caption: text } : {};
    const action = files.length > 1 ? "album" : "send";
    const name = kind === "document" && files.length === 1 ? { file_name: files[0].name } : {};
    await act(action, { ...where, ...caption, ...name, kind }, files);
  }
}

const stored = () => JSON.parse(sessionStorage.getItem(STORED) ?? "{}");
const store = (more) => sessionStorage.setItem(STORED, JSON.stringify({ ...stored(), ...more }));

export function forgetPeople() {
  sessionStorage.removeItem(STORED);
}

// Find the people and chats that this tab had before, or make the first of them.
export async function enter(state, privateRoom, groupRoom) {
  const known = stored();
  const find = (id) => state.users.find((user) => user.id === id);
  let you = find(known.you);
  if (!you) {
    you = await act("add_user", { first_name: "Alex", language_code: navigator.language.slice(0, 2) });
    sessionStorage.setItem(STORED, JSON.stringify({ you: you.id }));
  }
  privateRoom.people = [you];
  privateRoom.speaker = you;
  privateRoom.chat = state.chats.find((chat) => chat.id === you.id) ?? { id: you.id };
  const group = state.chats.find((chat) => chat.id === known.group);
  if (group && known.you === you.id) {
    groupRoom.chat = group;
    groupRoom.people = [you, ...known.others.map(find)];
    groupRoom.speaker = you;
  }
}

// Found the group, when it is opened for the first time.
export async function foundGroup(room, you) {
  const others = [];
  for (const name of ["Vera", "Max"]) {
    others.push(await act("add_user", { first_name: name, language_code: you.language_code }));
  }
  room.people = [you, ...others];
  room.speaker = you;
  room.chat = { id: 0 };
  room.chat = await act("add_group", {
    title: "Maths club", members: room.people.map((user) => user.id), privacy: true,
  });
  store({ group: room.chat.id, others: others.map((user) => user.id) });
  await room.load();
}
