// The page's own words: English sentences are the keys, as in the bot's catalogues.

import { RUSSIAN } from "./russian.js";

let current = "en";

export const language = () => current;

// Follow the language of whoever speaks; tells whether that changed anything.
export function speak(code) {
  const next = code?.startsWith("ru") ? "ru" : "en";
  const changed = next !== current;
  current = next;
  return changed;
}

// A sentence in the page's language; `{names}` in it are filled in.
export function t(sentence, values = {}) {
  const said = current === "ru" ? RUSSIAN[sentence] ?? sentence : sentence;
  return said.replaceAll(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const moment = (seconds) => new Date(seconds * 1000);

export function clock(seconds) {
  return moment(seconds).toLocaleTimeString(current, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function day(seconds) {
  const date = moment(seconds);
  if (date.toDateString() === new Date().toDateString()) return t("Today");
  return date.toLocaleDateString(current, { day: "numeric", month: "long", year: "numeric" });
}
