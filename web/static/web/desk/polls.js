/* Looks for news: elements with data-poll are triggered when they are due, less and less often while nothing comes. */

import { answerOf, is, on } from "./page.js";

const SLOWER = 1.5, SLOWEST = 10;
const rhythms = new WeakMap(); // a poll → how long it rests, and since when

const usualRest = (poll) => poll.dataset.poll * 1000;

function rhythmOf(poll) {
  if (!rhythms.has(poll)) rhythms.set(poll, { rest: usualRest(poll), since: Date.now() });
  return rhythms.get(poll);
}

function askIfDue(poll) {
  const rhythm = rhythmOf(poll);
  if (Date.now() - rhythm.since < rhythm.rest || poll.closest("nav")?.scrollTop > 0) return false;
  rhythm.since = Date.now();
  htmx.trigger(poll, poll.getAttribute("hx-trigger"));
  return true;
}

/* Never for a hidden tab, beside another request, or under the eyes of somebody who has scrolled down the list. */
function askNext() {
  if (document.hidden || document.querySelector(".htmx-request")) return;
  [...document.querySelectorAll("[data-poll]")].some(askIfDue);
}

export function hurry(polls, changes) {
  for (const poll of document.querySelectorAll(polls)) Object.assign(rhythmOf(poll), { rest: usualRest(poll) }, changes);
}

setInterval(askNext, 500);
on("click keydown submit", () => hurry("[data-poll]"));
on("visibilitychange", () => hurry("[data-poll]", { since: 0 }) || askNext());
addEventListener("online", () => hurry("[data-poll]", { since: 0 }));
on("htmx:afterRequest", ({ detail: { requestConfig: { elt }, xhr } }) => { // its own elt is a parent of what is gone
  const status = answerOf(xhr) ? xhr.status : 0;
  if (status === 200 && is(elt, "#news, #message-form")) hurry("#chats-poll", { since: 0 });
  if (!is(elt, "[data-poll]")) return;
  const rest = status === 200 ? usualRest(elt) : Math.min(rhythmOf(elt).rest * SLOWER, usualRest(elt) * SLOWEST);
  rhythms.set(elt, { rest, since: Date.now() });
});
