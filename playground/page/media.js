// The pictures and files of a message.

import { fileUrl } from "./control.js";
import { element, icon } from "./dom.js";
import { KINDS } from "./summary.js";
import { t } from "./words.js";

const WIDEST = 310;  // CSS pixels
const TALLEST = 420;

// The smallest size of a photo that is sharp on a screen of two dots a pixel.
function shownSize(sizes) {
  return sizes.find((size) => Math.max(size.width, size.height) >= WIDEST * 2) ?? sizes.at(-1);
}

export function picture(file, description) {
  const image = element("img", { src: fileUrl(file.file_id), alt: description, decoding: "async" });
  if (file.width) {
    [image.width, image.height] = [file.width, file.height];
    const scale = Math.min(1, WIDEST / file.width, TALLEST / file.height);
    image.style.width = `${Math.max(Math.round(file.width * scale), 72)}px`;
  }
  image.addEventListener("error", () => {
    image.replaceWith(element("div", { class: "gone" }, icon("photo"), t("This picture is no longer kept.")));
  }, { once: true });
  return image;
}

function photo(message, onOpen) {
  const about = message.caption ? `${t("Photo")}: ${message.caption}` : t("Photo");
  return element("button", {
    type: "button",
    class: message.has_media_spoiler ? "picture veiled" : "picture",
    "aria-label": `${about}. ${t("Open")}`,
    onclick: (event) => {
      const veiled = event.currentTarget.classList.replace("veiled", "bare");
      if (!veiled) onOpen(message);
    },
  }, picture(shownSize(message.photo), ""));
}

function sticker(file) {
  const still = !file.is_animated && !file.is_video;
  const name = `${t("Sticker")} ${file.emoji ?? ""}`;
  return still ? picture(file, name) : element("span", { class: "emoji", title: name }, file.emoji ?? "▶");
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function download(file, name) {
  const sign = file.thumbnail
    ? element("img", { src: fileUrl(file.thumbnail.file_id), alt: "", width: 44, height: 44 })
    : element("span", { class: "sign" }, icon("file"));
  return element("a", { class: "file", href: fileUrl(file.file_id), download: name }, sign, element(
    "span", {},
    element("b", {}, name),
    element("small", {}, size(file.file_size ?? 0)),
  ));
}

export function media(message, onOpen) {
  if (message.photo) return photo(message, onOpen);
  if (message.sticker) return sticker(message.sticker);
  for (const kind of Object.keys(KINDS)) {
    const file = message[kind];
    if (file) return download(file, file.file_name ?? t(KINDS[kind]));
  }
  return null;
}
