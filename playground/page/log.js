// The messages of one chat: a bounded number of them, newest at the bottom.

import { element } from "./dom.js";
import { bubble } from "./message.js";
import { day, t } from "./words.js";

export const KEPT = 200;  // messages on the page; the server forgets later
const NEAR = 120;  // pixels from the bottom that count as being there
const RUN = 300;  // seconds within which messages of one person stand close

export class Log {
  constructor(name, handlers) {
    this.handlers = handlers;
    this.blocks = [];  // each { messages, node, day? }: one message or one album
    this.blockOf = new Map();  // message id -> block
    this.older = element("p", { class: "service", hidden: true }, t("Older messages are no longer shown."));
    this.element = element("section", {
      class: "log", role: "log", "aria-live": "polite", "aria-label": name, tabindex: 0,
    }, this.older);
    this.pinned = true;  // to the bottom
    this.element.addEventListener("scroll", () => {
      this.pinned = this.atBottom();
      this.onscroll?.(this.pinned);
    }, { passive: true });
    // A picture may turn out taller than was known; `load` does not bubble.
    this.element.addEventListener("load", () => { if (this.pinned) this.toBottom(); }, true);
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("contextmenu", (event) => this.context(event));
  }

  get size() {
    return this.blockOf.size;
  }

  get(id) {
    return this.blockOf.get(id)?.messages.find((message) => message.message_id === id);
  }

  last() {
    return this.blocks.at(-1)?.messages.at(-1);
  }

  // Those with a picture that can be opened.
  pictured() {
    return this.blocks.flatMap((block) => block.messages).filter((message) => message.photo);
  }

  atBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toBottom() {
    this.pinned = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  // Add a message, or change or remove the one that is there; tells whether it is new.
  show(message) {
    const block = this.blockOf.get(message.message_id);
    if (message.deleted) {
      if (block) this.drop(block, message.message_id);
      return false;
    }
    const stay = this.pinned;
    if (block) {
      block.messages = block.messages.map((old) => (old.message_id === message.message_id ? message : old));
      this.draw(block);
    } else if (message.message_id <= (this.last()?.message_id ?? 0)) {
      return false;  // too old to be kept
    } else {
      this.add(message);
    }
    if (stay || message.from.id === this.handlers.me().id) this.toBottom();
    return !block;
  }

  add(message) {
    const last = this.blocks.at(-1);
    let block = last;
    if (message.media_group_id && last?.messages[0].media_group_id === message.media_group_id) {
      last.messages.push(message);
    } else {
      block = { messages: [message] };
      const before = last?.messages[0];
      if (!before || day(before.date) !== day(message.date)) {
        block.day = element("p", { class: "service day" }, day(message.date));
        this.element.append(block.day);
      } else {
        block.follows = before.from.id === message.from.id && message.date - before.date < RUN;
      }
      this.blocks.push(block);
    }
    this.blockOf.set(message.message_id, block);
    this.draw(block);
    while (this.size > KEPT && this.blocks.length > 1) this.dropOldest();
  }

  draw(block) {
    const node = bubble(block.messages, this.handlers);
    node.classList.toggle("follows", Boolean(block.follows));
    node.dataset.id = block.messages[0].message_id;
    if (block.node) {
      const held = block.node.contains(document.activeElement) ? document.activeElement : null;
      const place = held && [...block.node.querySelectorAll("button, [tabindex]")].indexOf(held);
      block.node.replaceWith(node);
      if (held) (node.querySelectorAll("button, [tabindex]")[place] ?? node).focus({ preventScroll: true });
    } else {
      this.element.append(node);
    }
    block.node = node;
  }

  redraw() {
    this.older.textContent = t("Older messages are no longer shown.");
    for (const block of this.blocks) this.draw(block);
  }

  drop(block, id) {
    block.messages = block.messages.filter((message) => message.message_id !== id);
    this.blockOf.delete(id);
    if (block.messages.length) {
      this.draw(block);
      return;
    }
    block.node.remove();
    block.day?.remove();
    this.blocks.splice(this.blocks.indexOf(block), 1);
  }

  dropOldest() {
    const { scrollTop, scrollHeight } = this.element;
    const [block] = this.blocks;
    for (const message of block.messages) this.blockOf.delete(message.message_id);
    block.node.remove();
    block.day?.remove();
    this.blocks.shift();
    this.older.hidden = false;
    this.element.scrollTop = scrollTop - (scrollHeight - this.element.scrollHeight);
  }

  jump(id) {
    const node = this.blockOf.get(id)?.node;
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.add("found");
    node.addEventListener("animationend", () => node.classList.remove("found"), { once: true });
    node.focus({ preventScroll: true });
  }

  block(node) {
    const article = node?.closest?.("article[data-id]");
    return article && this.blockOf.get(Number(article.dataset.id));
  }

  // Arrow keys walk through the messages; Enter opens what can be done with one, R replies.
  key(event) {
    const at = this.blocks.indexOf(this.block(document.activeElement));
    const onMessage = document.activeElement === this.blocks[at]?.node;
    if (!onMessage && document.activeElement !== this.element) return;
    const steps = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
    if (event.key in steps && this.blocks.length) {
      const from = at < 0 ? this.blocks.length : at;
      const to = Math.min(Math.max(from + steps[event.key], 0), this.blocks.length - 1);
      this.blocks[to].node.focus();
    } else if (onMessage && event.key === "Enter") {
      this.handlers.onMenu(this.blocks[at].messages[0], this.blocks[at].node);
    } else if (onMessage && event.key.toLowerCase() === "r" && !event.ctrlKey && !event.metaKey) {
      this.handlers.onReply(this.blocks[at].messages[0]);
    } else {
      return;
    }
    event.preventDefault();
  }

  context(event) {
    const block = this.block(event.target);
    if (!block || event.target.closest("a[href]") || String(window.getSelection())) return;
    event.preventDefault();
    this.handlers.onMenu(block.messages[0], block.node, event);
  }
}
