/* What the desk needs and the platform has no other way for. Nothing is fetched from here: htmx does, by the markup. */
"use strict";

const SLOWER = 1.5, SLOWEST = 10;
const touch = matchMedia("(pointer: coarse)"); // there, Enter is the only way to a new line
const rhythms = new WeakMap(); // a poll → how long it rests, and since when
const drafts = new Map(); // a chat's form → what was typed in it and not sent

const byId = (id) => document.getElementById(id);
const on = (types, listener) => types.split(" ").forEach((type) => document.addEventListener(type, listener));
const usual = (poll) => poll.dataset.poll * 1000;

function rhythmOf(poll) {
  if (!rhythms.has(poll)) rhythms.set(poll, { rest: usual(poll), since: Date.now() });
  return rhythms.get(poll);
}

/* Never for a hidden tab, beside another request, or under the eyes of somebody who has scrolled down the list. */
function look() {
  if (document.hidden || document.querySelector(".htmx-request")) return;
  for (const poll of document.querySelectorAll("[data-poll]")) {
    const rhythm = rhythmOf(poll);
    if (Date.now() - rhythm.since < rhythm.rest || poll.closest("nav")?.scrollTop > 0) continue;
    rhythm.since = Date.now();
    return htmx.trigger(poll, "poll");
  }
}

function hurry(polls, changes) {
  for (const poll of document.querySelectorAll(polls)) Object.assign(rhythmOf(poll), { rest: usual(poll) }, changes);
}

setInterval(look, 500);
on("click keydown submit", () => hurry("[data-poll]"));
on("visibilitychange", () => hurry("[data-poll]", { since: 0 }) || look());
addEventListener("online", () => hurry("[data-poll]", { since: 0 }));
on("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (xhr.status === 200 && elt.matches("#news, #message-form") || xhr.status === 204 && elt.matches("#chat-read")) hurry("#chats-poll", { since: 0 });
  if (!elt.matches("[data-poll]")) return;
  const rest = xhr.status === 200 ? usual(elt) : Math.min(rhythmOf(elt).rest * SLOWER, usual(elt) * SLOWEST);
  rhythms.set(elt, { rest, since: Date.now() });
});

on("htmx:sendError htmx:timeout", () => byId("desk").classList.add("is-offline"));
on("htmx:beforeOnLoad", () => byId("desk").classList.remove("is-offline"));
/* A request whose element was swapped out has nobody to answer to. */
on("htmx:beforeCleanupElement", ({ target }) => target.matches("[hx-get]") && htmx.trigger(target, "htmx:abort"));

/* What was typed while a message was on its way, or before another chat was looked at, is still there afterwards. */
on("input", ({ target }) => target.id === "id_text" && drafts.set(target.form.action, target.value));
on("htmx:beforeOnLoad", ({ detail: { elt, xhr, requestConfig } }) => {
  if (elt.id !== "message-form" || xhr.status >= 300) return;
  const sent = requestConfig.formData.get("text"), now = elt.elements.text.value;
  drafts.set(elt.action, now.startsWith(sent) ? now.slice(sent.length) : "");
});
on("htmx:load", () => {
  const field = byId("id_text");
  if (field && !field.value) field.value = drafts.get(field.form.action) ?? "";
});

/* What an answer makes old elsewhere on the page: which chat is open, and what the other side has read. */
on("htmx:afterSwap", () => {
  for (const link of document.querySelectorAll(".chat-link")) {
    const isOpen = link.pathname === location.pathname && [location.hash, ""].includes(link.hash);
    if (isOpen) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const read = Number(byId("news")?.dataset.read);
  for (const mark of document.querySelectorAll(".ticks:not(.read)")) mark.classList.toggle("read", mark.dataset.id <= read);
});
on("htmx:afterSettle", ({ detail: { target } }) => {
  if (target?.id !== "chat") return;
  const place = touch.matches ? byId("chat-title") : byId("id_text") ?? byId("messages-scroller");
  place?.focus({ preventScroll: true });
  byId(location.hash.slice(1))?.classList.add("found"); // an address that is pushed has no :target
});

on("keydown", (event) => {
  const { target, key } = event;
  if (target.id === "id_text" && key === "Enter" && !event.shiftKey && !event.isComposing && !touch.matches) {
    event.preventDefault();
    if (target.value.trim() && !target.form.matches(".htmx-request")) target.form.requestSubmit();
  }
  if ((key === "ArrowDown" || key === "ArrowUp") && target.matches(".chat-link, #id_q")) {
    event.preventDefault();
    const stops = [...document.querySelectorAll("#id_q, .chat-link")];
    stops[stops.indexOf(target) + (key === "ArrowDown" ? 1 : -1)]?.focus();
  }
});
/* The pressed button takes no focus from the field, or a phone would fold its keyboard after each message. */
on("mousedown", (event) => event.target.closest(".send") && event.preventDefault());
on("click", ({ target }) => target.closest(".to-end") && byId("messages-scroller").scrollTo({ top: 0 })); // it is reversed
