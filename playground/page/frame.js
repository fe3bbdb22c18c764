// What stands around the messages: the chats, the head, who speaks, and the empty chat.

import { byId, element, icon, tool } from "./dom.js";
import { avatar, botAvatar } from "./message.js";
import { openSettings } from "./settings.js";
import { summary } from "./summary.js";
import { language, t } from "./words.js";

const WIDE = window.matchMedia("(min-width: 1100px)");

function groupAvatar() {
  return element("span", { class: "avatar group", "aria-hidden": "true" }, "∑");
}

export class Frame {
  constructor(rooms, hooks) {
    Object.assign(this, { rooms, hooks, awake: false, connection: "open", profile: { texts: [] } });
    this.welcome = element("div", { class: "welcome" });
    for (const room of rooms) {
      room.log.element.hidden = true;
      byId("logs").append(room.log.element);
      room.log.onscroll = (bottom) => { if (room === this.room) byId("latest").hidden = bottom; };
    }
    byId("latest").addEventListener("click", () => this.room.log.toBottom());
    this.togglePanel(WIDE.matches);
    WIDE.addEventListener("change", () => this.togglePanel(WIDE.matches));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !WIDE.matches && !event.defaultPrevented) this.togglePanel(false);
    });
  }

  togglePanel(open) {
    this.panel = open;
    byId("panel").hidden = !open;
    byId("app").classList.toggle("with-panel", open);
    this.switch?.setAttribute("aria-pressed", String(open));
    this.hooks.onPanel(open);
  }

  wake() {
    if (this.awake) return;
    this.awake = true;
    if (this.room) this.show(this.room);
  }

  connected(connection) {
    this.connection = connection;
    if (this.room) this.show(this.room);
  }

  introduce(profile) {
    this.profile = profile;
    if (this.room) this.greet();
  }

  status(room) {
    if (this.connection === "gone") return t("the program has ended: start it again");
    if (this.connection === "lost") return t("no connection");
    if (!this.awake) return t("the bot is starting…");
    if (room.busy) return t(room.busy);
    if (!room.isGroup) return t("bot");
    return room.chat?.bot_status === "left" ? t("3 people") : t("3 people and the bot");
  }

  // Show a room, and everything around it as it is now.
  show(room) {
    const changed = this.room !== room;
    this.room = room;
    document.documentElement.lang = language();
    for (const other of this.rooms) {
      other.log.element.hidden = other !== room;
      other.log.element.setAttribute("aria-label", `${t("Messages")}: ${other.name}`);
    }
    this.list();
    this.head();
    this.people();
    this.greet();
    byId("latest").setAttribute("aria-label", t("To the newest message"));
    if (changed) byId("latest").hidden = true;
  }

  list() {
    const nav = byId("rooms");
    nav.setAttribute("aria-label", t("Chats"));
    this.tabs ??= this.rooms.map((room) => {
      const name = element("b", {});
      const about = element("span", { class: "about" });
      const unread = element("span", { class: "unread", hidden: true });
      const tab = element("button", { type: "button", class: "room", onclick: () => this.hooks.onEnter(room) },
        room.isGroup ? groupAvatar() : botAvatar(), element("span", { class: "text" }, name, about), unread);
      nav.append(tab);
      return { room, tab, name, about, unread };
    });
    this.note ??= nav.appendChild(element("p", { class: "memory" }));
    this.note.textContent = t("All of this is in the memory of a program on this computer, and gone when that ends.");
    for (const { room, tab, name, about, unread } of this.tabs) {
      const last = room.log.last();
      name.textContent = room.name;
      const here = room === this.room;
      about.textContent = here || room.busy ? this.status(room) : last ? summary(last) : t("a group of three");
      about.classList.toggle("busy", Boolean(room.busy));
      unread.textContent = room.unread;
      unread.hidden = !room.unread;
      if (here) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }

  head() {
    const status = byId("status");
    byId("title").textContent = this.room.name;
    if (status.textContent !== this.status(this.room)) status.textContent = this.status(this.room);
    status.classList.toggle("busy", Boolean(this.room.busy));
    byId("face").replaceChildren(this.room.isGroup ? groupAvatar() : botAvatar());
    if (this.spoken === language()) return;
    this.spoken = language();
    this.switch = tool("panel", t("What the bot asks"), () => this.togglePanel(!this.panel), { "aria-pressed": String(this.panel) });
    const settings = tool("gear", t("Settings"), () => openSettings(this.room, {
      onLanguage: this.hooks.onLanguage, onRoom: () => this.show(this.room),
    }), { "aria-haspopup": "dialog" });
    byId("tools").replaceChildren(this.switch, settings);
  }

  // In the group: who speaks, and whether privacy mode is on.
  people() {
    const bar = byId("people");
    bar.hidden = !this.room.isGroup;
    if (bar.hidden) return;
    const state = [language(), this.room.speaker.id, this.room.chat.privacy, this.room.chat.bot_status].join();
    if (bar.dataset.state === state) return;
    bar.dataset.state = state;
    const focus = bar.contains(document.activeElement) ? document.activeElement.value : null;
    const privacy = element("input", {
      type: "checkbox", role: "switch", value: "privacy", checked: this.room.chat.privacy,
      onchange: () => this.hooks.onPrivacy(privacy.checked),
    });
    bar.replaceChildren(
      element("fieldset", {}, element("legend", {}, t("You are")), ...this.room.people.map((person) => element("label", {},
        element("input", {
          type: "radio", name: "speaker", value: person.id, checked: person === this.room.speaker,
          onchange: () => this.hooks.onSpeaker(person),
        }), avatar(person), person.first_name))),
      element("label", {
        class: "privacy",
        title: t("With privacy mode on, a bot in a group sees only commands, replies to it, and what mentions it by a command."),
      }, privacy, t("Privacy mode")),
    );
    bar.querySelector(`[value="${focus}"]`)?.focus();
  }

  description() {
    const found = (code) => this.profile.texts.find(
      (text) => text.what === "description" && text.language_code === code,
    )?.text;
    return found(this.room.speaker.language_code?.slice(0, 2) ?? "") ?? found("") ?? "";
  }

  // What an empty chat says of the bot, as Telegram's does.
  greet() {
    const empty = !this.room.isGroup && !this.room.log.size;
    if (!empty) {
      this.welcome.remove();
      return;
    }
    // Made once a language: a button that the keyboard has reached stays reached.
    if (this.greeting?.start !== t("Start")) this.greeting = this.greetingWithButtons();
    this.greeting.name.textContent = this.room.name;
    this.greeting.text.textContent = this.description() || t("The bot is starting. It takes some seconds.");
    if (!this.welcome.isConnected) this.room.log.element.append(this.welcome);
  }

  greetingWithButtons() {
    const [name, text] = [element("h2"), element("p")];
    this.welcome.replaceChildren(
      botAvatar("avatar large"),
      name,
      text,
      element("button", { type: "button", class: "main", onclick: this.hooks.onStart }, t("Start")),
      element("div", { class: "pair" },
        element("button", { type: "button", class: "second", onclick: this.hooks.onDraw }, icon("draw"), t("Draw a digit")),
        element("button", { type: "button", class: "second", onclick: this.hooks.onSamples }, icon("samples"), t("Sample digits"))),
    );
    return { name, text, start: t("Start") };
  }
}
