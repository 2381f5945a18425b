/* Leads the keyboard and its focus: Enter sends, arrows walk through the list, and what is opened or continued gets the focus. */

import { byId, is, isTouch, on } from "./page.js";

/* Keys with which an input method is steered are its own. Safari sends the last of them when it has ended already. */
const isOfInputMethod = ({ isComposing, keyCode }) => isComposing || keyCode === 229;

on("keydown", (event) => {
  const { target, key } = event;
  if (isOfInputMethod(event)) return;
  if (is(target, "#id_text") && key === "Enter" && !event.shiftKey && !isTouch.matches) {
    event.preventDefault();
    target.form.requestSubmit();
  }
  if ((key === "ArrowDown" || key === "ArrowUp") && is(target, ".chat-link, #id_q")) {
    event.preventDefault();
    const stops = [...document.querySelectorAll("#id_q, .chat-link")];
    stops[stops.indexOf(target) + (key === "ArrowDown" ? 1 : -1)]?.focus();
  }
});
/* The pressed button takes no focus from the field, or a phone would fold its keyboard after each message. */
on("mousedown", (event) => event.target.closest?.(".send") && event.preventDefault());
on("htmx:afterSettle", ({ detail: { target } }) => {
  if (target?.id !== "chat") return;
  const place = isTouch.matches ? byId("chat-title") : byId("id_text") ?? byId("messages-scroller");
  place?.focus({ preventScroll: true });
  byId(location.hash.slice(1))?.classList.add("found"); // an address that is pushed has no :target
});

/* Who came by keyboard to "show more" goes on from what has come in its place, and not from the top of the page. */
on("htmx:beforeSwap", ({ detail: { target } }) => {
  if (!is(target, "li.more") || !target.contains(document.activeElement)) return;
  const before = target.previousElementSibling, isChats = is(target, ".more-chats");
  document.addEventListener("htmx:afterSettle", () => {
    const next = isChats ? (before?.nextElementSibling ?? byId("chats")).querySelector("a") : byId("messages-scroller");
    if (document.activeElement === document.body) next?.focus({ preventScroll: true });
  }, { once: true });
});
