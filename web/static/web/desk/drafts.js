/* Keeps what is being written in a chat until it is entered, and corrections until they are saved: through another chat
   and a reload. */

import { isSaved, newerText } from "./draft_saving.js";
import { readKept, writeKept } from "./kept.js";
import { byId, is, on, onceOn } from "./page.js";
import { sayLength } from "./parts.js";

const KEPT = "drafts", EDITS = "edits", CAPTIONS = "captions";
const drafts = new Map(readKept(KEPT)); // a chat's form → the text in it
const met = new WeakSet(); // the forms that have their text
const edits = new Map(readKept(EDITS)); // where a message is edited → the chat and the text: see editing.js

export const hasDrafts = () => edits.size > 0 || [...drafts].some(([action, text]) => !isSaved(action, text));
export const editOf = (path) => edits.get(path)?.text;
export const editIn = (chat) => [...edits.keys()].findLast((path) => edits.get(path).chat === chat);

/* Without a text it is saved, or given up. */
export function keepEdit(path, chat, text) {
  edits.delete(path); // the last one that was written in stands last
  if (text !== undefined) edits.set(path, { chat, text });
  writeKept(EDITS, [...edits]);
}

function keep({ action, elements: { text } }) {
  if (text.value.trim()) drafts.set(action, text.value);
  else drafts.delete(action);
  writeKept(KEPT, [...drafts]);
}

/* Of files that were chosen a reload leaves the caption alone: it is a text again (waiting_files.js). */
function takeCaptions() {
  for (const [action, caption] of readKept(CAPTIONS)) {
    drafts.set(action, [drafts.get(action), caption].filter(Boolean).join("\n\n"));
  }
  writeKept(CAPTIONS, []);
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
onceOn("htmx:afterSwap", restore);
takeCaptions();
restore();
