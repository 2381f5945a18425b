/* Says that Telegram is away, or asks for a pause, from the first look for news that met it until one that did not. */

import { answerOf, is, on, setState } from "./page.js";

const GOOD_NEWS = 4000; // milliseconds that it is said
let wasAway = false;

on("htmx:beforeOnLoad", ({ detail: { requestConfig: { elt }, xhr } }) => {
  const answer = answerOf(xhr);
  if (!is(elt, "#news, #chats-poll") || !answer || answer === "busy") return;
  const isAway = answer === "away";
  setState("is-connecting", isAway);
  setState("is-paused", answer === "paused");
  if (wasAway && !isAway) sayGoodNews();
  wasAway = isAway;
});

function sayGoodNews() {
  setState("is-back", true);
  setTimeout(() => setState("is-back", false), GOOD_NEWS);
}
