/* What a page without a desk needs beside htmx: an answer that is not the site's own changes nothing, and is said. */

import "./desk/kept.js";
import "./login_fields.js";
import "./copy.js";
import { answerOf, byId, on } from "./desk/page.js";

function sayLost(isLost) {
  const place = byId("no-answer");
  if (place && place.hidden === isLost) place.hidden = !isLost;
}

on("htmx:sendError htmx:timeout", () => sayLost(true));
on("htmx:beforeOnLoad", (event) => {
  const isLost = !answerOf(event.detail.xhr);
  sayLost(isLost);
  if (isLost) event.preventDefault();
});
on("htmx:historyCacheMissLoad", ({ detail }) => {
  if (answerOf(detail.xhr)) return;
  detail.historyElt = document.createElement("body");
  sayLost(true);
});
