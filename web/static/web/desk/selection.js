/* Selects several messages, and copies the text of messages. Acting on them is menu.js's. */

import { copyText } from "./clipboard.js";
import { byId, is, on } from "./page.js";

const list = () => byId("messages");
export const chosen = () => [...list()?.querySelectorAll(".message.selected") ?? []];
const isOn = () => is(list(), ".selecting");
export const selectedIds = () => chosen().map((message) => message.id.replace("message-", ""));

export function select(message) {
  list().classList.add("selecting");
  toggle(message);
  message.querySelector(".acts")?.focus({ preventScroll: true });
}
select.end = () => {
  if (!isOn()) return;
  for (const message of chosen()) mark(message, false);
  list().classList.remove("selecting");
  count();
};

function mark(message, isSelected) {
  message.classList.toggle("selected", isSelected);
  const acts = message.querySelector(".acts");
  for (const [name, value] of [["role", "checkbox"], ["aria-checked", "true"]]) { // a link cannot be checked
    if (isSelected) acts?.setAttribute(name, value);
    else acts?.removeAttribute(name);
  }
}

function toggle(message) {
  mark(message, !is(message, ".selected"));
  count();
  if (!chosen().length) select.end();
}

function count() {
  const bar = byId("selection-bar"), all = chosen();
  bar.hidden = !isOn();
  byId("chat").classList.toggle("is-selecting", isOn());
  byId("selection-count").textContent = all.length;
  const forwardThem = bar.querySelector("[data-selected=forward]");
  if (forwardThem) forwardThem.disabled = !all.every((message) => message.dataset.acts.includes("f"));
}

/* While messages are selected, a click on one selects it too, or not any more. */
on("click", (event) => {
  const message = isOn() && event.target.closest?.("#messages > .message:not(.service)");
  if (!message) return;
  event.preventDefault();
  event.stopPropagation();
  toggle(message);
}, { capture: true });
on("keydown", (event) => {
  if (event.key === " " && isOn() && is(event.target, ".acts")) return event.preventDefault(), event.target.click();
  if (event.key !== "Escape" || !isOn() || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  event.stopPropagation();
  select.end();
}, { capture: true });
on("htmx:afterSettle", () => byId("selection-bar") && isOn() && count());

/* Of messages, or texts. Tells whether they were copied. */
export function copyTexts(things) {
  const texts = things.map((each) => typeof each === "string" ? each : each.querySelector(".text")?.innerText ?? "");
  return copyText(texts.filter(Boolean).join("\n\n"));
}
