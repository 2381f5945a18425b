/* What the desk needs and the platform has no other way for. Nothing is fetched from here: htmx does, by the markup. */
"use strict";

const SLOWER = 1.5, SLOWEST = 10;
const touch = matchMedia("(pointer: coarse)"); // there, Enter is the only way to a new line
const rhythms = new WeakMap(); // a poll → how long it rests, and since when
const drafts = new Map(); // a chat's form → the text in it that is not known to be sent, and the draft that it is

const byId = (id) => document.getElementById(id);
const on = (types, listener) => types.split(" ").forEach((type) => document.addEventListener(type, listener));
const is = (element, selector) => Boolean(element?.matches?.(selector)); // events are sent to documents too
const usual = (poll) => poll.dataset.poll * 1000;
const mark = (name, isOn) => byId("desk")?.classList.toggle(name, isOn);

/* Polls: forms, which say something, are due at once; what only asks rests first. */
function rhythmOf(poll) {
  if (!rhythms.has(poll)) rhythms.set(poll, { rest: usual(poll), since: is(poll, "form") ? 0 : Date.now() });
  return rhythms.get(poll);
}

function ask(poll) {
  const rhythm = rhythmOf(poll);
  if (Date.now() - rhythm.since < rhythm.rest || poll.closest("nav")?.scrollTop > 0) return false;
  rhythm.since = Date.now();
  htmx.trigger(poll, poll.getAttribute("hx-trigger"));
  return true;
}

/* Never for a hidden tab, beside another request, or under the eyes of somebody who has scrolled down the list. */
function look() {
  if (document.hidden || document.querySelector(".htmx-request")) return;
  [...document.querySelectorAll("[data-poll]")].some(ask);
}

function hurry(polls, changes) {
  for (const poll of document.querySelectorAll(polls)) Object.assign(rhythmOf(poll), { rest: usual(poll) }, changes);
}

setInterval(look, 500);
on("click keydown submit", () => hurry("[data-poll]"));
on("visibilitychange", () => hurry("[data-poll]", { since: 0 }) || look());
addEventListener("online", () => hurry("[data-poll]", { since: 0 }));
on("htmx:load", ({ target }) => {
  const read = target.querySelector("#chat-read"); // waits for no pictures
  if (read && !document.hidden) ask(read);
});
on("htmx:afterRequest", ({ detail: { requestConfig: { elt }, xhr } }) => { // its own elt is a parent of what is gone
  if (xhr.status === 200 && is(elt, "#news, #message-form")) hurry("#chats-poll", { since: 0 });
  if (xhr.status === 204 && is(elt, "#chat-read")) return haveRead(elt);
  if (!is(elt, "[data-poll]")) return;
  const rest = xhr.status === 200 ? usual(elt) : Math.min(rhythmOf(elt).rest * SLOWER, usual(elt) * SLOWEST);
  rhythms.set(elt, { rest, since: Date.now() });
});

function haveRead(form) {
  form.remove();
  for (const number of document.querySelectorAll(".chat-link[aria-current] :is(.unread, .unread-words)")) number.remove();
  hurry("#chats-poll", { since: 0 });
}

/* Answers that are not what was asked for. */
on("htmx:sendError htmx:timeout", () => mark("is-offline", true));
on("htmx:beforeOnLoad", (event) => {
  const { requestConfig: { elt }, xhr } = event.detail, isOut = xhr.status === 401;
  const isStranger = isOut && xhr.response.includes('id="signed-out"');
  mark("is-offline", false);
  mark("is-signed-out", isStranger && drafts.size > 0);
  mark("is-disconnected", isOut && !isStranger && drafts.size > 0);
  if (!isOut || !(drafts.size || is(elt, "[data-poll]"))) return;
  event.preventDefault();
  if (drafts.size) return; // nobody is sent away from what they are writing
  if (isStranger) location.reload();
  else location.assign(document.querySelector(".brand").href);
});
on("htmx:beforeSwap", ({ detail }) => {
  const { requestConfig: { elt }, serverResponse, target, xhr } = detail, isRefused = xhr.status >= 400;
  if (isRefused && target !== document.body && /<html/i.test(serverResponse)) { // from whatever stands before the site
    detail.shouldSwap = false;
    mark("is-offline", true);
  } else if (isRefused && is(elt, "[data-poll]")) {
    detail.shouldSwap = false;
  } else if (isRefused && is(elt, "#message-form") && !xhr.getResponseHeader("HX-Retarget")) {
    Object.assign(detail, { target: byId("composer-slot"), swapOverride: "innerHTML" });
  } else if (is(elt, ".wanted")) {
    detail.serverResponse = withPlaces(serverResponse);
  }
});
/* An answer whose asker was swapped out has no place on the page any more. */
on("htmx:beforeCleanupElement", ({ target }) => {
  if (!is(target, "[hx-sync^=this], .wanted")) return;
  target.addEventListener("htmx:beforeOnLoad", (event) => event.preventDefault());
});
on("htmx:historyCacheMissLoadError", () => location.reload());
on("htmx:historyCacheMiss", ({ detail: { xhr } }) => xhr.addEventListener("error", () => location.reload()));

