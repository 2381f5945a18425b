/* Answers: the bar above the field to write in, and the way to the message that is answered, and back. */

import { isNewerThere } from "./draft_saving.js";
import { readKept, writeKept } from "./kept.js";
import { answerOf, byId, is, on, onceOn, wordsOf } from "./page.js";
import { leadTo } from "./scroll.js";

/* A chat's form → what is answered in it, until it is sent: through other chats, refusals and a reload, like the text.
   Null where an answer was given up, as long as Telegram's draft may still have it. */
const KEPT = "replies";
const replies = new Map(readKept(KEPT));
const met = new WeakSet(); // the forms that have their answer
const form = () => byId("message-form");
const bar = () => form()?.querySelector(".reply-bar");

export function reply(message, quoted) {
  if (!form().elements.reply_to) return;
  const quote = "quotes" in byId("message-menu").dataset ? quoted : "";
  keep({ ...described(message), quote, said: quote || textOf(message) });
  show();
  sayChanged();
  form().elements.text.focus();
}

export const described = (message) => ({ id: message.id.replace("message-", ""), quote: "", name: nameOf(message), said: textOf(message) });
const sayChanged = () => form().dispatchEvent(new CustomEvent("answering:changed", { bubbles: true }));

function keep(answer) {
  replies.set(form().action, answer);
  writeKept(KEPT, [...replies]);
}

function forget(action) {
  if (replies.get(action) !== null) return;
  replies.delete(action);
  writeKept(KEPT, [...replies]);
}

const textOf = (message) => wordsOf(message.querySelector(".text, .file-name, .content")) || message.querySelector(".picture [alt]")?.alt || "";
/* A name stands above the first message of a run, and is hidden in the others, and in own ones. */
const nameOf = (message) => message.querySelector(".sender, .bubble > .hidden")?.textContent.replace(/:\s*$/, "") || byId("chat-name")?.textContent || "";

/* Of what this tab has kept and what came with the page: from Telegram's draft, or from an address that names a message. */
function meet() {
  const { action, elements: { reply_to: replyTo, quote } } = form(), fromDraft = byId("draft-form")?.dataset.reply ?? "";
  const isOfDraft = replyTo.value === fromDraft, isKept = isOfDraft && replies.has(action) && !(fromDraft && isNewerThere(action));
  met.add(form());
  if (!fromDraft) forget(action);
  if (isKept || !replyTo.value) return;
  const message = byId(`message-${replyTo.value}`);
  if (message) keep({ ...described(message), ...quote.value && { quote: quote.value, said: quote.value } });
  else replies.delete(action); // the page says what it knows
}

function show() {
  const { elements, action } = form();
  if (!elements.reply_to) return;
  if (!met.has(form())) meet();
  if (replies.has(action)) {
    const { id = "", quote = "", name = "", said = "" } = replies.get(action) ?? {};
    elements.reply_to.value = id;
    elements.quote.value = quote;
    bar().querySelector(".reply-name").textContent = name;
    bar().querySelector(".reply-text").textContent = said.slice(0, 200);
  }
  bar().hidden = !elements.reply_to.value;
}

function takeOff() {
  keep(null);
  show();
  form().elements.text.focus();
}

onceOn("htmx:load", () => form() && show());

/* What was entered goes its own way, with what it answers and how it will look: see outbox.js. */
on("outbox:entered", ({ target, detail: { bubble } }) => {
  const { reply_to: replyTo } = form().elements, looks = target.querySelector(".preview:not([hidden]) .text");
  if (looks && !bubble.kept.fields.some(([name]) => name === "entities")) bubble.querySelector(".text").replaceWith(looks.cloneNode(true));
  if (!replyTo?.value) return;
  const quote = Object.assign(document.createElement("p"), { className: "quote" });
  quote.append(...form().querySelector(".reply-words").cloneNode(true).querySelectorAll("b, .reply-text"));
  bubble.querySelector(".outgoing-content").prepend(quote);
  takeOff();
  if (bubble.querySelector("[name=saved]")?.value !== "yes") forget(form().action);
});

/* What it answered is gone: it can be sent again, by itself. */
on("answer-gone", ({ target: sent }) => {
  const bubble = sent.closest(".outgoing");
  for (const name of ["reply_to", "quote"]) sent.elements[name]?.remove();
  bubble.querySelector(".outgoing-content .quote")?.remove();
  bubble.kept.fields = bubble.kept.fields.filter(([name]) => !["reply_to", "quote"].includes(name));
});
function giveUp() {
  const draft = byId("draft-form");
  takeOff();
  if (!draft?.dataset.reply && !is(draft, ".htmx-request")) forget(form().action);
  sayChanged();
}

/* Then Telegram's draft has no answer any more: it was saved without one, or went with the message. */
on("htmx:beforeRequest", ({ detail: { elt, requestConfig } }) => { if (is(elt, "#draft-form")) requestConfig.of = form()?.action; });
on("htmx:afterRequest", ({ detail: { requestConfig: { elt, of, parameters, path, verb }, xhr } }) => {
  if (verb !== "post" || xhr.status >= 300 || !answerOf(xhr)) return;
  if (is(elt, "#draft-form") && !parameters.reply_to) forget(of);
  else if (parameters.saved) forget(new URL(path, location.href).href);
});

on("click", (event) => {
  if (event.target.closest?.("#message-form .reply-off")) {
    event.preventDefault();
    giveUp();
  } else if (event.target.closest?.("#message-form .reply-words") && form().elements.reply_to.value) {
    const answered = byId(`message-${form().elements.reply_to.value}`);
    if (answered) jumpTo(answered);
  }
});

on("keydown", (event) => {
  const isElsewhere = event.defaultPrevented || byId("editing")?.childElementCount || document.querySelector("dialog[open], :popover-open");
  if (event.key !== "Escape" || event.isComposing || isElsewhere || !bar() || bar().hidden) return;
  event.preventDefault();
  giveUp();
}, { capture: true }); // before the keys that lead elsewhere: see keys.js

/* To the message that is answered, if it is on the page, and back. */
on("click", (event) => {
  const quote = event.target.closest?.("a.quote"), back = event.target.closest?.("#jump-back");
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || !(quote || back)) return;
  const [, name] = (quote ?? back).getAttribute("href").split("#"), place = byId(name);
  if (!place) return;
  event.preventDefault();
  jumpTo(place);
  byId("jump-back").hidden = Boolean(back);
  if (quote) byId("jump-back").setAttribute("href", `#${quote.closest(".message").id}`);
});

function jumpTo(message) {
  for (const other of document.querySelectorAll(".message.found")) other.classList.remove("found");
  leadTo(message);
  message.classList.add("found");
  message.querySelector(".acts")?.focus({ preventScroll: true });
}
