/* Keeps what rests in the field at Telegram too, where the other devices find it: when nobody writes any more, the chat is
   left, or the page is hidden. Only what was written in this window; another window's field stays as it is. */

import { answerOf, byId, is, on } from "./page.js";

const REST = 5000; // milliseconds
const saved = new Map(); // a chat's address → the text of it that Telegram has
const WRITTEN = "written";
const written = new Map(readWritten()); // a chat's address → when somebody wrote in it in this tab, over a reload too
let touched = null; // the form for the draft of the field that was written in
let timer = 0;

function readWritten() {
  try { return JSON.parse(sessionStorage.getItem(WRITTEN)) ?? []; } catch { return []; } // it can be forbidden
}

function noteWritten(action) {
  written.set(action, Date.now());
  try { sessionStorage.setItem(WRITTEN, JSON.stringify([...written])); } catch { /* then it lasts as long as the page */ }
}

const form = () => byId("draft-form");
const field = () => byId("id_text");

export const isSaved = (action, text) => saved.get(action) === text;

/* Of what this tab has kept and what came from Telegram, the newer one. */
export function newerText({ action, elements: { text } }, kept) {
  const draft = form();
  if (draft && !draft.dataset.met) {
    draft.dataset.met = "met";
    saved.set(action, draft.dataset.saved);
  }
  if (!kept || !draft?.dataset.saved) return kept || text.value;
  return Number(draft.dataset.at) > (written.get(action) ?? Infinity) ? draft.dataset.saved : kept;
}

function isToBeSaved() {
  const draft = form(), text = field();
  if (!draft || !text || text.value === draft.dataset.saved) return false;
  return touched === draft || !text.value; // it was sent
}

function save() {
  clearTimeout(timer);
  if (isToBeSaved() && !is(byId("message-form"), ".htmx-request")) htmx.trigger(form(), "rest");
}

function saveLater() {
  clearTimeout(timer);
  timer = setTimeout(save, REST);
}

on("input", ({ target }) => {
  if (target.id !== "id_text") return;
  touched = form();
  noteWritten(target.form.action);
  saveLater();
});
on("visibilitychange", () => document.hidden && save());
on("htmx:beforeSend", ({ detail }) => detail.target?.id === "chat" && setTimeout(save)); // after it, for the chat goes first

/* What is on its way to be sent is no draft any more. */
on("htmx:configRequest", ({ detail: { elt, parameters } }) => {
  if (!is(elt, "#message-form") || !is(form(), ".htmx-request")) return;
  htmx.trigger(form(), "htmx:abort");
  parameters.saved = "yes";
});
on("htmx:afterRequest", ({ detail: { requestConfig: { elt, parameters, path, verb }, xhr } }) => {
  if (is(elt, "#draft-form")) noteSaved(elt, xhr, String(parameters.text));
  else if (verb === "post" && path === byId("message-form")?.getAttribute("action")) setTimeout(save);
});

function noteSaved(draft, xhr, text) {
  if (xhr.status !== 204 || !answerOf(xhr)) return draft === form() && saveLater();
  draft.dataset.saved = text;
  if (draft !== form()) return;
  saved.set(byId("message-form").action, text);
  byId("draft-saved").value = text ? "yes" : "";
}
