/* Formats while one writes: keys put the marks around what is selected, and a text with marks is shown as it will look. */

import { byId, is, on } from "./page.js";

const FIELD = "#id_text, #id_edit, #id_caption", REST = 300; // milliseconds without a key
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

const resting = new WeakMap(); // each field's own: a text that becomes a caption changes two at once
on("input", ({ target }) => {
  if (!is(target, FIELD)) return;
  clearTimeout(resting.get(target));
  resting.set(target, setTimeout(() => preview(target), REST));
});

function preview({ form, value }) {
  const place = form?.querySelector(".preview");
  if (!place?.isConnected) return;
  if (!MARKS.test(value)) hide(place);
  else htmx.trigger(place, "preview");
}

function hide(place) {
  place.hidden = true;
  place.replaceChildren();
}

on("htmx:afterSwap", ({ detail: { target } }) => {
  if (!is(target, ".preview")) return;
  const isFormatted = target.querySelector(".text *") && MARKS.test(target.closest("form").elements.text.value);
  target.hidden = !isFormatted;
});
on("htmx:load", ({ target }) => target.contains(byId("id_edit")) && preview(byId("id_edit")));
