/* Keeps what was typed until it is known to be sent: through another chat, a failure, an answer that never came.
   It goes on as the draft that it was, so that it cannot be sent twice. */

import { answerOf, byId, is, on } from "./page.js";
import { hurry } from "./polls.js";

const drafts = new Map(); // a chat's form → the text in it that is not known to be sent, and the draft that it is

export const hasDrafts = () => drafts.size > 0;

function keep({ action, elements: { text, draft } }) {
  if (text.value.trim()) drafts.set(action, { text: text.value, draft: draft.value });
  else drafts.delete(action);
}

function restore(form) {
  const { text, draft } = form.elements, kept = drafts.get(form.action);
  if (kept && text.value !== kept.text) text.value = kept.text;
  if (kept?.draft && kept.draft !== draft.value) {
    draft.dataset.unused = draft.value;
    draft.value = kept.draft;
  }
  keep(form);
}

function forgetSent(form, sent) {
  const now = drafts.get(form.action)?.text ?? "", rest = now.startsWith(sent) ? now.slice(sent.length) : now;
  if (rest.trim()) drafts.set(form.action, { text: rest });
  else drafts.delete(form.action);
  const open = byId("message-form");
  if (open === form || open?.action !== form.action) return;
  const { text, draft } = open.elements; // the chat was left meanwhile, and is open again
  text.value = rest;
  draft.value = draft.dataset.unused ?? draft.value;
  keep(open);
  hurry("#news", { since: 0 });
}

on("input", ({ target }) => is(target, "#id_text") && keep(target.form));
on("htmx:load", () => byId("message-form") && restore(byId("message-form")));
on("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  if (!is(elt, "#message-form")) return;
  const sent = elt.elements.text.value, isSent = (detail) => detail.xhr === xhr && xhr.status < 300 && answerOf(xhr);
  keep(elt);
  byId("composer-slot")?.replaceChildren();
  // Here, for the form may be swapped out by then, and its events stay with it.
  elt.addEventListener("htmx:beforeOnLoad", ({ detail }) => isSent(detail) && forgetSent(elt, sent));
});

/* In the moment before htmx has taken a new form over, the browser sends it by itself: that leaves nothing behind. */
let isSentByBrowser = false;
document.addEventListener("submit", ({ target }) => { isSentByBrowser = is(target, "#message-form"); }, true);
on("htmx:beforeSend", () => { isSentByBrowser = false; });
addEventListener("beforeunload", (event) => hasDrafts() && !isSentByBrowser && event.preventDefault());
