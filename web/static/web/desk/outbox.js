/* Sends what is entered. Each message stands at once as a bubble below the others, with a form of its own that htmx
   posts: one after another, those of a chat in the order in which they were entered. It stays until Telegram has it:
   through a refusal, a cut line, another chat, a reload. Its own draft goes with it, so that it cannot be sent twice.
   Files go so too (files.js), one message with files at a time; a text does not wait until they have travelled.

   What is planned goes the same way, to an address of its own (files.js, later.js), and is gone once Telegram has it.

   All named fields of the form that is written in go along. Whoever adds some listens for "outbox:entered", which that
   form gets with the bubble once it stands: to empty them, and to show them in its .outgoing-content. Whoever does
   something else with what was entered prevents the "submit". */

import { readKept, writeKept } from "./kept.js";
import { answerOf, byId, chatOf, is, on, onceOn, setState } from "./page.js";
import { isTooLong, partsIn } from "./parts.js";
import { hurry } from "./polls.js";

const KEPT = "outbox", FORM = ".outgoing > form", WITH_FILES = ".carries-files";
const LONGEST = { timeout: 86_400_000 }; // milliseconds that files may travel: htmx has no word for "no timeout"
const MOST_TRIES = 5; // what stands in our way may let through all but this
const TOO_LARGE = 413; // a status
const AGAIN = 1000; // milliseconds, where the account is busy with something else
const PATIENCE = 600_000; // milliseconds that files wait for a busy account: each try may take them the whole way again
const TOGETHER = 600_000; // milliseconds in which messages of one person stand together, as in web/desk/message_rows.py
const SHOWN = ["after", "read", "shown"]; // what the page shows of the open chat
const LEFT = ["csrfmiddlewaretoken", "in_parts", "draft", "text", "at", ...SHOWN]; // fields that a bubble has of its own, or not

const travelled = new WeakSet(); // requests whose whole body has gone
let outbox = []; // the bubbles, in the order in which they were entered

const formOf = (bubble) => bubble.querySelector("form");
const pathOf = (bubble) => formOf(bubble).action.slice(location.origin.length); // with its topic
const stateOf = ({ dataset }) => dataset.state; // waiting, failed, lost: not known to be sent, or arrived at Telegram
const isArrived = (bubble) => stateOf(bubble) === "arrived";
const isHere = (bubble) => pathOf(bubble) === byId("outbox")?.dataset.url;
const hasFiles = (bubble) => is(formOf(bubble), WITH_FILES);
const isUnderWay = (bubble) => is(formOf(bubble), ".htmx-request");
const goesBefore = (other, bubble) => !isArrived(other) && pathOf(other) === pathOf(bubble) && (hasFiles(bubble) || !hasFiles(other));
const isFirst = (bubble) => outbox.find((other) => other === bubble || goesBefore(other, bubble)) === bubble;

export const hasUnsent = () => outbox.some((bubble) => !isArrived(bubble));

/* Entering */

on("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !is(form, "#message-form")) return;
  event.preventDefault();
  const isInParts = submitter?.name === "in_parts", { text } = form.elements;
  if (isEmpty(form) || (isTooLong(form) && !isInParts)) return; // the form says so
  enter(form, isInParts ? partsIn(form) : [{ text: text.value }]);
  text.focus({ preventScroll: true });
});

export const isEmpty = (form) => !form.elements.text.value.trim() && !fieldsOf(form).some(([, value]) => value instanceof File);

/* Of a text in parts, what stands beside it goes with the first. A part has its formats beside it, and no marks.
   What is for later has a time, and an address. */
