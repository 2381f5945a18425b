/* Shows the day of the topmost message above it while one scrolls and a moment longer, and renames what is relative to today, wherever it stands, once that day is over: by the server's clock, in the reader's zone. */

import { byId, is, on, onceOn } from "./page.js";
import "./scroll.js"; // first it goes where one reads

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

/* The style sheet lets each day stay at the top: all but the last of those that are there give way to it, and that one to
   the next that comes up to it. What covers a message fades when nobody scrolls any more. */
const ROOM = 9; // pixels: where it says that they stay, and a little
const REST = 1000; // milliseconds
let timer = 0;
function showTopmost() {
  const scroller = byId("messages-scroller"), days = byId("messages")?.getElementsByClassName("day") ?? [];
  const top = scroller?.getBoundingClientRect().top + ROOM;
  const current = [...days].findLastIndex((day) => day.getBoundingClientRect().top <= top);
  const isPushed = days[current + 1]?.getBoundingClientRect().top < days[current]?.getBoundingClientRect().bottom;
  [...days].forEach((day, number) => day.classList.toggle("passed", number < current || (number === current && isPushed)));
  [...days].forEach((day, number) => day.classList.toggle("above", number === current && isAbove(day)));
  if (days.length && !is(byId("messages"), ".resting")) restLater();
}

/* In the flow a day stands before its messages, and not over them. */
const isAbove = (day) => day.nextElementSibling?.getBoundingClientRect().top < day.getBoundingClientRect().bottom;

function restLater() {
  clearTimeout(timer);
  timer = setTimeout(() => byId("messages")?.classList.add("resting"), REST);
}

on("scroll", ({ target }) => {
  if (target.id === "messages-scroller") byId("messages").classList.remove("resting");
  showTopmost();
}, { capture: true, passive: true });
onceOn("htmx:afterSwap", showTopmost);
showTopmost();

let named = today();
function renameDays() {
  named = today();
  for (const each of document.querySelectorAll("[data-day]")) {
    const [year, month, day] = each.dataset.day.split("-").map(Number);
    const age = daysBetween(noonOf(year, month - 1, day), named);
    const name = age === 1 ? each.dataset.yesterday : each.dataset.later;
    if (age > 0 && each.textContent !== name) each.textContent = name;
  }
}

onceOn("htmx:afterSwap", renameDays); // the server may have said it just before midnight
setInterval(() => today() !== named && renameDays(), 1000);
