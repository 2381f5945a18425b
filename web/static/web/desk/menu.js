/* The menu of a message: one for all of them, opened beside whichever it is asked for by the button of a message, a right
   click, a long press, or the key for it. What it does is done by forms and links of the page. */

import { reply } from "./answering.js";
import { edit } from "./editing.js";
import { itemsOf, place } from "./menus.js";
import { answerOf, byId, is, on, onceOn } from "./page.js";
import { hurry } from "./polls.js";
import { react } from "./reactions.js";
import { chosen, copyTexts, select, selectedIds } from "./selection.js";

const LONG_PRESS = 500, MOVED = 10; // milliseconds; pixels that a finger may tremble
const numberOf = (message) => message.id.replace("message-", "");
const menu = () => byId("message-menu");

let message = null; // that the menu is about
let quoted = ""; // what of its text is selected
let opener = null; // where the focus goes back to

const messageAt = (element) => element?.closest?.("#messages > .message:not(.service)");

/* What is selected in this message alone. */
function selectedIn(row) {
  const selection = getSelection(), text = row.querySelector(".text");
  if (!text || selection.isCollapsed || !selection.rangeCount) return "";
  const { startContainer, endContainer } = selection.getRangeAt(0);
  return text.contains(startContainer) && text.contains(endContainer) ? selection.toString().trim() : "";
}

function open(row, x, y, above = y) {
  message = row;
  quoted = selectedIn(row);
  opener = is(document.activeElement, "input, textarea") ? document.activeElement : row.querySelector(".acts");
  for (const item of menu().querySelectorAll("[role=menuitem]")) item.hidden = !fits(item.dataset);
  menu().classList.toggle("quoted", Boolean(quoted));
  menu().showPopover();
  place(menu(), x, y, above);
  row.classList.add("chosen");
  itemsOf(menu()).find((item) => is(item, ".menu-item"))?.focus({ preventScroll: true });
}

const authorOf = (row) => row.querySelector("a.by");
const fits = ({ needs, act }) => (!needs || message.dataset.acts.includes(needs)) && (act !== "delete" || canDelete([message])) && (act !== "author" || authorOf(message));

function openBeside(row) {
  const { left, right, top, bottom } = (row.querySelector(".acts") ?? row).getBoundingClientRect();
  open(row, is(row, ".own") ? left : right, bottom, top);
}

on("toggle", ({ target, newState }) => {
  if (target !== menu() || newState !== "closed") return;
  message?.classList.remove("chosen");
  if (is(document.activeElement, "body, #messages-scroller, #message-menu *")) opener?.focus?.({ preventScroll: true });
}, { capture: true });

on("click", (event) => {
  const acts = event.target.closest?.(".acts"), item = event.target.closest?.("#message-menu [data-act]");
  if (acts && !event.defaultPrevented && !is(byId("messages"), ".selecting")) {
    event.preventDefault();
    openBeside(messageAt(acts));
  } else if (item) {
    const { act, reaction } = item.dataset, about = message, words = quoted;
    menu().hidePopover();
    ACTS[act](about, reaction ?? words);
  }
});
/* What is done with those that are selected. */
on("click", async ({ target }) => {
  const act = target.closest?.("[data-selected]")?.dataset.selected;
  if (act === "cancel") select.end();
  if (act === "forward") forward(selectedIds());
  if (act === "delete") askToDelete(chosen());
  if (act === "copy") {
    say(await copyTexts(chosen()) ? "copied" : "notCopied");
    select.end();
  }
});
on("mousedown", (event) => event.target.closest?.(".acts") && event.preventDefault()); // which would end a selection
on("contextmenu", (event) => {
  const row = messageAt(event.target);
  if (!row || !menu() || event.shiftKey || event.target.closest(".text a") || is(byId("messages"), ".selecting")) return;
  event.preventDefault();
  if (event.button === 2 || event.pointerType === "touch") open(row, event.clientX, event.clientY);
  else openBeside(row); // by the key for it
});

/* A long press: where the system has no right click of its own for it. */
let press = null;
const endPress = () => { clearTimeout(press?.timer); press = null; };
on("pointerdown", ({ pointerType, target, clientX: x, clientY: y }) => {
  const row = messageAt(target);
  endPress();
  if (pointerType !== "touch" || !row || is(byId("messages"), ".selecting")) return;
  press = { x, y, timer: setTimeout(() => { if (!is(menu(), ":popover-open")) open(row, x, y); isPressed = true; }, LONG_PRESS) };
});
on("pointermove", ({ clientX, clientY }) => press && Math.hypot(clientX - press.x, clientY - press.y) > MOVED && endPress());
on("pointerup pointercancel", endPress);
/* The finger that goes up after it has pressed nothing else. */
let isPressed = false;
on("click", (event) => {
  if (isPressed && messageAt(event.target)) event.preventDefault();
  if (isPressed && messageAt(event.target)) event.stopPropagation();
  isPressed = false;
}, { capture: true });
on("touchend", (event) => { if (isPressed) event.preventDefault(); isPressed = false; }, { passive: false });

