// The side panel: what the bot asks of Telegram's server, as it happens.

import { get } from "./control.js";
import { element, tool } from "./dom.js";
import { copy } from "./notices.js";
import { summary } from "./summary.js";
import { t } from "./words.js";

const KEPT = 150;

const MEANING = {
  getMe: "asks who it is",
  getUpdates: "asks what is new, and waits for it",
  getFile: "asks where a file is",
  download: "fetches a file",
  sendMessage: "writes a message",
  sendPhoto: "sends a picture",
  sendDocument: "sends a file",
  sendMediaGroup: "sends an album",
  sendChatAction: "shows that it is busy",
  editMessageText: "changes a message",
  editMessageCaption: "changes a caption",
  editMessageMedia: "changes a picture",
  editMessageReplyMarkup: "changes the buttons",
  deleteMessage: "deletes a message",
  answerCallbackQuery: "answers the press of a button",
  setMessageReaction: "reacts to a message",
  setMyCommands: "registers its commands",
  getMyCommands: "looks up its commands",
  setMyDescription: "says what it is for",
  getMyDescription: "looks up what it says it is for",
  setMyShortDescription: "says in short what it is for",
  getMyShortDescription: "looks up what it says in short",
  setMyName: "says its name",
  getMyName: "looks up its name",
  getChat: "asks about a chat",
  getChatMember: "asks about a member of a chat",
  getChatAdministrators: "asks who runs a chat",
  deleteWebhook: "wants to ask for updates itself",
  setWebhook: "wants updates to be sent to it",
};

function told(update) {
  const kind = Object.keys(update).find((name) => name !== "update_id") ?? "";
  const body = update[kind] ?? {};
  const what = kind.endsWith("message") ? summary(body) : body.data ?? "";
  return `${kind}${what ? `: ${what}` : ""}`;
}

// What is worth knowing of a request, in a line.
function gist({ method, params, response }) {
  if (method === "getUpdates") return (response?.result ?? []).map?.(told).join(" · ") ?? "";
  const said = params.text ?? params.caption ?? params.action ?? params.path ?? params.language_code;
  if (said !== undefined) return String(said).replaceAll(/<[^>]+>/g, "").slice(0, 140);
  return params.reaction?.map((item) => item.emoji).join(" ") ?? "";
}

function took(seconds) {
  if (seconds === null) return "…";
  return seconds < 1 ? `${Math.max(Math.round(seconds * 1000), 1)} ms` : `${seconds.toFixed(1)} s`;
}

function json(name, value) {
  const text = JSON.stringify(value, null, 2);
  return element("section", {}, element("h4", {}, name, tool("copy", `${t("copy")}: ${name}`, () => copy(text))), element("pre", { tabindex: 0 }, text));
}

function entry(request) {
  const state = request.fault || request.status === null ? "faulty" : request.status >= 400 ? "refused" : "fine";
  const meaning = MEANING[request.method];
  const made = element("details", { class: `request ${state}` }, element(
    "summary", {},
    element("span", { class: "line" },
      element("code", {}, request.method),
      element("span", { class: "took" }, request.status >= 400 ? `${request.status} · ` : "", took(request.took))),
    element("small", {}, meaning ? t(meaning) : ""),
    element("span", { class: "gist" }, gist(request)),
  ));
  made.addEventListener("toggle", () => {
    if (!made.open || made.childElementCount > 1) return;
    const files = Object.keys(request.files).length ? [json(t("Files"), request.files)] : [];
    made.append(json(t("Parameters"), request.params), ...files, json(t("Answer"), request.response));
    if (request.fault) made.append(element("p", {}, `${t("Fault on demand")}: ${request.fault}`));
  });
  return made;
}

export class Requests {
  constructor(root, onClose) {
    Object.assign(this, { root, onClose, idle: false });
    this.list = element("div", { class: "requests", tabindex: 0 });
    this.recent = [];
    this.build();
  }

  build() {
    const idle = element("input", { type: "checkbox", checked: this.idle, onchange: () => {
      this.idle = idle.checked;
      this.redraw();
    } });
    this.count = element("p", { class: "count" });
    this.list.setAttribute("role", "log");
    this.list.setAttribute("aria-live", "off");
    this.list.setAttribute("aria-label", t("Requests"));
    this.root.setAttribute("aria-label", t("What the bot asks"));
    this.root.replaceChildren(
      element("header", {},
        element("div", {}, element("h2", {}, t("What the bot asks")), this.count),
        tool("trash", t("Clear"), () => this.clear()),
        tool("close", t("Close"), () => this.onClose())),
      element("label", { class: "option" }, idle, t("also polls that found nothing")),
      this.list,
    );
    this.redraw();
  }

  async load() {
    this.recent = (await get(`requests?latest=${KEPT}`)).filter((request) => request.took !== null);
    this.redraw();
  }

  add(request) {
    this.recent.push(request);
    const first = this.recent.length > KEPT ? this.recent.shift() : null;
    if (this.shows(request)) {
      const end = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
      this.list.append(entry(request));
      if (first && this.shows(first)) this.list.firstElementChild.remove();
      if (end) this.toEnd();
    }
    this.tell();
  }

  // Long polls that ended with nothing are most of what a bot asks, and the least telling.
  shows(request) {
    return this.idle || request.method !== "getUpdates" || request.response?.result?.length !== 0;
  }

  tell() {
    const failed = this.recent.filter((request) => request.status === null || request.status >= 400).length;
    const shown = this.recent.filter((request) => this.shows(request)).length;
    this.count.textContent = t("{shown} requests, {failed} refused", { shown, failed });
  }

  clear() {
    this.recent = [];
    this.redraw();
  }

  redraw() {
    this.list.replaceChildren(...this.recent.filter((request) => this.shows(request)).map(entry));
    this.toEnd();
    this.tell();
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
  }
}
