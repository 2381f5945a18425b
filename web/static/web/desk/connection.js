/* Says that Telegram is away, or asks for a pause, from the first look for news that met it until one that did not; and
   that an answer is late. */

import { answerOf, is, on, setState } from "./page.js";

const GOOD_NEWS = 4000; // milliseconds that it is said
let wasAway = false;

on("htmx:beforeOnLoad", ({ detail: { requestConfig: { elt }, xhr } }) => {
  const answer = answerOf(xhr);
  if (!is(elt, "#news, #chats-poll") || !answer || answer === "busy") return;
  const isAway = answer === "away";
  setState("is-connecting", isAway);
  setState("is-paused", answer === "paused");
  if (wasAway && !isAway) sayGoodNews();
  wasAway = isAway;
});

/* Whoever waits for a server that hangs is told so, long before it is given up. Files take as long as they take. */
const LATE = 3000, LATE_NEWS = 6000; // milliseconds; a look for news may wait for half of it
const late = new Set();

on("htmx:beforeSend", ({ detail: { requestConfig: { elt }, xhr } }) => {
  if (is(elt, ".wanted, [hx-encoding]")) return;
  const timer = setTimeout(() => note(xhr, true), is(elt, "[data-poll]") ? LATE_NEWS : LATE);
  xhr.addEventListener("loadend", () => {
    clearTimeout(timer);
    note(xhr, false);
  });
});

function note(xhr, isLate) {
  late[isLate ? "add" : "delete"](xhr);
  setState("is-waiting", late.size > 0);
}

function sayGoodNews() {
  setState("is-back", true);
  setTimeout(() => setState("is-back", false), GOOD_NEWS);
}
