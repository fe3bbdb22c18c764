// Where one writes: text, commands, pictures, replies.

import { hasCamera, openCamera } from "./camera.js";
import { Commands } from "./commands.js";
import { element, icon, tool } from "./dom.js";
import { openDrawing } from "./draw.js";
import { replyKeyboard } from "./keyboard.js";
import { openMenu } from "./menu.js";
import { openSamples } from "./samples.js";
import { summary } from "./summary.js";
import { Tray } from "./tray.js";
import { t } from "./words.js";

export class Composer {
  // `hooks` has onSend({ text, parcels, replyTo }), onEdit(message, text) and commands().
  constructor(root, hooks) {
    Object.assign(this, { root, hooks, target: null });
    this.picker = element("input", { type: "file", multiple: true, hidden: true });
    this.picker.addEventListener("change", () => {
      this.attach(this.picker.files, this.picker.accept ? "photo" : "document");
      this.picker.value = "";
    });
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.build();
  }

  // Make everything anew: at the start, and when the page's language changes.
  build() {
    const text = this.field?.value ?? "";
    this.strip = element("div", { class: "strip", hidden: true });
    const tray = element("div", { class: "tray", hidden: true });
    const kept = this.tray?.items ?? [];
    this.tray = new Tray(tray, () => this.update());
    this.tray.items = kept;
    this.keys = element("div", { class: "reply-keys" });
    this.field = element("textarea", {
      rows: 1, maxlength: 4096, placeholder: t("Message"), "aria-label": t("Message"), dir: "auto",
      onkeydown: (event) => this.key(event), oninput: () => this.update(),
    });
    this.field.value = text;
    const list = element("ul", {});
    this.commands = new Commands(list, this.field, this.hooks.commands, (command) => {
      this.field.value = "";
      this.hooks.onCommand(command, this.takeTarget());
    });
    this.go = element("button", { class: "tool send", "aria-label": t("Send"), title: t("Send") }, icon("send"));
    this.root.replaceChildren(
      list, this.strip, tray,
      element("div", { class: "row" },
        tool("attach", t("Attach"), (event) => this.openAttachments(event.currentTarget), { "aria-haspopup": "menu" }),
        tool("slash", t("Commands"), () => this.commands.toggle()),
        this.field,
        tool("samples", t("Sample digits"), () => this.samples(), { class: "tool wide" }),
        tool("draw", t("Draw a digit"), () => this.draw()),
        this.go),
      this.keys, this.picker,
    );
    this.tray.draw();
    this.aim(this.target);
  }

  update() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 160)}px`;
    this.go.disabled = !this.field.value.trim() && !this.tray.files.length;
    this.field.placeholder = this.tray.files.length ? t("Caption") : t("Message");
  }

  attach(files, kind) {
    this.tray.add(files, kind);
    this.field.focus();
  }

  openAttachments(anchor) {
    const pick = (accept) => () => {
      this.picker.accept = accept;
      this.picker.click();
    };
    openMenu([
      { icon: "photo", name: t("Pictures"), run: pick("image/*") },
      { icon: "file", name: t("Files"), run: pick("") },
      hasCamera() && { icon: "camera", name: t("Camera"), run: () => openCamera((file) => this.attach([file], "photo")) },
      { icon: "draw", name: t("Draw a digit"), run: () => this.draw() },
      { icon: "samples", name: t("Sample digits"), run: () => this.samples() },
    ], anchor, { name: t("Attach") });
  }

  draw() {
    openDrawing((file, { more }) => {
      if (more || this.tray.files.length || this.field.value.trim()) this.attach([file], "photo");
      else this.sendAlone(file);
      if (!more) this.send();
    });
  }

  samples() {
    openSamples((file) => this.sendAlone(file));
  }

  sendAlone(file) {
    this.hooks.onSend({ text: "", parcels: [{ kind: "photo", files: [file] }], replyTo: this.takeTarget() });
  }

  // The number of the message that is replied to, if any; the next one replies to nothing.
  takeTarget() {
    const id = this.target?.edit ? null : this.target?.message.message_id;
    this.aim(null);
    return id;
  }

  // Reply to a message or, with `edit`, change it.
  aim(target) {
    if (this.target?.edit && target !== this.target) this.field.value = "";
    this.target = target;
    this.strip.hidden = !target;
    if (target) {
      const { message, edit } = target;
      this.strip.replaceChildren(
        icon(edit ? "edit" : "reply"),
        element("span", {}, element("b", {}, edit ? t("Edit") : message.from.first_name), element("span", {}, summary(message))),
        tool("close", t("Cancel"), () => this.aim(null)),
      );
      if (edit && !this.field.value) this.field.value = message.text ?? message.caption ?? "";
      this.field.focus();
    }
    this.update();
  }

  showKeys(markup) {
    this.keys.replaceChildren(...[replyKeyboard(markup, (text) => this.hooks.onSend({ text, parcels: [] }))].filter(Boolean));
  }

  key(event) {
    if (this.commands.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") {
      this.aim(null);
    }
  }

  send() {
    const text = this.field.value.trim();
    const parcels = this.tray.parcels();
    if (!text && !parcels.length) return;
    this.commands.close();
    if (this.target?.edit) this.hooks.onEdit(this.target.message, text);
    else this.hooks.onSend({ text, parcels, replyTo: this.target?.message.message_id });
    this.field.value = "";
    this.aim(null);
    this.tray.clear();
  }
}
