/* Answers and corrections: the bar above the field to write in, the form that a message is edited in, and the way to the
   message that is answered, and back. */

import { byId, is, on } from "./page.js";
import { leadTo } from "./scroll.js";

/* A chat's form → what is answered in it, until it is sent: through other chats and refusals, like the text. */
const replies = new Map();
const form = () => byId("message-form");
const bar = () => form()?.querySelector(".reply-bar");
const last = (list) => list[list.length - 1];

export function reply(message, quoted) {
  const { elements } = form();
  if (!elements.reply_to) return;
  const said = quoted || textOf(message);
  replies.set(form().action, { id: message.id.replace("message-", ""), quote: quoted, name: nameOf(message), said });
  show();
  elements.text.focus();
}

const textOf = (message) => (message.querySelector(".text, .file-name, .content") ?? message.querySelector(".picture img"))?.textContent?.trim()
  || message.querySelector(".picture [alt]")?.alt || "";
/* A name stands above the first message of a run, and is hidden in the others, and in own ones. */
const nameOf = (message) => message.querySelector(".sender, .bubble > .hidden")?.textContent.replace(/:\s*$/, "") || byId("chat-name")?.textContent || "";

function show() {
  const { elements, action } = form(), kept = replies.get(action);
  if (!elements.reply_to) return;
  if (kept) {
    elements.reply_to.value = kept.id;
    elements.quote.value = kept.quote;
    bar().querySelector(".reply-name").textContent = kept.name;
    bar().querySelector(".reply-text").textContent = kept.said.slice(0, 200);
  }
  bar().hidden = !elements.reply_to.value;
}

function takeOff() {
  const { elements, action } = form();
  replies.delete(action);
  elements.reply_to.value = elements.quote.value = "";
  show();
  elements.text.focus();
}

on("htmx:load", () => form() && show());

/* What was entered goes its own way, with what it answers and how it will look: see outbox.js. */
on("outbox:entered", ({ target, detail: { bubble } }) => {
  const { reply_to: replyTo } = form().elements, looks = target.querySelector(".preview:not([hidden]) .text");
  if (looks) bubble.querySelector(".text").replaceWith(looks.cloneNode(true));
  if (!replyTo?.value) return;
  const quote = Object.assign(document.createElement("p"), { className: "quote" });
  quote.append(...form().querySelector(".reply-words").cloneNode(true).querySelectorAll("b, .reply-text"));
  bubble.querySelector(".outgoing-content").prepend(quote);
  takeOff();
});

/* What it answered is gone: it can be sent again, by itself. */
on("answer-gone", ({ target: sent }) => {
  const bubble = sent.closest(".outgoing");
  for (const name of ["reply_to", "quote"]) sent.elements[name]?.remove();
  bubble.querySelector(".outgoing-content .quote")?.remove();
  bubble.kept.fields = bubble.kept.fields.filter(([name]) => !["reply_to", "quote"].includes(name));
});
on("click", (event) => {
  if (event.target.closest?.("#message-form .reply-off")) {
    event.preventDefault();
    takeOff();
  } else if (event.target.closest?.("#editing .edit-off")) {
    event.preventDefault();
    leaveEditing();
  } else if (event.target.closest?.("#message-form .reply-words") && form().elements.reply_to.value) {
    const answered = byId(`message-${form().elements.reply_to.value}`);
    if (answered) jumpTo(answered);
  }
});

/* Editing */

export function edit(message) {
  const { pathname, search } = new URL(message.querySelector(".acts").href);
  byId("editing").dataset.path = `${pathname}edit/${search}`; // with its topic
  htmx.trigger(byId("editing"), "edit");
}

function leaveEditing() {
  byId("editing").replaceChildren();
  (byId("id_text") ?? byId("messages-scroller"))?.focus({ preventScroll: true });
}

on("htmx:configRequest", ({ detail }) => {
  if (is(detail.elt, "#editing")) detail.path = detail.elt.dataset.path;
});
on("htmx:afterSwap", ({ detail: { target } }) => {
  if (!is(target, "#editing")) return;
  const field = byId("id_edit");
  if (!field) return void byId("id_text")?.focus({ preventScroll: true }); // it is saved
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
});

const isOfInputMethod = ({ isComposing, keyCode }) => isComposing || keyCode === 229;
on("keydown", (event) => {
  const { key, target, shiftKey, altKey, ctrlKey, metaKey } = event;
  if (isOfInputMethod(event) || document.querySelector("dialog[open], :popover-open")) return;
  if (key === "Escape" && byId("editing")?.childElementCount) {
    event.preventDefault();
    leaveEditing();
  } else if (key === "Escape" && bar() && !bar().hidden) {
    event.preventDefault();
    takeOff();
  } else if (is(target, "#id_edit") && key === "Enter" && !shiftKey && !matchMedia("(pointer: coarse)").matches) {
    event.preventDefault();
    if (target.value.trim()) target.form.requestSubmit();
  } else if (is(target, "#id_text") && key === "ArrowUp" && !target.value && !(shiftKey || altKey || ctrlKey || metaKey)) {
    const own = last(byId("messages").querySelectorAll(".message.own[data-acts*='e']"));
    if (!own || !byId("editing")) return;
    event.preventDefault();
    edit(own);
  }
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