export function enter(form, parts, later = null) {
  const { action, elements: { text } } = form, fields = fieldsOf(form), holder = fields.filter(([name]) => name === "for");
  const entered = parts.map(({ text: part, formats }, number) => {
    const beside = number ? holder : fields;
    const own = formats ? [...beside.filter(([name]) => name !== "markup"), ...formats] : beside;
    return makeBubble({ action, url: later?.url, text: part, fields: later ? [...own, ["at", later.at]] : own });
  });
  outbox.push(...entered);
  text.value = "";
  text.dispatchEvent(new InputEvent("input", { bubbles: true }));
  place();
  form.dispatchEvent(new CustomEvent("outbox:entered", { bubbles: true, detail: { bubble: entered[0] } }));
  goOn();
}

function fieldsOf(form) {
  const isFilled = ([name, value]) => !LEFT.includes(name) && !(value instanceof File && !value.name);
  return [...new FormData(form)].filter(isFilled);
}

/* As large as the server shows them (web/words/emoji.py); browsers that cannot tell emoji wait for it. */
function emojiOf(text) {
  try {
    const emoji = text.match(new RegExp("\\p{RGI_Emoji}", "gv")) ?? [];
    return emoji.length <= 3 && emoji.join("") === text.trim() && text.trim() ? ["emoji", `emoji-${emoji.length}`] : [];
  } catch { return []; }
}

function makeBubble({ action, url = action, text, fields, draft = newDraft(), at = Date.now(), state = "waiting", words = "" }) {
  const bubble = byId("outgoing").content.firstElementChild.cloneNode(true), form = formOf(bubble);
  Object.assign(bubble, { id: `outgoing-${draft}`, kept: { action, url, text, fields, draft, at } });
  form.action = action;
  form.setAttribute("hx-post", url);
  const hasFiles = fields.some(([, value]) => value instanceof File);
  if (hasFiles) carryFiles(form);
  form.append(...[["draft", draft], ["text", text], ...fields].map(fieldOf));
  bubble.querySelector(".text").textContent = text;
  if (!hasFiles) bubble.classList.add(...emojiOf(text));
  bubble.querySelector(".outgoing-answer").id = `outgoing-answer-${draft}`;
  sayTime(bubble.querySelector(".meta time"), new Date(at));
  sayLater(bubble, fields.find(([name]) => name === "at")?.[1]);
  say(bubble, state, words);
  return bubble;
}

function carryFiles(form) {
  form.classList.add(WITH_FILES.slice(1));
  form.setAttribute("hx-encoding", "multipart/form-data");
  form.setAttribute("hx-request", JSON.stringify(LONGEST));
}

const newDraft = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

function fieldOf([name, value]) {
  const field = Object.assign(document.createElement("input"), { name, hidden: true });
  field.type = value instanceof File ? "file" : "hidden";
  if (!(value instanceof File)) field.value = value;
  else field.files = listOf(value);
  return field;
}

function listOf(file) {
  const list = new DataTransfer();
  list.items.add(file);
  return list.files;
}

function sayTime(element, at) {
  element.dateTime = at.toISOString();
  element.textContent = [at.getHours(), at.getMinutes()].map((number) => String(number).padStart(2, "0")).join(":");
}

/* By the reader's own clock, as it was entered. */
function sayLater(bubble, at) {
  const line = bubble.querySelector(".outgoing-later"), format = { dateStyle: "medium", timeStyle: "short" };
  line.hidden = !at;
  if (at) line.querySelector("time").textContent = new Intl.DateTimeFormat(document.documentElement.lang, format).format(new Date(at));
}

function say(bubble, state, words = "") {
  bubble.dataset.state = state;
  bubble.querySelector(".outgoing-answer").textContent = words;
}

/* Places: in the open chat, or where nobody sees them, for the others */

function place() {
  outbox.filter(isShown).forEach(remove);
  for (const bubble of outbox) {
    const home = byId(isHere(bubble) ? "outbox" : "outbox-elsewhere"), isNew = !bubble.parentElement;
    if (bubble.parentElement !== home) home.append(bubble);
    if (isNew) htmx.process(bubble);
  }
  byId("outbox")?.firstElementChild?.classList.toggle("starts", !standsTogether());
  sayUnsent(outbox.find((bubble) => isStuck(bubble) && !isHere(bubble)));
  markRows();
  keep();
}

