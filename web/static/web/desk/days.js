/* Renames what is relative to today, wherever it stands, once that day is over: by the server's clock, in the reader's zone. */

import { on } from "./page.js";

let ahead = 0; // milliseconds that the server's clock is ahead of this one

on("htmx:beforeOnLoad", ({ detail: { xhr } }) => {
  const said = Date.parse(xhr.getResponseHeader("Date"));
  if (said) ahead = said - Date.now();
});

/* The days from one date to another; noon is noon also where the clock was put forward. */
const daysBetween = (from, to) => Math.round((to - from) / 86_400_000);
const noonOf = (year, month, day) => Date.UTC(year, month, day, 12);

function today() {
  const now = new Date(Date.now() + ahead);
  return noonOf(now.getFullYear(), now.getMonth(), now.getDate());
}

let named = today();
function renameDays() {
  named = today();
  for (const each of document.querySelectorAll("[data-day]")) {
    const [year, month, day] = each.dataset.day.split("-").map(Number);
    const age = daysBetween(noonOf(year, month - 1, day), named);
    if (age > 0) each.textContent = age === 1 ? each.dataset.yesterday : each.dataset.later;
  }
}

on("htmx:afterSwap", renameDays); // the server may have said it just before midnight
setInterval(() => today() !== named && renameDays(), 1000);
