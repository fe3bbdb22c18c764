// A text with its entities as page elements. Offsets count UTF-16 units, as JavaScript does.

import { element, icon } from "./dom.js";
import { t } from "./words.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", blockquote: "blockquote" };

function link(address) {
  const safe = /^(https?|tg|mailto):/i.test(address);
  return element("a", safe ? { href: address, target: "_blank", rel: "noopener noreferrer" } : {});
}

// By mouse, finger or keyboard.
function pressable(made, name, onPress) {
  made.tabIndex = 0;
  made.setAttribute("role", "button");
  if (name) made.setAttribute("aria-label", name);
  made.addEventListener("click", onPress);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    onPress();
  });
  return made;
}

function code(covered, onCopy) {
  const made = element("code", { title: t("Tap to copy") });
  return pressable(made, `${covered}, ${t("copy")}`, () => onCopy(covered));
}

function block(entity, covered, onCopy) {
  const made = element("pre", { title: t("Tap to copy") });
  if (entity.language) made.append(element("span", { class: "language" }, entity.language));
  made.append(element("span", { class: "sign" }, icon("copy")));
  return pressable(made, `${covered}, ${t("copy")}`, () => onCopy(covered));
}

function spoiler() {
  const made = element("span", { class: "spoiler" });
  return pressable(made, t("Hidden text: press to show"), () => {
    made.classList.add("open");
    made.removeAttribute("aria-label");
  });
}

function foldable() {
  const made = element("blockquote", { class: "folded" });
  made.addEventListener("click", () => made.classList.toggle("folded"));
  return made;
}

function wrap(entity, covered, { onCommand, onCopy }) {
  switch (entity.type) {
    case "text_link": return link(entity.url);
    case "url": return link(covered);
    case "email": return link(`mailto:${covered}`);
    case "bot_command":
      return element("button", { type: "button", class: "command", onclick: () => onCommand(covered) });
    case "code": return code(covered, onCopy);
    case "pre": return block(entity, covered, onCopy);
    case "spoiler": return spoiler();
    case "expandable_blockquote": return foldable();
    case "mention": case "hashtag": case "text_mention":
      return element("span", { class: "mention" });
    default: return element(TAGS[entity.type] ?? "span");
  }
}

// Entities come in order, outer ones first; those that begin inside another one are its children.
// `handlers` has onCommand(text) and onCopy(text).
export function formatted(text, entities = [], handlers = {}) {
  const build = (start, end, rest) => {
    const nodes = [];
    let at = start;
    while (rest.length) {
      const entity = rest[0];
      const stop = Math.min(entity.offset + entity.length, end);
      const inner = rest.slice(1).filter((other) => other.offset < stop);
      rest = rest.slice(1).filter((other) => other.offset >= stop);
      if (entity.offset < at) continue;
      nodes.push(text.slice(at, entity.offset));
      const apart = BLOCKS.has(entity.type);
      const made = wrap(entity, text.slice(entity.offset, stop), handlers);
      made.append(...build(entity.offset, stop, inner));
      nodes.push(made);
      at = apart && text[stop] === "\n" ? stop + 1 : stop;  // a block ends its line by itself
    }
    nodes.push(text.slice(at, end));
    return nodes;
  };
  const fragment = document.createDocumentFragment();
  fragment.append(...build(0, text.length, entities));
  return fragment;
}