/* As a message of the chat; and in another one it will be. */
const isShown = (bubble) => isArrived(bubble) && (!isHere(bubble) || Boolean(byId(`message-${bubble.dataset.message}`)));

function standsTogether() {
  const above = [...byId("messages")?.children ?? []].findLast((row) => is(row, ".message:not(.part)"));
  return is(above, ".own:not(.service)") && Date.now() - Date.parse(above.querySelector("time").dateTime) < TOGETHER;
}

const isStuck = (bubble) => ["failed", "lost"].includes(stateOf(bubble));

/* In the list, the row of another chat says that something is on its way there, or was not sent. */
function markRows() {
  for (const mark of document.querySelectorAll(".row-outgoing")) mark.remove();
  const elsewhere = outbox.filter((bubble) => !isArrived(bubble) && !isHere(bubble));
  const marked = new Map(elsewhere.map((bubble) => [chatOf(new URL(formOf(bubble).action)), "waiting"]));
  for (const bubble of elsewhere.filter(isStuck)) marked.set(chatOf(new URL(formOf(bubble).action)), "failed");
  const links = marked.size ? document.querySelectorAll("#chats .chat-link") : [];
  for (const link of links) if (marked.has(chatOf(link))) markRow(link, marked.get(chatOf(link)));
}

function markRow(link, state) {
  const mark = byId("outgoing-mark").content.querySelector(`[data-state=${state}]`).cloneNode(true);
  link.querySelector(".chat-line").append(mark);
  const time = link.querySelector(".chat-time");
  if (time) time.before(mark);
}

function sayUnsent(bubble) {
  setState("is-unsent", Boolean(bubble));
  if (bubble) byId("unsent-link").href = formOf(bubble).action;
}

/* A chat that goes takes no bubbles with it: what is on its way would be nowhere to be heard of. */
on("htmx:beforeSwap", ({ detail: { target } }) => {
  const open = byId("outbox");
  if (open && target?.contains(open)) byId("outbox-elsewhere").append(...open.children);
});
onceOn("htmx:afterSwap", place);
on("htmx:oobAfterSwap", ({ detail: { target } }) => target.id === "chats" && markRows());

/* Sending */

function goOn() {
  goOnWith(outbox.filter((bubble) => !hasFiles(bubble)));
  goOnWith(outbox.filter(hasFiles));
}

function goOnWith(bubbles) {
  if (bubbles.some(isUnderWay)) return;
  const next = bubbles.find((bubble) => stateOf(bubble) === "waiting" && !bubble.rest && isFirst(bubble));
  if (next) htmx.trigger(formOf(next), "send");
}

on("htmx:configRequest", ({ detail: { elt, parameters } }) => {
  if (!is(elt, FORM) || (isHere(elt.parentElement) && !is(elt, WITH_FILES))) return;
  for (const name of SHOWN) delete parameters[name]; // it is of another chat, or will be old when the files are there
});
on("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  if (is(elt, WITH_FILES)) xhr.upload.addEventListener("load", () => travelled.add(xhr));
});
on("htmx:beforeOnLoad", (event) => {
  const { requestConfig: { elt }, xhr } = event.detail;
  if (is(elt, FORM) && answerOf(xhr) === "busy") event.preventDefault();
});
on("arrived", ({ target, detail: { id } }) => { if (is(target, FORM)) target.parentElement.dataset.message = id ?? ""; });
/* Whatever is answered says that the line is there. */
on("htmx:afterRequest", ({ detail: { requestConfig: { elt }, xhr } }) => {
  if (is(elt, FORM)) settle(elt.parentElement, xhr);
  place();
  if (answerOf(xhr) && xhr.status < 400) goOn();
});

