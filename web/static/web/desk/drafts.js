/* Keeps what was typed until it is known to be sent: through another chat, a failure, an answer that never came, a reload.
   It goes on as the draft that it was, so that it cannot be sent twice.

   What was entered while another message is on its way, or the line is cut, waits in the field, and goes in its turn;
   that of a chat which was left goes by a copy of its form, of which nothing is seen. */

import { isSaved, newerText } from "./draft_saving.js";
import { readDrafts, writeDrafts } from "./kept.js";
import { answerOf, byId, is, on } from "./page.js";
import { partsOf, sayLength } from "./parts.js";
import { hurry } from "./polls.js";

const MOST_TRIES = 5; // without a new Enter: what stands in our way may let through all but this

/* A chat's form → the text in it that is not known to be sent, and the draft that it is. Of the text, what was entered:
   a list of messages, the first of which goes next, by ``form``. They are held when one was refused, until the next Enter. */
const drafts = new Map(readDrafts());
const ready = new WeakSet(); // the forms that htmx has taken over: others the browser would send by itself
let isGoingOn = false; // by itself, for what was entered before

export const hasDrafts = () => [...drafts].some(([action, { text }]) => !isSaved(action, text));

const FORM = "form.composer";
const isBusy = (form) => is(form, ".htmx-request") || is(drafts.get(form.action)?.form, ".htmx-request");
const isWaiting = (kept) => kept?.entered?.length > 0 && !kept.isHeld && (kept.tries ?? 0) < MOST_TRIES;

function store(action, kept) {
  if (kept.text.trim()) drafts.set(action, kept);
  else drafts.delete(action);
  writeDrafts(drafts);
}

/* What was entered and is changed afterwards is to be entered again. */
function keep({ action, elements: { text, draft } }) {
  const kept = drafts.get(action) ?? {}, { entered = [] } = kept;
  const isStill = (_, number) => text.value.startsWith(entered.slice(0, number + 1).join(""));
  store(action, { ...kept, text: text.value, draft: draft.value, entered: entered.filter(isStill) });
}

function restore(form) {
  const { text, draft } = form.elements, kept = drafts.get(form.action);
  const newer = newerText(form, kept?.text);
  if (text.value !== newer) text.value = newer;
  if (kept?.draft && kept.draft !== draft.value) {
    draft.dataset.unused = draft.value;
    draft.value = kept.draft;
  }
  keep(form);
  sayLength(form);
}

function enter(form, isInParts) {
  const { text } = form.elements, { entered = [] } = drafts.get(form.action) ?? {};
  const rest = text.value.slice(entered.join("").length);
  if (rest.trim() && isBusy(form)) text.value += "\n"; // so that what is written next stands apart
  const added = rest.trim() ? text.value.slice(entered.join("").length) : "";
  const all = isInParts ? partsOf(text.value) : [...entered, ...(added ? [added] : [])];
  const sender = isBusy(form) ? drafts.get(form.action).form : form;
  store(form.action, { text: text.value, draft: form.elements.draft.value, entered: all, form: sender });
}

function goOn(form) {
  const kept = drafts.get(form.action);
  if (isBusy(form) || !isWaiting(kept)) return;
  if (!form.isConnected) form = copyOf(kept);
  if (!ready.has(form)) return;
  kept.form = form;
  isGoingOn = true;
  form.requestSubmit();
  isGoingOn = false;
}

function goOnEverywhere() {
  const open = byId("message-form");
  for (const [action, { form }] of drafts) if (form) goOn(action === open?.action ? open : form);
}

function copyOf(kept) {
  const copy = kept.form.cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("[id]")]) element.removeAttribute("id");
  copy.classList.remove("htmx-request");
  copy.hidden = true;
  kept.draft ??= crypto.getRandomValues(new Uint32Array(4)).join("-");
  copy.elements.draft.value = kept.draft;
  byId("desk").append(copy);
  htmx.process(copy);
  ready.add(copy);
  return copy;
}

function forgetSent(form, sent) {
  const kept = drafts.get(form.action), now = kept?.text ?? "", isStill = now.startsWith(sent);
  const text = isStill ? now.slice(sent.length) : now, entered = isStill ? kept.entered.slice(1) : [];
  store(form.action, { text, entered, form });
  const open = byId("message-form");
  if (open === form) open.elements.text.value = text; // it may stay for a while: from earlier messages one is led to the end
  else if (open?.action === form.action) renew(open);
}

/* The chat was left meanwhile, and is open again. */
function renew(open) {
  const { text, draft } = open.elements;
  text.value = drafts.get(open.action)?.text ?? "";
  draft.value = draft.dataset.unused ?? draft.value;
  keep(open);
  hurry();
}

on("input", ({ target }) => {
  if (!is(target, "#id_text")) return;
  keep(target.form);
  sayLength(target.form);
});
on("htmx:afterSwap", ({ target }) => is(target, "#message-form") && restore(target)); // before the next key is pressed
on("htmx:load", () => {
  const form = byId("message-form");
  if (!form) return;
  ready.add(form);
  restore(form);
  goOn(form);
});

/* In the moment before htmx has taken a new form over, the browser sends it by itself: that leaves nothing behind. */
let isSentByBrowser = false;
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  isSentByBrowser = is(form, FORM);
  if (!isSentByBrowser) return;
  if (!isGoingOn) enter(form, submitter?.name === "in_parts");
  if (isBusy(form)) event.stopImmediatePropagation();
  if (isBusy(form)) event.preventDefault();
}, true);
on("htmx:configRequest", ({ detail: { elt, parameters } }) => {
  if (!is(elt, FORM)) return;
  const [next] = drafts.get(elt.action)?.entered ?? [];
  if (next) parameters.text = next.replace(/\n$/, "");
  delete parameters.in_parts;
});
on("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  isSentByBrowser = false;
  if (!is(elt, FORM)) return;
  const kept = drafts.get(elt.action) ?? { text: elt.elements.text.value, entered: [] };
  const sent = kept.entered[0] ?? kept.text;
  kept.tries = (kept.tries ?? 0) + 1;
  if (!elt.hidden) byId("composer-slot")?.replaceChildren();
  // Here, for the form may be swapped out by then, and its events stay with it.
  elt.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr !== xhr || !answerOf(xhr)) return; // not ours: it waits for the line
    if (elt.hidden) event.preventDefault();
    if (xhr.status < 300) forgetSent(elt, sent);
    else if (drafts.has(elt.action)) drafts.get(elt.action).isHeld = true;
  });
});
/* Whatever is answered says that the line is there. */
on("htmx:afterRequest", ({ detail: { requestConfig: { elt }, xhr } }) => {
  const isAnswered = answerOf(xhr) && xhr.status < 400, isCopy = elt.hidden && is(elt, FORM);
  if (isCopy) elt.remove();
  if (isCopy && isAnswered) hurry();
  if (isAnswered) goOnEverywhere();
});
addEventListener("beforeunload", (event) => hasDrafts() && !isSentByBrowser && event.preventDefault());
