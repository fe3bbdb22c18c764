// What can be done with a message: a menu at the pointer, or beside what was pressed.

import { closeFromOutside, element, icon } from "./dom.js";
import { colourful } from "./message.js";
import { t } from "./words.js";

const EMOJIS = ["👍", "❤", "🔥", "👏", "🤔", "👎"];

function place(menu, anchor, event) {
  const box = anchor.getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  const x = event?.clientX || box.left + 12;
  const y = event?.clientY || Math.min(box.bottom, window.innerHeight - own.height - 8);
  menu.style.left = `${Math.max(8, Math.min(x, window.innerWidth - own.width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, window.innerHeight - own.height - 8))}px`;
}

// `entries` are { icon, name, run, danger }; `onReact(emoji)`, where given, adds a row of emoji.
export function openMenu(entries, anchor, { event, onReact, name } = {}) {
  const menu = element("dialog", { class: "menu", role: "menu", "aria-label": name });
  const choose = (run) => () => {
    menu.close();
    run();
  };
  if (onReact) {
    menu.append(element("div", { class: "emojis" }, ...EMOJIS.map((emoji) => element("button", {
      type: "button", role: "menuitem", "aria-label": `${t("React with")} ${emoji}`, onclick: choose(() => onReact(emoji)),
    }, colourful(emoji)))));
  }
  for (const entry of entries.filter(Boolean)) {
    menu.append(element("button", {
      type: "button", role: "menuitem", class: entry.danger ? "danger" : "", onclick: choose(entry.run),
    }, icon(entry.icon), entry.name));
  }
  menu.addEventListener("keydown", (pressed) => {
    const items = [...menu.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[pressed.key];
    if (!step) return;
    pressed.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  });
  closeFromOutside(menu);
  const before = document.activeElement;
  menu.addEventListener("close", () => {
    menu.remove();
    if (before?.isConnected && document.activeElement === document.body) before.focus({ preventScroll: true });
  });
  document.body.append(menu);
  menu.showModal();
  place(menu, anchor, event);
  return menu;
}