/* The keys that walk through the messages: one of their buttons is in the way of Tab at a time. */
on("keydown", (event) => {
  const { key, target } = event;
  if (!is(target, ".acts")) return;
  const rows = [...byId("messages").querySelectorAll(".acts")], here = rows.indexOf(target);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[key];
  if (to === undefined || !rows[to]) return;
  event.preventDefault();
  walkTo(rows[to]);
});

function walkTo(acts) {
  for (const other of byId("messages").querySelectorAll(".acts[tabindex='0']")) other.tabIndex = -1;
  acts.tabIndex = 0;
  acts.focus({ preventScroll: true });
  acts.closest(".message").scrollIntoView({ block: "nearest" });
}

function letThrough() {
  const all = byId("messages")?.getElementsByClassName("acts") ?? [];
  for (const acts of all) if (!acts.hasAttribute("tabindex")) acts.tabIndex = -1;
  if (all.length && !byId("messages").querySelector(".acts[tabindex='0']")) all[all.length - 1].tabIndex = 0;
}
onceOn("htmx:load", letThrough);
on("focusin", ({ target }) => { if (is(target, ".acts")) for (const other of document.querySelectorAll(".acts[tabindex='0']")) other.tabIndex = other === target ? 0 : -1; if (is(target, ".acts")) target.tabIndex = 0; });

/* The acts. */

const ACTS = {
  reply,
  edit,
  react,
  select,
  copy: async (row, words) => say(await copyTexts(words ? [words] : [row]) ? "copied" : "notCopied"),
  link: async (row) => say(await copyTexts([menu().dataset.link + numberOf(row)]) ? "copied" : "notCopied"),
  forward: (row) => forward([numberOf(row)]),
  author: (row) => authorOf(row).click(),
  delete: (row) => askToDelete([row]),
  unread: () => htmx.trigger(byId("chat-unread"), "mark"),
};

export function say(what) {
  const said = byId("act-said");
  said.textContent = said.dataset[what];
  said.classList.add("shown");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => said.classList.remove("shown"), 3000);
}

export function forward(ids) {
  const body = byId("forward-body");
  body.replaceChildren();
  body.dataset.ids = ids.join(",");
  byId("forward-dialog").showModal();
  htmx.trigger(body, "choose");
}

const isForAll = (row) => is(row, ".own") || "deletesOthers" in menu().dataset;
const canDelete = (rows) => rows.every(isForAll) || Boolean(byId("delete-dialog")?.querySelector("[data-for-me]"));

export function askToDelete(rows) {
  const dialog = byId("delete-dialog"), forAll = dialog.querySelector("[data-for-all]");
  dialog.querySelector("[name=message_ids]").value = rows.map(numberOf).join(",");
  dialog.classList.toggle("several", rows.length > 1);
  dialog.querySelector(".act-count").textContent = rows.length;
  byId("delete-answer").replaceChildren();
  if (forAll) forAll.hidden = !rows.every(isForAll);
  dialog.showModal();
}

on("htmx:configRequest", ({ detail: { elt, parameters } }) => {
  if (is(elt, "#forward-body")) parameters.message_ids = elt.dataset.ids;
});
on("click", (event) => {
  const dialog = event.target.closest?.("dialog");
  if (!dialog || !(event.target === dialog || event.target.closest("[data-close]"))) return; // beside it, too
  if (event.target.closest("a[data-close]:not([hx-get])")) event.preventDefault();
  dialog.close();
});
on("desk:deleted", ({ detail: { ids } }) => {
  byId("delete-dialog")?.close();
  select.end();
  for (const id of ids) byId(`message-${id}`)?.remove();
  byId("id_text")?.focus({ preventScroll: true });
});
/* What goes to somebody goes by a press of its own: not by the rest of a double click, or of a long press of Enter. */
on("click", (event) => event.detail > 1 && event.target.closest?.("[data-forwards]") && event.preventDefault());
on("keydown", (event) => event.repeat && is(event.target, "[data-forwards]") && event.preventDefault());
/* Before the dialog closes, the question whether to forward leads back to where that chat was chosen. */
on("cancel", (event) => {
  const back = is(event.target, "#forward-dialog") && event.target.querySelector("[data-places]");
  if (!back || !event.cancelable) return;
  event.preventDefault();
  back.click();
}, { capture: true });
/* A chat is chosen already: what was searched for before takes its form away no more. */
on("htmx:beforeRequest", ({ detail: { elt } }) => { if (is(elt, "#forward-places")) elt.dataset.chosen = ""; });
on("htmx:beforeSwap", ({ detail }) => { if (is(detail.target, "#forward-places[data-chosen]")) detail.shouldSwap = false; });
on("htmx:afterRequest", ({ detail: { requestConfig: { elt }, xhr } }) => {
  if (is(elt, "#forward-places")) delete elt.dataset.chosen;
  if (is(elt, "#chat-unread") && answerOf(xhr) && xhr.status < 300) say("unread");
  if (is(elt, "#chat-unread, #forward-question[method=post], #forward-saved")) hurry();
});
on("htmx:afterSettle", ({ target }) => {
  if (is(target, "#forward-body") && target.querySelector("[data-forwarded]") && selectedIds().length) select.end();
});
letThrough();
