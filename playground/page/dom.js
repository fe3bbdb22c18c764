// Elements from code: text is always text, never markup.

export const byId = (id) => document.getElementById(id);

// element("button", { class: "send", type: "button", onclick: go, hidden: true }, "Send")
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// A button that shows an icon and says its name to screen readers and on hover.
export function tool(picture, name, onclick, attributes = {}) {
  return element(
    "button",
    { type: "button", class: "tool", "aria-label": name, title: name, onclick, ...attributes },
    icon(picture),
  );
}

const SHAPES = {
  attach: "M20 11.5 12.2 19.3a5 5 0 0 1-7.1-7.1l8-8a3.4 3.4 0 0 1 4.8 4.8l-8 8a1.7 1.7 0 0 1-2.4-2.4L14.8 7.3",
  camera: "M4 8h3l1.6-2.5h6.8L17 8h3v11H4z M12 10.2a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z",
  close: "M6 6 18 18 M18 6 6 18",
  copy: "M9 9h10v11H9z M5 15V4h10",
  download: "M12 4v11 M7 11l5 5 5-5 M5 20h14",
  draw: "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z M13.5 7l3.5 3.5",
  edit: "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z",
  file: "M7 3.5h7l4 4V20.5H7z M14 3.5v4h4",
  gear: "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z M12 3v3 M12 18v3 M3 12h3 M18 12h3 M5.6 5.6l2.1 2.1 M16.3 16.3l2.1 2.1 M5.6 18.4l2.1-2.1 M16.3 7.7l2.1-2.1",
  left: "M15 5l-7 7 7 7",
  lines: "M5 7h14 M5 12h14 M5 17h9",
  more: "M5.5 12h.01 M12 12h.01 M18.5 12h.01",
  open: "M9 5h10v10 M19 5 8 16",
  panel: "M4 5h16v14H4z M14 5v14 M16.5 9h1.5 M16.5 12h1.5",
  photo: "M4 5h16v14H4z M4 16l5-5 5 5 2.5-2.5L20 17 M15.5 9h.01",
  reply: "M10 6 4 12l6 6 M4 12h9a7 7 0 0 1 7 7",
  right: "M9 5l7 7-7 7",
  samples: "M4 4h7v7H4z M13 4h7v7h-7z M4 13h7v7H4z M13 13h7v7h-7z",
  send: "M4 11.5 20.5 4 15 20.5l-3.6-6.9z M11.4 13.6 20.5 4",
  slash: "M4 5h16v14H4z M14 8.5l-4 7",
  trash: "M5 7h14 M9.5 7V4.5h5V7 M7 7l1 13h8l1-13",
  undo: "M9 7 4.5 11.5 9 16 M5 11.5h9a5 5 0 0 1 0 10h-3",
  unseen: "M4 4l16 16 M9.5 5.6A10 10 0 0 1 12 5.3c5 0 8.3 4 9.5 6.7a12 12 0 0 1-2.6 3.7 M6 7.7A12.5 12.5 0 0 0 2.5 12c1.2 2.7 4.5 6.7 9.5 6.7a9.5 9.5 0 0 0 4-.9 M10 10.2a2.8 2.8 0 0 0 3.9 3.9",
};

export function icon(name) {
  const svg = byId("icon").content.firstElementChild.cloneNode(true);
  svg.firstElementChild.setAttribute("d", SHAPES[name]);
  return svg;
}

// Let a press beside a dialog close it, but not one on its margin, nor a stroke that ends outside.
export function closeFromOutside(made) {
  made.addEventListener("pointerdown", ({ target, clientX: x, clientY: y }) => {
    const { left, right, top, bottom } = made.getBoundingClientRect();
    if (target === made && (x < left || x > right || y < top || y > bottom)) made.close();
  });
}

// A modal dialog that is made for one use: it goes when it is closed, and focus returns.
export function dialog(name, className, ...children) {
  const before = document.activeElement;
  const made = element("dialog", { class: className, "aria-label": name }, ...children);
  made.addEventListener("close", () => {
    made.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
  });
  closeFromOutside(made);
  document.body.append(made);
  made.showModal();
  return made;
}
