/* Keeps what is being written in a chat until it is entered: through another chat and a reload. */

import { isSaved, newerText } from "./draft_saving.js";
import { readKept, writeKept } from "./kept.js";
import { byId, is, on } from "./page.js";
import { sayLength } from "./parts.js";

const KEPT = "drafts";
const drafts = new Map(readKept(KEPT)); // a chat's form → the text in it
const met = new WeakSet(); // the forms that have their text

export const hasDrafts = () => [...drafts].some(([action, text]) => !isSaved(action, text));

function keep({ action, elements: { text } }) {
  if (text.value.trim()) drafts.set(action, text.value);
  else drafts.delete(action);
  writeKept(KEPT, [...drafts]);
}

/* Before the next key is pressed. What the server gives back was entered without a script. */
function restore() {
  const form = byId("message-form");
  if (!form || met.has(form)) return;
  met.add(form);
  form.elements.text.value = newerText(form, drafts.get(form.action));
  keep(form);
  sayLength(form);
}

on("input", ({ target }) => {
  if (!is(target, "#id_text")) return;
  keep(target.form);
  sayLength(target.form);
});
on("htmx:afterSwap", restore);
restore();
