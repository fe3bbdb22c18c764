// A private chat with the bot: the person is made when the page is first opened.

import { act, follow, get } from "./control.js";
import { bubble } from "./message.js";

const byId = (id) => document.getElementById(id);
const log = byId("log");
const shown = new Map(); // message id -> element
let user;
let typing;
let toasting;

function status(words) {
  byId("status").textContent = words;
}

function toast(words) {
  clearTimeout(toasting);
  byId("toast").textContent = words;
  byId("toast").hidden = false;
  toasting = setTimeout(() => { byId("toast").hidden = true; }, 4000);
}

function rest() {
  clearTimeout(typing);
  status("a bot on this computer; nothing leaves it");
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    toast(error.message);
  }
}

function show(message) {
  const old = shown.get(message.message_id);
  if (message.deleted) {
    old?.remove();
    shown.delete(message.message_id);
    return;
  }
  const made = bubble(message, { onPress: press, onCommand: say });
  shown.set(message.message_id, made);
  byId("hint").hidden = true;
  if (old) {
    old.replaceWith(made);
    return;
  }
  log.append(made);
  for (const image of made.querySelectorAll("img")) {
    image.addEventListener("load", () => made.scrollIntoView({ block: "end" }), { once: true });
  }
  made.scrollIntoView({ block: "end" });
}

function press(message, button) {
  if (button.url) {
    window.open(button.url, "_blank", "noopener");
    return;
  }
  attempt(() => act("press", {
    user: user.id,
    chat: message.chat.id,
    message: message.message_id,
    data: button.callback_data,
  }));
}

function say(text) {
  attempt(() => act("send", { user: user.id, text }));
}

async function sendFiles(files, kind) {
  for (const file of files) {
    const asPhoto = kind === "photo" && file.type.startsWith("image/");
    const data = { user: user.id, kind: asPhoto ? "photo" : "document" };
    await attempt(() => act("send", data, [file]));
  }
}

function onEvent(event) {
  if (event.chat_id !== user.id) return;
  if (event.message) {
    show(event.message);
    if (event.message.from_bot && event.kind === "message") rest();
  } else if (event.kind === "action") {
    clearTimeout(typing);
    status(event.action === "typing" ? "typing…" : "working…");
    typing = setTimeout(rest, 5000);
  } else if (event.kind === "answer" && event.text) {
    toast(event.text);
  }
}

function listen() {
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = byId("text");
    if (field.value.trim()) say(field.value);
    field.value = "";
  });
  for (const kind of ["photo", "file"]) {
    byId(kind).addEventListener("change", (event) => {
      sendFiles([...event.target.files], kind);
      event.target.value = "";
    });
  }
  document.addEventListener("paste", (event) => {
    sendFiles([...(event.clipboardData?.files ?? [])], "photo");
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  for (const end of ["dragleave", "drop"]) {
    document.addEventListener(end, () => document.body.classList.remove("dropping"));
  }
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    sendFiles([...event.dataTransfer.files], "photo");
  });
}

async function open() {
  const state = await get("state");
  const known = Number(sessionStorage.getItem("user"));
  user = state.users.find((person) => person.id === known);
  user ??= await act("add_user", {
    first_name: "You",
    language_code: navigator.language.slice(0, 2),
  });
  sessionStorage.setItem("user", user.id);
  document.title = state.bot.first_name;
  byId("title").textContent = state.bot.first_name;
  const messages = await get(`chats/${user.id}/messages`);
  messages.forEach(show);
  listen();
  follow(state.cursor, onEvent, (connected) => (connected ? rest() : status("no connection")));
  if (!messages.length) say("/start");
}

attempt(open);
