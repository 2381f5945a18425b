/* Has the messages further up looked after, too: once something happened in the chat, each look for news asks for the
   next of them, those in view first. The newest are asked for by the address itself. */

import { answerOf, byId, is, on } from "./page.js";

const AT_A_TIME = 50, SAME = 1; // one is in two parts, so that what begins a group is seen from both sides
let round = {}; // of this chat, since this count of events: the parts still to be asked for

on("htmx:configRequest", ({ detail: { elt, parameters } }) => {
  if (!is(elt, "#news")) return;
  const [part] = partsLeft(elt);
  if (part) parameters.earlier = part.map((id) => id + (byId(`message-${id}`)?.dataset.version ?? "")).join(".");
});
on("htmx:afterRequest", ({ detail: { requestConfig: { elt, parameters }, xhr } }) => {
  if (is(elt, "#news") && answerOf(xhr) === "content" && parameters.earlier) round.parts.shift();
});

/* What seemed to begin a run, and goes on with what has come above it. */
on("htmx:afterSwap", () => {
  const joins = document.querySelector("#messages > .joins");
  joins?.nextElementSibling?.classList.remove("starts");
  joins?.remove();
});

function partsLeft({ dataset: { pts, lowest } }) {
  const chat = byId("outbox")?.dataset.url ?? location.pathname; // a topic of a chat is one by itself
  if (round.chat !== chat) round = { chat, pts, parts: [] }; // as it was read just now
  if (round.pts !== pts && !round.parts.length) round = { chat, pts, parts: partsAbove(Number(lowest)) };
  round.parts = round.parts.map((part) => part.filter((id) => byId(`message-${id}`))).filter((part) => part.length);
  return round.parts;
}

function partsAbove(lowest) {
  const rows = [...document.querySelectorAll("#messages > .message[data-version]")];
  const ids = rows.map((row) => Number(row.id.slice("message-".length))).filter((id) => id < lowest).reverse();
  const parts = [];
  for (let start = 0; start < ids.length; start += AT_A_TIME - SAME) parts.push(ids.slice(start, start + AT_A_TIME).reverse());
  return parts.sort((one, other) => isInView(other) - isInView(one));
}

function isInView(part) {
  const view = byId("messages-scroller").getBoundingClientRect();
  return part.some((id) => {
    const { top, bottom } = byId(`message-${id}`).getBoundingClientRect();
    return bottom > view.top && top < view.bottom;
  });
}
