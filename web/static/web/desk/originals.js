/* Gives answers the words of what they answer, where that is not among the messages that came with them: from the page, else
   from Telegram, once for each, when nothing else is asked for. */

import { described } from "./answering.js";
import { answerOf, byId, is, isAsking, on, onceOn } from "./page.js";

const MOST = 100; // as many as are answered at once
const LONGEST = 200; // characters, as in the bar above the field
const REST = 300; // milliseconds, so that what somebody waits for goes first
const NOT_ASKED = ["busy", "paused", "away", null]; // Telegram, by an answer of the site

let form = null, done = new Set(), timer = 0; // of the answers, by their message

const isUnknown = (answer) => !done.has(answer.closest(".message").id);
const unknown = () => [...byId("messages")?.querySelectorAll("[data-original]") ?? []].filter(isUnknown);

function look() {
  if (form !== byId("originals")) done = new Set();
  form = byId("originals");
  unknown().forEach(fillFromPage);
  ask();
}

function fillFromPage(answer) {
  const original = byId(`message-${answer.dataset.original}`);
  if (!original) return;
  const { name, said } = described(original), author = document.createElement("b"), text = answer.querySelector(".quote-text");
  author.translate = false;
  author.textContent = name;
  if (!is(answer, "[data-quoted]")) text.textContent = said.slice(0, LONGEST);
  answer.querySelector(".quote-words").replaceChildren(author, text);
  for (const each of ["hx-get", "data-original"]) answer.removeAttribute(each); // it leads there without a request
  answer.href = `#${original.id}`;
  htmx.process(answer);
}

function ask() {
  clearTimeout(timer);
  const wanted = new Set(unknown().map((answer) => answer.dataset.original));
  if (!form || !wanted.size) return;
  if (isAsking()) return void (timer = setTimeout(ask, REST));
  form.elements.message_ids.value = [...wanted].slice(0, MOST);
  htmx.trigger(form, "originals");
}

on("htmx:afterRequest", ({ detail: { requestConfig: { elt, parameters }, xhr } }) => {
  const isAnswered = !NOT_ASKED.includes(answerOf(xhr));
  if (elt === form && isAnswered) {
    const asked = parameters.message_ids.split(",");
    for (const answer of unknown()) if (asked.includes(answer.dataset.original)) done.add(answer.closest(".message").id);
  }
  if (isAnswered && (elt === form || is(elt, "#news"))) look(); // of what came with it, nobody was told yet
});

/* A row that comes anew, because it was edited for one, keeps what is known. */
on("htmx:oobBeforeSwap", ({ detail: { fragment, target } }) => {
  if (!is(target, ".message")) return;
  const known = target.querySelector("a.quote"), anew = fragment.querySelector(`[id="${target.id}"] a.quote[data-original]`);
  if (known) anew?.replaceWith(known.cloneNode(true));
});
onceOn("htmx:afterSwap htmx:oobAfterSwap", look);
look();
