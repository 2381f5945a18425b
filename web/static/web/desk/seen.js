/* Tells the server which messages were seen, and counts those that were not: a message is seen when its end is on the
   screen, in a window that is looked at. */

import { answerOf, byId, is, isAsking, on, onceOn } from "./page.js";
import { hurry } from "./polls.js";
import { countUntil, messagesIn } from "./scroll.js";

const REST = 500, AFTER_FAILURE = 5_000; // milliseconds
let resting = null, restUntil = 0; // the chat whose answer is waited for, and how long

const form = () => byId("chat-read");
const numberOf = (message) => Number(message.id.replace("message-", ""));
const seenIn = (form) => Number(form.dataset.seen ?? form.dataset.upTo);
const isResting = (read) => read === resting && Date.now() < restUntil; // another chat has nothing to wait for
const isLookedAt = () => !document.hidden && document.hasFocus() && !is(byId("chat"), ".htmx-request");

function lastSeen() {
  const end = byId("messages-scroller").getBoundingClientRect().bottom + 1;
  const messages = messagesIn(byId("messages"));
  const seen = countUntil(messages, (message) => message.getBoundingClientRect().bottom > end);
  return [...messages].slice(0, seen).findLast((message) => !is(message, ".own"));
}

function look() {
  const read = form();
  if (!read || !byId("messages")) return;
  const seen = isLookedAt() ? lastSeen() : null;
  if (seen) read.dataset.seen = Math.max(seenIn(read), numberOf(seen));
  count(read);
  if (seen) tell(read);
}

/* Beside another request it waits: Telegram takes one call of an account at a time. */
function tell(read) {
  if (seenIn(read) <= Number(read.dataset.upTo) || isResting(read) || isAsking()) return;
  resting = read;
  restUntil = Date.now() + AFTER_FAILURE;
  read.elements.message_id.value = seenIn(read);
  htmx.trigger(read, "seen");
}

function unreadBelow(read) {
  const seen = seenIn(read), here = [...messagesIn(byId("messages"))];
  const first = here.findLastIndex((message) => numberOf(message) <= seen) + 1;
  const beyond = Number(byId("messages").querySelector(".more-newer")?.dataset.unread ?? 0);
  return here.slice(first).filter((message) => !is(message, ".own")).length + beyond;
}

function count(read) {
  const number = unreadBelow(read), shown = byId("to-end-count");
  if (shown.textContent === String(number || "")) return;
  shown.textContent = number || "";
  shown.hidden = !number;
}

setInterval(look, REST);
onceOn("desk:scrolled htmx:afterSettle visibilitychange", look);
addEventListener("focus", look);
on("htmx:afterRequest", ({ detail: { requestConfig: { elt, parameters }, xhr } }) => {
  if (!is(elt, "#chat-read") || xhr.status !== 204 || !answerOf(xhr)) return;
  restUntil = 0;
  elt.dataset.upTo = elt.elements.message_id.value;
  showAsRead(elt);
});

function showAsRead(read) {
  if (!read.isConnected) return;
  if (!unreadBelow(read)) {
    for (const number of document.querySelectorAll(".chat-link[aria-current]:not([href*='/topics/']) :is(.unread, .unread-words)")) number.remove();
  }
  hurry();
}
