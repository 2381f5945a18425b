/* Puts news of the list, and of the topics of a forum, in their place without moving what is looked at: where somebody has
   scrolled on, the further pages stay below the new first one. */

import { byId, is, on } from "./page.js";

const LISTS = "#chats, #topics";

let lookedAt = null; // a row in view, and where it stood
let isPutOff = false; // the topics are as they were, and so is what is known of them

on("htmx:beforeSwap", () => { isPutOff = false; });
on("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (isPutOff && target.id === "news") return event.preventDefault();
  if (!is(target, LISTS)) return;
  const isOther = target.id === "chats" && byId("chats-state")?.value !== fragment.dataset.state; // meanwhile it shows something else
  const isInUse = target.matches(":active") || target.querySelector(".htmx-request"); // a row that is clicked must not go
  isPutOff = isInUse && target.id === "topics";
  if (isOther || isInUse) return event.preventDefault();
  keepFurtherPages(target, fragment);
  lookedAt = steadyRow(target, fragment);
});
on("htmx:oobAfterSwap", ({ detail: { target } }) => {
  if (!is(target, LISTS) || !lookedAt) return;
  const { id, top } = lookedAt;
  target.closest("nav").scrollTop += byId(id).getBoundingClientRect().top - top;
  lookedAt = null;
});

const rowsOf = (list) => [...list.querySelectorAll(".chat-row[id]")];
const places = (list) => new Map(rowsOf(list).map((row, place) => [row.id, place]));

function keepFurtherPages(list, news) {
  const firstPage = places(news), rows = rowsOf(list), end = [...firstPage.keys()].at(-1);
  if (rows.length <= firstPage.size) return;
  const kept = rows.slice(rows.findIndex((row) => row.id === end) + 1).filter((row) => !firstPage.has(row.id));
  news.querySelector(".more")?.remove();
  news.append(...[...kept, list.querySelector(".more")].filter(Boolean).map((row) => row.cloneNode(true)));
}

/* Of the rows in view, the one that moves least: one that has risen to the top must not take the view along. */
function steadyRow(list, news) {
  const nav = list.closest("nav"), view = nav.getBoundingClientRect(), now = places(news);
  if (!nav.scrollTop) return null; // at its top it shows what is new
  const inView = rowsOf(list).map((row, place) => ({ id: row.id, place, box: row.getBoundingClientRect() }));
  const staying = inView.filter(({ id, box }) => now.has(id) && box.bottom > view.top && box.top < view.bottom);
  const [steady] = staying.sort((one, other) => Math.abs(now.get(one.id) - one.place) - Math.abs(now.get(other.id) - other.place));
  return steady ? { id: steady.id, top: steady.box.top } : null;
}
