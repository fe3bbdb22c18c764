// The bot's registered commands, offered above the text field.

import { element } from "./dom.js";
import { t } from "./words.js";

export class Commands {
  // `field` is what one types in; `fetch()` gives the commands, `onChoose(command)` sends one.
  constructor(root, field, fetch, onChoose) {
    Object.assign(this, { root, field, fetch, onChoose, all: [], shown: [], at: -1 });
    root.id = "commands";
    root.setAttribute("role", "listbox");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-controls", "commands");
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", () => this.typed());
    field.addEventListener("blur", () => setTimeout(() => {
      if (document.activeElement !== field) this.close();
    }, 150));
    this.close();
  }

  get open() {
    return !this.root.hidden;
  }

  async typed() {
    const begun = /^\/(\w*)$/.exec(this.field.value);
    if (!begun) {
      this.close();
      return;
    }
    if (!this.open) this.all = await this.fetch();
    if (this.field.value === begun[0]) this.offer(begun[1].toLowerCase());
  }

  async toggle() {
    if (this.open) {
      this.close();
      return;
    }
    this.all = await this.fetch();
    this.offer("");
    this.field.focus();
  }

  offer(begun) {
    this.shown = this.all.filter((item) => item.command.startsWith(begun));
    this.at = begun ? 0 : -1;
    this.root.setAttribute("aria-label", t("Commands"));
    const empty = element("li", { class: "none" }, t("The bot has no commands here."));
    this.root.replaceChildren(...(this.shown.length ? this.shown.map((item, number) => element("li", {
      role: "option",
      id: `command-${number}`,
      "aria-selected": String(number === this.at),
      onmousedown: (event) => event.preventDefault(),  // or the field would lose the focus
      onclick: () => this.choose(number),
    }, element("b", {}, `/${item.command}`), element("span", {}, item.description))) : [empty]));
    this.root.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.point();
  }

  point() {
    [...this.root.children].forEach((item, number) => {
      item.setAttribute("aria-selected", String(number === this.at));
      if (number === this.at) item.scrollIntoView({ block: "nearest" });
    });
    if (this.at >= 0) this.field.setAttribute("aria-activedescendant", `command-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  close() {
    this.root.hidden = true;
    this.at = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  choose(number) {
    const item = this.shown[number];
    this.close();
    if (item) this.onChoose(item.command);
  }

  // Handle a key; tells whether it was meant for the list.
  key(event) {
    if (!this.open || !this.shown.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.at = (this.at + step + this.shown.length) % this.shown.length;
      this.point();
    } else if (event.key === "Enter" && this.at >= 0) {
      this.choose(this.at);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }
}