function withPlaces(pictures) {
  const { body } = new DOMParser().parseFromString(pictures, "text/html");
  for (const picture of body.querySelectorAll("[id]")) if (!byId(picture.id)) picture.remove();
  return body.innerHTML;
}

/* What was typed stays, until it is known to be sent: through another chat, a failure, an answer that never came.
   It goes on as the draft that it was, so that it cannot be sent twice. */
function keep({ action, elements: { text, draft } }) {
  if (text.value.trim()) drafts.set(action, { text: text.value, draft: draft.value });
  else drafts.delete(action);
}

function restore(form) {
  const { text, draft } = form.elements, kept = drafts.get(form.action);
  if (kept && text.value !== kept.text) text.value = kept.text;
  if (kept?.draft && kept.draft !== draft.value) {
    draft.dataset.unused = draft.value;
    draft.value = kept.draft;
  }
  keep(form);
}

function haveSent(form, sent) {
  const now = drafts.get(form.action)?.text ?? "", rest = now.startsWith(sent) ? now.slice(sent.length) : now;
  if (rest.trim()) drafts.set(form.action, { text: rest });
  else drafts.delete(form.action);
  const open = byId("message-form");
  if (open === form || open?.action !== form.action) return;
  const { text, draft } = open.elements; // the chat was left meanwhile, and is open again
  text.value = rest;
  draft.value = draft.dataset.unused ?? draft.value;
  keep(open);
  hurry("#news", { since: 0 });
}

on("input", ({ target }) => is(target, "#id_text") && keep(target.form));
on("htmx:load", () => byId("message-form") && restore(byId("message-form")));
on("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  if (!is(elt, "#message-form")) return;
  const sent = elt.elements.text.value;
  keep(elt);
  byId("composer-slot")?.replaceChildren();
  // Here, for the form may be swapped out by then, and its events stay with it.
  elt.addEventListener("htmx:beforeOnLoad", ({ detail }) => detail.xhr === xhr && xhr.status < 300 && haveSent(elt, sent));
});
/* In the moment before htmx has taken a new form over, the browser sends it by itself: that leaves nothing behind. */
let isSentByBrowser = false;
document.addEventListener("submit", ({ target }) => { isSentByBrowser = is(target, "#message-form"); }, true);
on("htmx:beforeSend", () => { isSentByBrowser = false; });
addEventListener("beforeunload", (event) => drafts.size && !isSentByBrowser && event.preventDefault());

/* What an answer makes old elsewhere on the page: which chat is open, what the other side has read, which day it is. */
on("htmx:oobBeforeSwap", ({ detail: { fragment, target } }) => { // sending and asking for news may both bring a message
  for (const row of fragment.querySelectorAll(".message, .day")) if (![null, target].includes(byId(row.id))) row.remove();
});
on("htmx:afterSwap", () => {
  for (const link of document.querySelectorAll(".chat-link")) {
    const isOpen = link.pathname === location.pathname && [location.hash, ""].includes(link.hash);
    if (isOpen) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const read = Number(byId("news")?.dataset.read);
  for (const tick of document.querySelectorAll(".ticks:not(.read)")) tick.classList.toggle("read", tick.dataset.id <= read);
  const days = [...document.querySelectorAll(".day > span")], today = days.pop();
  for (const day of days) if (day.textContent === today.textContent) day.textContent = day.title; // it was, yesterday
});
on("htmx:afterSettle", ({ detail: { target } }) => {
  if (target?.id !== "chat") return;
  const place = touch.matches ? byId("chat-title") : byId("id_text") ?? byId("messages-scroller");
  place?.focus({ preventScroll: true });
  byId(location.hash.slice(1))?.classList.add("found"); // an address that is pushed has no :target
});

on("keydown", (event) => {
  const { target, key } = event;
  if (is(target, "#id_text") && key === "Enter" && !event.shiftKey && !event.isComposing && !touch.matches) {
    event.preventDefault();
    if (target.value.trim() && !is(target.form, ".htmx-request")) target.form.requestSubmit();
  }
  if ((key === "ArrowDown" || key === "ArrowUp") && is(target, ".chat-link, #id_q")) {
    event.preventDefault();
    const stops = [...document.querySelectorAll("#id_q, .chat-link")];
    stops[stops.indexOf(target) + (key === "ArrowDown" ? 1 : -1)]?.focus();
  }
});
/* The pressed button takes no focus from the field, or a phone would fold its keyboard after each message. */
on("mousedown", (event) => event.target.closest?.(".send") && event.preventDefault());
on("click", ({ target }) => target.closest?.(".to-end") && byId("messages-scroller").scrollTo({ top: 0 })); // it is reversed

/* Who came by keyboard to "show more" goes on from what has come in its place, and not from the top of the page. */
on("htmx:beforeSwap", ({ detail: { target } }) => {
  if (!is(target, "li.more") || !target.contains(document.activeElement)) return;
  const before = target.previousElementSibling, isChats = is(target, ".more-chats");
  document.addEventListener("htmx:afterSettle", () => {
    const next = isChats ? (before?.nextElementSibling ?? byId("chats")).querySelector("a") : byId("messages-scroller");
    if (document.activeElement === document.body) next?.focus({ preventScroll: true });
  }, { once: true });
});
