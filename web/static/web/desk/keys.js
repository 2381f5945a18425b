/* Leads the keyboard and its focus: Enter sends, and opens the first that was found; arrows walk through the list, others
   lead to the search, to the next chat, and back, letters into the field; and what is opened or continued gets the focus.
   The list of keys is keys.html. */

import { byId, is, isTouch, on } from "./page.js";

/* Keys with which an input method is steered are its own. Safari sends the last of them when it has ended already. */
const isOfInputMethod = ({ isComposing, keyCode }) => isComposing || keyCode === 229;
const hasModifier = ({ altKey, ctrlKey, metaKey, shiftKey }) => altKey || ctrlKey || metaKey || shiftKey;
const PLACES = "#forward-places .place";
const LISTS = ["#id_q, .chat-link", `#id_forward_q, ${PLACES}`];
const AMONG_MESSAGES = "body, #messages-scroller, #messages-scroller :not(audio, video), #to-end";

on("keydown", (event) => {
  const { target, key } = event;
  if (isOfInputMethod(event)) return;
  if (is(target, "#id_text") && key === "Enter" && !event.shiftKey && !isTouch.matches) {
    event.preventDefault();
    target.form.requestSubmit();
  }
  const step = hasModifier(event) ? undefined : { ArrowDown: 1, ArrowUp: -1 }[key], list = LISTS.find((stops) => is(target, stops));
  if (step && list) {
    event.preventDefault();
    const stops = [...document.querySelectorAll(list)];
    stops[stops.indexOf(target) + step]?.focus();
  }
});

/* Enter in a search opens the first that was found, once it is found; of several chats to forward to it only leads to the
   first. A phone's key for it folds the keyboard. */
const FIRSTS = {
  id_q: "#chats .chat-row:not(.folder-row) .chat-link, #chats > li[id^=found-] .chat-link, #offer-button",
  id_forward_q: PLACES,
};
const found = new WeakMap(); // a field of a search → the query that its list is of
let isWanted = false; // the first that will be found

on("keydown", (event) => {
  const { target, key } = event, query = FIRSTS[target.id] && target.value.trim();
  isWanted &&= !(target.id in FIRSTS && key !== "Enter");
  if (isOfInputMethod(event) || hasModifier(event) || key !== "Enter" || !query || isTouch.matches) return;
  event.preventDefault();
  if ((found.get(target) ?? target.defaultValue) === target.value) return openFirst(target);
  isWanted = true;
  htmx.trigger(target.form, "submit");
});
on("htmx:afterSettle", ({ detail: { requestConfig } }) => {
  const field = requestConfig?.elt.elements?.q;
  if (is(requestConfig?.elt, ".tab") && byId("id_q")) found.set(byId("id_q"), "");
  if (!(field?.id in FIRSTS)) return;
  found.set(field, String(requestConfig.parameters.q ?? ""));
  if (isWanted && field === document.activeElement && found.get(field) === field.value) openFirst(field);
});

function openFirst({ id }) {
  isWanted = false;
  const all = [...document.querySelectorAll(FIRSTS[id])];
  if (FIRSTS[id] === PLACES && all.length > 1) return all[0].focus();
  (all.find((each) => each.id !== "offer-button") ?? all[0])?.click();
}

/* Keys that lead somewhere. A letter does so only where none is written. */
on("keydown", (event) => {
  const { key, altKey, ctrlKey, metaKey, target } = event, isWriting = is(target, "input, textarea, select, [contenteditable]");
  if (event.defaultPrevented || isOfInputMethod(event)) return;
  const isPlain = !(altKey || ctrlKey || metaKey || isWriting), isLetter = (letter, code) => key.toLowerCase() === letter || event.code === code;
  if ((ctrlKey || metaKey) && !altKey && isLetter("k", "KeyK") || (isPlain && key === "/")) lead(event, toSearch);
  else if (altKey && !ctrlKey && key.startsWith("Arrow") && toChat(key)) event.preventDefault();
  else if (isPlain && key === "?") lead(event, () => byId("keys")?.showModal());
  else if (key === "Escape" && !isSomethingOpen()) back(event);
  else if (isPlain && key.length === 1 && key !== " " && is(target, AMONG_MESSAGES) && !isSomethingOpen()) toField();
});

/* The letter goes along: it is written where the focus is by then. */
function toField() {
  const field = byId("id_edit") ?? byId("id_text");
  if (field?.offsetParent) field.focus({ preventScroll: true });
}

function lead(event, where) {
  event.preventDefault(); // the browser's own search
  where();
}

function toSearch() {
  const field = byId("id_q");
  field?.focus();
  field?.select();
}

function toChat(key) {
  const links = [...document.querySelectorAll("#chats .chat-row:not(.folder-row) .chat-link")];
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!step) return false;
  const open = links.findIndex((link) => link.hasAttribute("aria-current"));
  links[open < 0 ? 0 : open + step]?.click();
  return true;
}

/* What lies on top closes first, and by itself: a menu, a dialog. */
const isSomethingOpen = () => Boolean(document.querySelector("dialog[open], :popover-open"));

/* From a search to the list, from a chat to the list. */
function back(event) {
  const field = byId("id_q"), isInSearch = is(document.activeElement, "#chats-search *");
  if (isInSearch && field.value) return empty(event, field);
  const open = document.querySelector(".chat-link[aria-current]"), way = document.querySelector(".chat-header .back");
  if (isInSearch) document.activeElement.blur();
  if (!way || isInSearch) return;
  event.preventDefault();
  way.click();
  (open ?? field)?.focus();
}

function empty(event, field) {
  event.preventDefault();
  field.focus();
  field.value = "";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/* What was ticked stays where it is while the pointer may be on its way to the list below it, which would move. */
on("change", ({ target }) => target.id === "id_in" && target.form.classList.add("is-narrowed"));
on("pointerover", ({ target }) => target.closest?.(".chats") || byId("chats-search")?.classList.remove("is-narrowed"));

on("click", ({ target }) => target.closest?.(".keys-opener") && byId("keys").showModal());

/* The pressed button takes no focus from the field, or a phone would fold its keyboard after each message. */
on("mousedown", (event) => event.target.closest?.(".send") && event.preventDefault());
on("htmx:afterSettle", ({ detail: { target } }) => {
  if (target?.id !== "chat") return;
  const place = isTouch.matches ? byId("chat-title") : byId("id_text") ?? byId("messages-scroller");
  if (!is(document.activeElement, "#find-bar *")) place?.focus({ preventScroll: true });
  byId(location.hash.slice(1))?.classList.add("found"); // an address that is pushed has no :target
});

/* Who came by keyboard to "show more" goes on from what has come in its place, and not from the top of the page. */
on("htmx:beforeSwap", ({ detail: { target } }) => {
  if (!is(target, "li.more") || !target.contains(document.activeElement)) return;
  const before = target.previousElementSibling, isChats = is(target, ".more-chats");
  document.addEventListener("htmx:afterSettle", () => {
    const next = isChats ? (before?.nextElementSibling ?? byId("chats")).querySelector("a") : byId("messages-scroller");
    if (document.activeElement === document.body) next?.focus({ preventScroll: true, focusVisible: true });
  }, { once: true });
});