function settle(bubble, xhr) {
  const answer = answerOf(xhr);
  if (!answer && travelled.has(xhr)) bubble.isInDoubt = true; // from now on: its request may still be worked at
  if (!answer && xhr.status === TOO_LARGE) refuse(bubble, "tooLarge"); // by what stands before the site
  else if (!answer || answer === "busy") wait(bubble, answer, Number(xhr.getResponseHeader("Retry-After")) * 1000);
  else if (xhr.status < 300) arrive(bubble);
  else if (!["signed-out", "disconnected"].includes(answer)) bubble.dataset.state = "failed";
}

function refuse(bubble, why) {
  say(bubble, "failed", byId("outgoing").dataset[why]);
}

function wait(bubble, answer, rest) {
  bubble.tries = (bubble.tries ?? 0) + (answer && hasFiles(bubble) ? 0 : 1);
  if (bubble.tries >= MOST_TRIES) say(bubble, "lost");
  else if (!answer) refuseUnreadable(bubble);
  else if (isTiredOfWaiting(bubble)) giveUp(bubble);
  else bubble.rest = setTimeout(() => goOnAfterRest(bubble), rest || AGAIN);
}

/* Files wait while others are sent, of another tab. */
function isTiredOfWaiting(bubble) {
  bubble.busySince ??= Date.now();
  return hasFiles(bubble) && Date.now() - bubble.busySince >= PATIENCE;
}

function giveUp(bubble) {
  if (bubble.isInDoubt) say(bubble, "lost");
  else refuse(bubble, "busy");
}

function goOnAfterRest(bubble) {
  bubble.rest = null;
  goOn();
}

/* A file that was changed or deleted since it was chosen is not given to the page any more. */
async function refuseUnreadable(bubble) {
  const files = bubble.kept.fields.map(([, value]) => value).filter((value) => value instanceof File);
  try {
    for (const file of files) await file.slice(0, 1).arrayBuffer();
  } catch {
    if (outbox.includes(bubble)) refuse(bubble, "unreadable");
    place();
  }
}

function arrive(bubble) {
  say(bubble, "arrived");
  if (!bubble.isConnected || !bubble.dataset.message) remove(bubble);
  hurry();
}

on("click", ({ target, detail: clicks }) => {
  const button = target.closest?.("[data-outgoing]"), bubble = button?.closest(".outgoing");
  if (!bubble || clicks > 1) return; // the rest of a double click is of what stood there before
  ({ again, cancel, delete: remove })[button.dataset.outgoing](bubble);
  place();
  goOn();
  byId("id_text")?.focus({ preventScroll: true });
});

function remove(bubble) {
  bubble.dispatchEvent(new CustomEvent("outbox:gone", { bubbles: true }));
  outbox = outbox.filter((other) => other !== bubble);
  bubble.remove();
}

/* While it is on its way, or waits. Whoever has something to give back listens for "outbox:cancelled". What Telegram may
   have already is not taken for unsent: chosen anew, it would be sent a second time. */
function cancel(bubble) {
  htmx.trigger(formOf(bubble), "htmx:abort");
  if (bubble.isInDoubt) return say(bubble, "lost");
  bubble.dispatchEvent(new CustomEvent("outbox:cancelled", { bubbles: true }));
  remove(bubble);
}

function again(bubble) {
  clearTimeout(bubble.rest);
  Object.assign(bubble, { tries: 0, rest: null, busySince: undefined });
  say(bubble, "waiting");
}

/* Over a reload; but a file is not to be had again: the browser asks before it lets one go. */

function keep() {
  const isKept = (bubble) => !isArrived(bubble) && !bubble.kept.fields.some(([, value]) => value instanceof File);
  writeKept(KEPT, outbox.filter(isKept).map((bubble) => (
    { ...bubble.kept, state: stateOf(bubble), words: bubble.querySelector(".outgoing-answer").innerText.trim() }
  )));
}

outbox = readKept(KEPT).map(makeBubble);
place();
goOn();
