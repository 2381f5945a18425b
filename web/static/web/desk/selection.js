/* Selects several messages, and copies the text of messages. Acting on them is menu.js's. While something is selected, the
   button of each message is a box to be checked. */

import { copyText } from "./clipboard.js";
import { byId, is, on, onceOn, wordsOf } from "./page.js";

const list = () => byId("messages");
export const chosen = () => [...list()?.querySelectorAll(".message.selected") ?? []];
const isOn = () => is(list(), ".selecting");
export const selectedIds = () => chosen().map((message) => message.id.replace("message-", ""));

let latest = null; // the message that was selected last, or not any more

export function select(message) {
  list().classList.add("selecting");
  toggle(message);
  makeBoxes();
  message.querySelector(".acts")?.focus({ preventScroll: true });
}
select.end = () => {
  if (!isOn()) return;
  const isFocusLost = is(document.activeElement, "body, #selection-bar *, .message.selected *");
  for (const message of chosen()) message.classList.remove("selected");
  list().classList.remove("selecting");
  makeBoxes();
  count();
  if (isFocusLost) latest?.querySelector(".acts")?.focus({ preventScroll: true });
};

/* A link cannot be checked, and a box opens no menu. */
function makeBoxes() {
  for (const acts of list()?.querySelectorAll(isOn() ? ".acts" : ".acts[role]") ?? []) {
    const message = acts.closest(".message"), words = wordsOf(message.querySelector(".text")).slice(0, 80);
    const box = { role: "checkbox", "aria-checked": is(message, ".selected"), "aria-label": `${byId("selection-bar").dataset.box} ${words}` };
    for (const [name, value] of Object.entries(box)) isOn() ? acts.setAttribute(name, value) : acts.removeAttribute(name);
    if (isOn()) acts.removeAttribute("aria-haspopup");
    else acts.setAttribute("aria-haspopup", "menu");
  }
}

function toggle(message) {
  latest = message;
  message.querySelector(".acts")?.setAttribute("aria-checked", message.classList.toggle("selected"));
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
onceOn("htmx:afterSettle", () => {
  if (!byId("selection-bar") || !isOn()) return;
  makeBoxes(); // of what has come meanwhile, too
  count();
});

/* Of messages, or texts. Tells whether they were copied. */
export function copyTexts(things) {
  const texts = things.map((each) => typeof each === "string" ? each : each.querySelector(".text")?.innerText ?? "");
  return copyText(texts.filter(Boolean).join("\n\n"));
}
