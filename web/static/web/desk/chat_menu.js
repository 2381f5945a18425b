/* The menu of a chat in the list: one for all rows, opened by a right click, a long press, or the key for it. What it does
   is posted by one form of the page. */

import { itemsOf, place } from "./menus.js";
import { byId, is, on } from "./page.js";
import { hurry } from "./polls.js";

const LONG_PRESS = 500, MOVED = 10; // milliseconds; pixels that a finger may tremble
const SAID = 4000; // milliseconds
const menu = () => byId("chat-menu"), form = () => byId("chat-managing");
const rowAt = (element) => menu() && element?.closest?.("#chats > .chat-row[data-last]");
const isOpen = () => is(menu(), ":popover-open");

let row = null; // that the menu is about

function open(about, x, y, above = y) {
  row = about;
  for (const item of menu().querySelectorAll("[role=menuitem]")) {
    item.hidden = "if" in item.dataset ? !isNow(item.dataset.if) : isNow(item.dataset.unless);
  }
  menu().showPopover();
  place(menu(), x, y, above);
  row.classList.add("chosen");
  itemsOf(menu())[0]?.focus({ preventScroll: true });
}

const isNow = (state) => row.dataset.is.includes(state);
const linkOf = (about) => byId(`${about.id}-link`); // news may have put another row in its place

on("toggle", ({ target, newState }) => {
  if (target !== menu() || newState !== "closed") return;
  document.querySelector(".chat-row.chosen")?.classList.remove("chosen");
  if (menu().contains(document.activeElement) || document.activeElement === document.body) linkOf(row)?.focus({ preventScroll: true });
}, { capture: true });

on("contextmenu", (event) => {
  const about = rowAt(event.target);
  if (menu()?.contains(event.target)) event.preventDefault();
  if (!about || event.shiftKey) return;
  event.preventDefault();
  if (!isOpen()) open(about, event.clientX, event.clientY);
});
/* By key, and not by what comes of it: Chromium lets the row be pressed until somebody moves the mouse. */
on("keydown keyup", (event) => {
  const { key, shiftKey, target, type } = event, about = rowAt(target);
  if (key !== "ContextMenu" && !(key === "F10" && shiftKey) || !about && !menu()?.contains(target)) return;
  event.preventDefault();
  if (type === "keyup" || !about) return;
  const { left, top, bottom } = about.getBoundingClientRect();
  open(about, left + 16, bottom, top);
});

/* A long press: where the system has no right click of its own for it. The finger that goes up presses nothing else. */
let press = null, isPressed = false;
const endPress = () => { clearTimeout(press?.timer); press = null; };
on("pointerdown", ({ pointerType, target, clientX: x, clientY: y }) => {
  const about = rowAt(target);
  endPress();
  isPressed = false;
  if (pointerType !== "touch" || !about) return;
  press = { x, y, timer: setTimeout(() => { if (!isOpen()) open(about, x, y); isPressed = true; }, LONG_PRESS) };
});
on("pointermove", ({ clientX, clientY }) => press && Math.hypot(clientX - press.x, clientY - press.y) > MOVED && endPress());
on("pointerup pointercancel", endPress);
on("touchend", (event) => { if (isPressed) event.preventDefault(); }, { passive: false });
on("click", (event) => {
  if (!isPressed || !rowAt(event.target)) return;
  isPressed = false;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

on("click", ({ target }) => {
  const item = target.closest?.("#chat-menu [data-act]");
  if (!item) return;
  const { act, name, value } = item.dataset;
  Object.assign(form().dataset, { path: `${menu().dataset.chats}${row.id.replace("chat-l-", "")}/${act}/`, name, value, last: row.dataset.last });
  menu().hidePopover();
  htmx.trigger(form(), "manage");
});
on("htmx:configRequest", ({ detail: { elt, parameters }, detail }) => {
  if (!is(elt, "#chat-managing")) return;
  const { path, name, value, last } = elt.dataset;
  detail.path = path;
  parameters[name] = value;
  if (name === "unread" && !value) parameters.message_id = last;
});
on("htmx:afterRequest", ({ detail: { requestConfig: { elt } } }) => {
  if (is(elt, "#chat-managing, .chat-act")) hurry();
});
on("htmx:sendError htmx:timeout", ({ detail: { requestConfig: { elt }, target } }) => {
  if (!is(elt, "#chat-managing")) return;
  target.textContent = target.dataset.unanswered;
  takeBack(target);
});
let timer = null;
on("htmx:afterSwap", ({ target }) => { if (is(target, "#chats-said")) takeBack(target); });

function takeBack(said) {
  clearTimeout(timer);
  timer = setTimeout(() => said.replaceChildren(), SAID);
}
