/* Keeps the open chat where it is being read: at its end, or at the message that is at the top, whatever comes, goes or
   grows around it. */

import { byId, is, on, onceOn } from "./page.js";

const NEAR = 24; // pixels from the end that count as its end
const ROOM = 64; // pixels above a message that somebody is led to
let scroller = null;
let held = null; // the message at the top and how far it is from there; null is the end
let setTo = 0; // where the chat was last scrolled to by us
let heldAt = 0; // where it stood when that was held
let newest = ""; // the last message that was on the page

const topOf = (element) => element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
const isOurs = () => Math.abs(scroller.scrollTop - setTo) < 1;

export const hasNewer = () => Boolean(scroller?.querySelector(".more-newer"));
export const isAtEnd = () => Boolean(scroller) && !hasNewer() && distanceToEnd() <= NEAR;
export const heldMessage = () => held?.id;

/* The messages of the chat, and the number of those above the first of which this is true: their places only grow. */
export const messagesIn = (element) => element.getElementsByClassName("message");
export function countUntil(messages, isTrue) {
  let low = 0, high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(messages[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

function distanceToEnd() {
  return scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
}

function scrollTo(place) {
  scroller.scrollTop = place;
  setTo = heldAt = scroller.scrollTop;
}

function note() {
  const messages = messagesIn(byId("messages"));
  const first = isAtEnd() ? null : messages[countUntil(messages, (message) => topOf(message) >= 0)] ?? messages[messages.length - 1];
  held = first ? { id: first.id, top: topOf(first) } : null;
  heldAt = scroller.scrollTop;
  show();
}

function show() {
  scroller.parentElement.classList.toggle("is-away", hasNewer() || distanceToEnd() > 160);
}

function keep() {
  if (!scroller?.isConnected) return;
  const message = held && byId(held.id);
  if (message) scrollTo(scroller.scrollTop + topOf(message) - held.top);
  else if (!held && !hasNewer()) follow();
  else note();
  newest = [...messagesIn(byId("messages"))].at(-1)?.id;
  show();
}

/* To the end; but of many messages that have come at once, the first stays in view: nobody has seen it yet. */
function follow() {
  const messages = [...messagesIn(byId("messages"))], place = messages.findIndex((message) => message.id === newest);
  const come = place < 0 ? [] : messages.slice(place + 1);
  if (!come.length || come.some((message) => is(message, ".own"))) return scrollTo(scroller.scrollHeight);
  scrollTo(scroller.scrollTop + topOf(come[0]) - ROOM);
  note();
}

function toEnd() {
  held = null;
  scrollTo(scroller.scrollHeight);
  show();
}

/* What the address names, or the server has marked: the first unread message, the place where the reading goes on. */
function open() {
  const named = location.hash && scroller.querySelector(`[id="${CSS.escape(decodeURIComponent(location.hash.slice(1)))}"]`);
  const place = scroller.querySelector(".begins");
  const room = named ? ROOM : parseFloat(getComputedStyle(place).scrollMarginTop);
  scrollTo(scroller.scrollTop + topOf(named || place) - room);
  note();
  newest = [...messagesIn(byId("messages"))].at(-1)?.id;
}

/* To the middle, and it is held there at once: what comes in the same moment must not lead back. */
export function leadTo(message) {
  scroller.scrollTop += topOf(message) - (scroller.clientHeight - message.offsetHeight) / 2;
  note();
}

const sizes = new ResizeObserver(keep);

function look() {
  if (scroller === byId("messages-scroller")) return keep();
  sizes.disconnect();
  scroller = byId("messages-scroller");
  if (!scroller) return;
  open();
  for (const element of [scroller, byId("messages"), byId("outbox")]) sizes.observe(element);
  scroller.addEventListener("scroll", () => {
    if (isOurs()) return show();
    note();
    scroller.dispatchEvent(new CustomEvent("desk:scrolled", { bubbles: true })); // by a person
  }, { passive: true });
}

/* Where somebody has scrolled to a moment ago, of which we have not heard yet, holds too. */
on("htmx:beforeSwap", () => {
  if (scroller?.isConnected && scroller.scrollTop !== heldAt) note();
});
onceOn("htmx:afterSwap htmx:oobAfterSwap", look);
on("outbox:entered", () => {
  if (hasNewer()) htmx.trigger("#to-end", "end");
  else if (scroller) toEnd();
});
/* Before htmx hears of it: while there is more to come, it asks for the end. */
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || !event.target.closest?.("#to-end") || hasNewer()) return;
  event.preventDefault();
  event.stopPropagation();
  toEnd();
}, true);
look();
