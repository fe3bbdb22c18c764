// Pictures and files that are picked but not sent yet.

import { element, icon, tool } from "./dom.js";
import { t } from "./words.js";

const MOST = 30;  // three albums

export const isPicture = (file) => /^image\/(jpeg|png|webp|gif|bmp|avif)$/.test(file.type);

export class Tray {
  constructor(root, onChange) {
    this.root = root;
    this.onChange = onChange;
    this.items = [];  // each { file, url }
    this.kind = "photo";
  }

  get files() {
    return this.items.map((item) => item.file);
  }

  // Which files go together in which way: albums of ten at most, pictures apart from other files.
  parcels() {
    const asPhotos = this.files.filter((file) => this.kind === "photo" && isPicture(file));
    const asFiles = this.files.filter((file) => !asPhotos.includes(file));
    const albums = (files, kind) => Array.from({ length: Math.ceil(files.length / 10) }, (_, number) => (
      { kind, files: files.slice(number * 10, number * 10 + 10) }
    ));
    return [...albums(asPhotos, "photo"), ...albums(asFiles, "document")];
  }

  add(files, kind) {
    if (!this.items.length && kind) this.kind = kind;
    for (const file of [...files].slice(0, MOST - this.items.length)) {
      this.items.push({ file, url: isPicture(file) ? URL.createObjectURL(file) : null });
    }
    this.draw();
  }

  remove(item) {
    if (item.url) URL.revokeObjectURL(item.url);
    this.items = this.items.filter((other) => other !== item);
    this.draw();
  }

  clear() {
    for (const item of this.items) if (item.url) URL.revokeObjectURL(item.url);
    this.items = [];
    this.draw();
  }

  draw() {
    const tiles = this.items.map((item) => element("li", {},
      item.url
        ? element("img", { src: item.url, alt: item.file.name })
        : element("span", { class: "sign", title: item.file.name }, icon("file"), element("small", {}, item.file.name)),
      tool("close", `${t("Leave out")} ${item.file.name}`, () => this.remove(item)),
    ));
    this.root.replaceChildren();
    this.root.hidden = !tiles.length;
    if (tiles.length) {
      this.root.append(
        element("ul", { "aria-label": t("To be sent") }, ...tiles),
        ...(this.items.some((item) => item.url) ? [this.choice()] : []),
      );
    }
    this.onChange();
  }

  choice() {
    const ways = [["photo", t("As a photo")], ["document", t("As a file")]];
    return element("fieldset", { class: "ways" }, element("legend", { class: "unseen" }, t("How to send")), ...ways.map(
      ([kind, name]) => element("label", {}, element("input", {
        type: "radio",
        name: "kind",
        value: kind,
        checked: this.kind === kind,
        onchange: () => { this.kind = kind; },
      }), name),
    ));
  }
}
