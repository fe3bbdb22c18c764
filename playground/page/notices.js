// Short words that come and go: toasts, alerts, and what was copied.

import { byId, dialog, element } from "./dom.js";
import { t } from "./words.js";

let fading;

export function toast(words) {
  const place = byId("toast");
  clearTimeout(fading);
  place.textContent = words;
  place.hidden = false;
  fading = setTimeout(() => { place.hidden = true; }, Math.max(3000, words.length * 70));
}

// What a bot says with `show_alert`: it stays until somebody has read it.
export function alert(words) {
  const button = element("button", { type: "button", class: "main" }, t("OK"));
  const opened = dialog(t("The bot says"), "alert", element("p", {}, words), button);
  button.addEventListener("click", () => opened.close());
  button.focus();
}

// Run something, and say so if it fails.
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error instanceof TypeError ? t("no connection") : error.message);  // so fetch says it
    return undefined;
  }
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without HTTPS browsers have no clipboard, other than on this very machine.
    const field = element("textarea", { class: "unseen" });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) {
      toast(t("This browser doesn't let the page copy."));
      return;
    }
  }
  toast(t("Copied"));
}
