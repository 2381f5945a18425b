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

const reply = () => byId("message-form")?.elements.reply_to?.value ?? "";

export const isSaved = (action, text) => saved.get(action) === text;

/* Of what this tab has kept and what came from Telegram, the newer one. */
export function newerText({ action, elements: { text } }, kept) {
  const draft = form();
  if (draft && !draft.dataset.met) {
    draft.dataset.met = "met";
    saved.set(action, draft.dataset.saved);
  }
  const isEntered = [...document.querySelectorAll(".outgoing")].some(({ kept: sent }) => sent?.action === action && sent.text === draft?.dataset.saved);
  if (isEntered) return kept ?? "";
  const isGivenBack = text.value && text.value !== draft?.dataset.saved; // it was refused
  if (isGivenBack || !kept || !draft?.dataset.saved) return (isGivenBack && text.value) || kept || text.value;
  return isNewerThere(action) ? draft.dataset.saved : kept;
}

/* Was it written elsewhere after it was written here? */
export const isNewerThere = (action) => Number(form()?.dataset.at) > (written.get(action) ?? Infinity);

function isToBeSaved() {
  const draft = form(), text = field();
  if (!draft || !text || touched !== draft) return false;
  return text.value !== draft.dataset.saved || (text.value !== "" && reply() !== draft.dataset.reply);
}

function save() {
  clearTimeout(timer);
  if (isToBeSaved()) htmx.trigger(form(), "rest");
}

function saveLater() {
  clearTimeout(timer);
  timer = setTimeout(save, REST);
}

function touch({ action }) {
  touched = form();
  noteWritten(action);
  saveLater();
}

on("input", ({ target }) => target.id === "id_text" && touch(target.form));
on("answering:changed", ({ target }) => touch(target));
on("visibilitychange", () => document.hidden && save());
on("htmx:beforeSend", ({ detail }) => detail.target?.id === "chat" && setTimeout(save)); // after it, for the chat goes first

/* What is entered is no draft any more: with its message the server takes the draft away, also one that is on its way. */
on("outbox:entered", ({ target, detail: { bubble } }) => {
  if (!is(target, "#message-form")) return; // files go without the text
  clearTimeout(timer);
  if (!is(form(), ".htmx-request")) return;
  htmx.trigger(form(), "htmx:abort");
  bubble.querySelector("[name=saved]").value = "yes";
});
on("htmx:afterRequest", ({ detail: { requestConfig: { elt, parameters, path, verb }, xhr } }) => {
  if (is(elt, "#draft-form")) return noteSaved(elt, xhr, String(parameters.text), String(parameters.reply_to ?? ""));
  const isSent = verb === "post" && parameters.saved && xhr.status < 300 && answerOf(xhr);
  if (isSent && form() && path === byId("message-form").getAttribute("action")) noteTaken();
});

function noteTaken() {
  form().dataset.saved = form().dataset.reply = byId("draft-saved").value = "";
  if (field().value) saveLater();
}

function noteSaved(draft, xhr, text, answered) {
  if (xhr.status !== 204 || !answerOf(xhr)) return draft === form() && saveLater();
  draft.dataset.saved = text;
  draft.dataset.reply = answered;
  if (draft !== form()) return;
  saved.set(byId("message-form").action, text);
  byId("draft-saved").value = text ? "yes" : "";
}
