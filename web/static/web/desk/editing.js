/* Corrections: the form that a message is edited in, and its message, marked meanwhile. What is written there is kept
   until it is saved or given up: with the chat it comes again. */

import { editIn, editOf, keepEdit } from "./drafts.js";
import { answerOf, byId, is, on } from "./page.js";
import { leadTo } from "./scroll.js";

let said = ""; // by the message that is edited, as it was when its form was asked for
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
  delete editing().dataset.isRestored;
  byId("act-answer").replaceChildren();
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
  close();
}

function close() {
  delete editing().dataset.path;
  editing().replaceChildren();
  mark();
  (byId("id_text") ?? byId("messages-scroller"))?.focus({ preventScroll: true });
}

/* What was being corrected when its chat was left. */
function restore() {
  const place = editing() && !path() && editIn(chat());
  if (!place) return;
  ask(place);
  editing().dataset.isRestored = "";
}

on("htmx:load", ({ target }) => target.contains(editing()) && restore());
on("htmx:oobAfterSwap", () => path() && mark());
on("input", ({ target }) => {
  if (is(target, "#id_edit")) keepEdit(path(), chat(), target.value === said ? undefined : target.value);
});

on("htmx:configRequest", ({ detail }) => {
  if (is(detail.elt, "#editing")) detail.path = path();
});
on("htmx:afterSwap", ({ detail: { target, xhr, requestConfig } }) => {
  if (!is(target, "#editing") || !path()) return;
  if (byId("id_edit")) begin(byId("id_edit"), requestConfig.verb === "get");
  else if (xhr.status < 300) end(); // it is saved
  else fail();
});

/* What was kept may have been saved meanwhile. */
function begin(field, isFetched) {
  const kept = editOf(path()), isSaved = isFetched && kept?.trim() === field.value.trim();
  if (isFetched) said = field.value;
  if (isSaved && "isRestored" in editing().dataset) return end();
  if (isSaved) keepEdit(path());
  else if (kept !== undefined && kept !== field.value) {
    field.value = kept;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  field.focus({ preventScroll: true });
  field.setSelectionRange(field.value.length, field.value.length);
}

/* Why there is no form. It can be asked for again, and until then what was written for it is kept; of a message that is
   gone it stands where the next one is written. */
function fail() {
  const place = path(), text = editOf(place), field = byId("id_text"), isGone = editing().querySelector(".edit-failed[data-gone]");
  byId("act-answer").replaceChildren(why());
  if (!isGone) byId("act-answer").append(waysOn(place));
  if (!isGone || (text && !field)) return close();
  end();
  if (!text) return;
  field.value = [field.value, text].filter(Boolean).join("\n\n");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/* Without what acts by itself, as the pane of a whole chat would. */
function why() {
  const line = editing().querySelector(".edit-failed"), words = editing().querySelector(".failure-text, .field-error") ?? editing();
  return line ?? Object.assign(document.createElement("p"), { className: "field-error", textContent: words.textContent.trim() });
}

function waysOn(place) {
  const ways = byId("edit-failed").content.firstElementChild.cloneNode(true);
  ways.querySelector("[data-edit=again]").addEventListener("click", () => ask(place));
  ways.querySelector("[data-edit=later]").addEventListener("click", () => byId("act-answer").replaceChildren());
  return ways;
}

/* It may be saved when another chat is open: then its form hears nothing of it any more. */
on("htmx:beforeRequest", ({ detail: { elt, requestConfig } }) => { if (is(elt, "#message-edit")) requestConfig.place = path(); });
on("htmx:afterRequest", ({ detail: { requestConfig: { parameters, place }, xhr } }) => {
  if (!place || xhr.status >= 300 || !answerOf(xhr) || editOf(place) !== parameters.text) return;
  if (place === path()) end();
  else keepEdit(place);
});

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
