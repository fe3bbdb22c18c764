// What can be set: the language that the client reports, the theme, the bot's place in the group.

import { act } from "./control.js";
import { dialog, element, tool } from "./dom.js";
import { attempt } from "./notices.js";
import { forgetPeople } from "./rooms.js";
import { t } from "./words.js";

const LANGUAGES = {
  en: "English", ru: "Русский", de: "Deutsch", es: "Español", fr: "Français", uk: "Українська", uz: "Oʻzbekcha",
};
const THEMES = { system: "As the system", light: "Light", dark: "Dark" };
const ROLES = { member: "Member", administrator: "Administrator", left: "Not in the group" };

export function applyTheme() {
  const theme = localStorage.getItem("theme") ?? "system";
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  return theme;
}

function field(name, control, hint) {
  return element("label", { class: "field" }, element("span", {}, name), control, hint ? element("small", {}, hint) : null);
}

function select(options, current, onChoose) {
  const made = element("select", { onchange: () => onChoose(made.value) }, ...Object.entries(options).map(
    ([value, name]) => element("option", { value, selected: value === current }, name),
  ));
  return made;
}

// `onLanguage()` follows another language, `onRoom()` a change in the group.
export function openSettings(room, { onLanguage, onRoom }) {
  const person = room.speaker;
  const code = person.language_code ?? "";
  const languages = { ...LANGUAGES, ...(code && !LANGUAGES[code] ? { [code]: code } : {}), "": t("None") };
  const parts = [
    field(
      t("Language"),
      select(languages, code, (value) => attempt(async () => {
        const changed = await act("change_user", { user: person.id, language_code: value || null });
        person.language_code = changed.language_code;
        opened.close();
        onLanguage();
      })),
      t("What the Telegram of {name} tells the bot.", { name: person.first_name }),
    ),
    field(t("Theme"), select(
      Object.fromEntries(Object.entries(THEMES).map(([key, name]) => [key, t(name)])),
      applyTheme(),
      (value) => {
        localStorage.setItem("theme", value);
        applyTheme();
      },
    )),
  ];
  if (room.isGroup) {
    parts.push(field(
      t("The bot's place in the group"),
      select(
        Object.fromEntries(Object.entries(ROLES).map(([key, name]) => [key, t(name)])),
        room.chat.bot_status,
        (value) => attempt(async () => {
          const data = { user: room.people[0].id, chat: room.chat.id, bot: value, privacy: room.chat.privacy };
          room.chat = await act("change_chat", data);
          onRoom();
        }),
      ),
      t("An administrator sees every message."),
    ));
  }
  const again = element("button", {
    type: "button",
    class: "second",
    onclick: () => {
      forgetPeople();
      window.location.reload();
    },
  }, t("Start over"));
  const opened = dialog(
    t("Settings"),
    "sheet settings",
    element("header", {}, element("h2", {}, t("Settings")), tool("close", t("Close"), () => opened.close())),
    ...parts,
    element("div", { class: "field" }, element("span", {}, t("New people and empty chats")), again),
    element("p", {}, t("All of this is in the memory of a program on this computer, and gone when that ends.")),
  );
}
