// A text with its entities as page elements. Offsets count UTF-16 units, as JavaScript does.

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

function link(address) {
  const element = document.createElement("a");
  if (/^https?:\/\//i.test(address)) {
    element.href = address;
    element.target = "_blank";
    element.rel = "noopener noreferrer";
  }
  return element;
}

function wrap(entity, covered, onCommand) {
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "url") return link(covered);
  if (entity.type === "bot_command") {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "command";
    button.addEventListener("click", () => onCommand(covered));
    return button;
  }
  if (entity.type === "spoiler") {
    const span = document.createElement("span");
    span.className = "spoiler";
    span.addEventListener("click", () => span.classList.add("open"));
    return span;
  }
  const element = document.createElement(TAGS[entity.type] ?? "span");
  if (entity.type === "code" || entity.type === "pre") {
    element.title = "Click to copy";
    element.addEventListener("click", () => navigator.clipboard?.writeText(covered));
  }
  return element;
}

// Entities come in order, outer ones first; those that begin inside another one are its children.
export function formatted(text, entities = [], onCommand = () => {}) {
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
      const element = wrap(entity, text.slice(entity.offset, stop), onCommand);
      element.append(...build(entity.offset, stop, inner));
      nodes.push(element);
      at = stop;
    }
    nodes.push(text.slice(at, end));
    return nodes;
  };
  const fragment = document.createDocumentFragment();
  fragment.append(...build(0, text.length, entities));
  return fragment;
}
