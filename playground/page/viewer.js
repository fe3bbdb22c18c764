// A picture as large as the window allows, its neighbours a key away.

import { fileUrl } from "./control.js";
import { dialog, element, icon, tool } from "./dom.js";
import { t } from "./words.js";

// `messages` are those with a photo; `start` is the one to begin with.
export function openViewer(messages, start) {
  let at = Math.max(messages.indexOf(start), 0);
  const image = element("img", { alt: "" });
  const caption = element("p", { "aria-live": "polite" });
  const save = element("a", { class: "tool", "aria-label": t("Save"), title: t("Save") });
  save.append(icon("download"));
  const back = tool("left", t("Previous picture"), () => go(-1));
  const on = tool("right", t("Next picture"), () => go(1));
  const stage = element("div", { class: "stage" }, image);

  function show() {
    const message = messages[at];
    const file = message.photo.at(-1);
    image.src = save.href = fileUrl(file.file_id);
    image.alt = message.caption ?? t("Photo");
    save.download = `photo-${message.message_id}.jpg`;
    caption.textContent = message.caption ?? "";
    back.disabled = at === 0;
    on.disabled = at === messages.length - 1;
    stage.classList.remove("whole");
  }

  function go(step) {
    at = Math.min(Math.max(at + step, 0), messages.length - 1);
    show();
  }

  image.addEventListener("click", () => stage.classList.toggle("whole"));
  const opened = dialog(
    t("Picture"),
    "viewer",
    element("header", {}, save, tool("close", t("Close"), () => opened.close())),
    back,
    stage,
    on,
    caption,
  );
  opened.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") go(-1);
    if (event.key === "ArrowRight") go(1);
  });
  stage.addEventListener("click", (event) => { if (event.target === stage) opened.close(); });
  show();
}
