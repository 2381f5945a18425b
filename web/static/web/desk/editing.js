/* Corrections: the form that a message is edited in, and its message, marked meanwhile. What is written there is kept
   until it is saved or given up: with the chat it comes again. */

import { editIn, editOf, keepEdit } from "./drafts.js";
import { byId, is, on } from "./page.js";
import { leadTo } from "./scroll.js";

const GONE = [403, 404]; // statuses: it cannot be edited any more, or is not there
const editing = () => byId("editing");
const path = () => editing()?.dataset.path;
const chat = () => byId("outbox")?.dataset.url;
const messageOf = (place) => byId(`message-${place?.match(/(\d+)\/edit\//)?.[1]}`);

export function edit(message) {
  const { pathname, search } = new URL(message.querySelector(".acts").href);
  ask(`${pathname}edit/${search}`); // with its topic
  if (!isInView(message)) leadTo(message);
}

function ask(place) {
  editing().dataset.path = place;
  mark();
  htmx.trigger(editing(), "edit");
}

function isInView(message) {
  const { top, bottom } = message.getBoundingClientRect(), view = byId("messages-scroller").getBoundingClientRect();
  return top >= view.top && bottom <= view.bottom;
}

function mark() {
  const message = messageOf(path());
  for (const other of document.querySelectorAll(".edited-now")) other.classList.toggle("edited-now", other === message);
  message?.classList.add("edited-now");
}

function end() {
  keepEdit(path());
  delete editing().dataset.path;
  editing().replaceChildren();
  mark();
  (byId("id_text") ?? byId("messages-scroller"))?.focus({ preventScroll: true });
}

/* What was being corrected when its chat was left. */
function restore() {
  const place = editing() && !path() && editIn(chat());
  if (place) ask(place);
}

on("htmx:load", ({ target }) => target.contains(editing()) && restore());
on("htmx:oobAfterSwap", () => path() && mark());
on("input", ({ target }) => {
  if (is(target, "#id_edit")) keepEdit(path(), chat(), target.value === target.defaultValue ? undefined : target.value);
});

on("htmx:configRequest", ({ detail }) => {
  if (is(detail.elt, "#editing")) detail.path = path();
});
on("htmx:afterSwap", ({ detail: { target, xhr } }) => {
  if (!is(target, "#editing") || !path()) return;
  if (byId("id_edit")) begin(byId("id_edit"));
  else if (xhr.status < 300) end(); // it is saved
  else fail(xhr.status);
});

function begin(field) {
  const kept = editOf(path());
  if (kept !== undefined && kept !== field.value) {
    field.value = kept;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  field.focus({ preventScroll: true });
  field.setSelectionRange(field.value.length, field.value.length);
}

/* Why there is no form; and what was written for it stands where the next message is written. */
function fail(status) {
  const text = GONE.includes(status) && editOf(path()), field = byId("id_text");
  byId("act-answer").replaceChildren(...editing().childNodes);
  if (text && !field) return delete editing().dataset.path;
  end();
  if (!text) return;
  field.value = [field.value, text].filter(Boolean).join("\n\n");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

on("click", (event) => {
  if (!event.target.closest?.("#editing .edit-off")) return;
  event.preventDefault();
  end();
});

const isOfInputMethod = ({ isComposing, keyCode }) => isComposing || keyCode === 229;
on("keydown", (event) => {
  const { key, target, shiftKey, altKey, ctrlKey, metaKey } = event;
  if (isOfInputMethod(event) || document.querySelector("dialog[open], :popover-open")) return;
  if (key === "Escape" && editing()?.childElementCount) {
    event.preventDefault();
    end();
  } else if (is(target, "#id_edit") && key === "Enter" && !shiftKey && !matchMedia("(pointer: coarse)").matches) {
    event.preventDefault();
    if (target.value.trim()) target.form.requestSubmit();
  } else if (is(target, "#id_text") && key === "ArrowUp" && !target.value && !(shiftKey || altKey || ctrlKey || metaKey)) {
    const own = [...byId("messages").querySelectorAll(".message.own[data-acts*='e']")].at(-1);
    if (!own || !editing()) return;
    event.preventDefault();
    edit(own);
  }
}, { capture: true }); // before the keys that lead elsewhere: see keys.js
