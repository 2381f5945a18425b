/* Looks for news: one request at a time for the open chat and the list, the more seldom the less somebody looks. */

import { answerOf, byId, is, isAsking, on } from "./page.js";

const REST = { talking: 2, looking: 4, idle: 9, hidden: 30 }; // seconds between two looks: with the answer less than 3, 5 and 10
const TALKING_FOR = 30, IDLE_AFTER = 60; // seconds since a message came or went in the open chat, and since anything
const BUSY = 1; // something else is done with the account: soon it is free
const SLOWER = 1.5; // after each look that failed, up to the rest of an idle page

let looked = Date.now(), touched = Date.now(), talked = 0, failures = 0, isBusy = false;

function restNow() {
  if (isBusy) return BUSY;
  const isSince = (moment, seconds) => Date.now() - moment <= seconds * 1000;
  const isTalking = isSince(talked, TALKING_FOR), isIdle = !isSince(touched, IDLE_AFTER);
  const rest = document.hidden ? REST.hidden : isTalking ? REST.talking : isIdle ? REST.idle : REST.looking;
  return failures ? Math.max(rest, Math.min(REST.idle, REST.looking * SLOWER ** failures)) : rest;
}

/* A chat whose end is on the page asks for its news and for those of the list; a page that nobody sees needs to know
   only how much is unread. */
const poll = () => (!document.hidden && byId("news")) || byId("chats-poll");

/* Never beside another request. */
function lookIfDue() {
  if (Date.now() - looked < restNow() * 1000 || isAsking()) return;
  looked = Date.now();
  htmx.trigger(poll(), "poll");
}

export function hurry() {
  looked = 0;
}

setInterval(lookIfDue, 500);
on("keydown pointerdown pointermove wheel scroll submit", () => { touched = Date.now(); }, { capture: true, passive: true });
on("visibilitychange", () => {
  if (document.hidden) return keepTime();
  touched = Date.now();
  hurry();
  lookIfDue();
});
addEventListener("online", hurry);
on("htmx:oobBeforeSwap", ({ detail: { fragment } }) => { if (fragment.querySelector(".message")) talked = touched = Date.now(); });
on("htmx:afterRequest", ({ detail: { requestConfig: { elt }, xhr } }) => { // its own elt is a parent of what is gone
  const answer = answerOf(xhr), isContent = answer === "content";
  if (!is(elt, "#news, #chats-poll")) return;
  looked = Date.now();
  isBusy = answer === "busy";
  if (!isBusy) failures = isContent ? 0 : failures + 1;
});

/* Browsers let the clock of a page that was hidden for long strike once a minute, but not that of a worker. */
let worker = null;
function keepTime() {
  worker ??= new Worker(byId("chats-poll").dataset.ticks);
  worker.onmessage = () => document.hidden && lookIfDue();
}
