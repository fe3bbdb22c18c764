// Presses of buttons, and what the bot says to them.

import { act } from "./control.js";
import { alert, toast } from "./notices.js";
import { t } from "./words.js";

const PATIENCE = 15_000;  // milliseconds
const waiting = new Map();  // callback id -> what to do when the answer comes
const early = new Set();  // answers that overtook the reply to the press

// Press a button; ends when the bot has answered, or when that took too long.
export async function press(user, message, data) {
  const { id } = await act("press", {
    user: user.id, chat: message.chat.id, message: message.message_id, data,
  });
  if (early.delete(id)) return;
  await new Promise((resolve) => {
    const late = setTimeout(() => {
      toast(t("The bot has not answered the press of this button."));
      waiting.delete(id);
      resolve();
    }, PATIENCE);
    waiting.set(id, () => {
      clearTimeout(late);
      resolve();
    });
  });
}

// An `answer` event of the server, for one of the people of this page.
export function answered(event) {
  const done = waiting.get(event.callback_query_id);
  waiting.delete(event.callback_query_id);
  if (done) done();
  else early.add(event.callback_query_id);
  if (early.size > 50) early.delete(early.values().next().value);
  if (!event.text) return;
  if (event.show_alert) alert(event.text);
  else toast(event.text);
}
