/* Formats while one writes: keys put the marks around what is selected, and a text with marks is shown as it will look. */

import { byId, is, on } from "./page.js";

const FIELD = "#id_text, #id_edit, #id_caption", PAUSE = 300; // milliseconds between two looks at what is typed
const KEYS = { KeyB: ["**", "**"], KeyI: ["__", "__"], "shift KeyX": ["~~", "~~"], "shift KeyM": ["`", "`"], "shift KeyP": ["||", "||"], KeyK: ["[", "](https://)"] };
const MARKS = /(\*\*|__|~~|\|\||`|\]\()/;

on("keydown", (event) => {
  const { target, ctrlKey, metaKey, shiftKey, altKey, code } = event;
  if (!is(target, FIELD) || !(ctrlKey || metaKey) || altKey || !target.form.elements.markup) return;
  const marks = KEYS[`${shiftKey ? "shift " : ""}${code}`];
  if (!marks || (code === "KeyK" && target.selectionStart === target.selectionEnd)) return;
  event.preventDefault();
  wrap(target, ...marks);
}, { capture: true }); // before the key for the search: see keys.js

/* As if it was typed: so that the browser can undo it, and the draft is kept. */
function wrap(field, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = field, words = value.slice(start, end);
  const isMarked = before === after && value.slice(start - before.length, start) === before && value.slice(end, end + after.length) === after;
  if (isMarked) field.setSelectionRange(start - before.length, end + after.length);
  const text = isMarked ? words : before + words + after;
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, field.selectionStart, field.selectionEnd);
  const begins = isMarked ? start - before.length : start + before.length;
  field.setSelectionRange(begins, begins + words.length);
}

const pausing = new WeakSet(); // each field by itself: a text that becomes a caption changes two at once
on("input", ({ target }) => {
  if (!is(target, FIELD)) return;
  if (!MARKS.test(target.value)) hide(target.form?.querySelector(".preview")); // at once: it is sent, for one
  else if (!pausing.has(target)) {
    pausing.add(target);
    setTimeout(() => preview(target), PAUSE);
  }
});

function preview(field) {
  const place = field.form?.querySelector(".preview");
  pausing.delete(field);
  if (place?.isConnected && MARKS.test(field.value)) htmx.trigger(place, "preview");
}

function hide(place) {
  if (!place) return;
  place.hidden = true;
  place.replaceChildren();
}

on("htmx:afterSwap", ({ detail: { target } }) => {
  if (!is(target, ".preview")) return;
  const isFormatted = target.querySelector(".text *") && MARKS.test(target.closest("form").elements.text.value);
  target.hidden = !isFormatted;
});
on("htmx:load", ({ target }) => target.contains(byId("id_edit")) && preview(byId("id_edit")));
