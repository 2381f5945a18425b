/* Keeps what is not sent yet over a reload, and for a tab that the system discards: in this tab's own storage, which
   ends with it. It is of one person and one account, and is forgotten with a sign-out, a disconnect, or when others come. */

import { answerOf, is, on } from "./page.js";

const KEPT = ["captions", "drafts", "edits", "emoji", "outbox", "replies"], FORGOTTEN = "drafts-forgotten"; // this is common to all tabs, and says no more than when
const FORGETS = "form[action$='/logout/'], form[action$='/session/reset/'][data-forgets]";
const main = document.querySelector("main"), holder = document.getElementById("desk")?.dataset.holder;

/* Storage can be forbidden, or full: then what is kept lives as long as the page. */
function tried(work) {
  try { return work(); } catch { return undefined; }
}

function isOurs(kept) {
  const isLater = kept.at > Number(localStorage.getItem(FORGOTTEN) ?? 0), { person } = main.dataset;
  return isLater && (!person || kept.holder.startsWith(`${person}:`)) && (!holder || kept.holder === holder);
}

/* A list of what was kept under this name. */
export function readKept(name) {
  return tried(() => {
    const kept = JSON.parse(sessionStorage.getItem(name));
    if (kept && isOurs(kept)) return kept.list;
    if (kept) sessionStorage.clear();
    return undefined;
  }) ?? [];
}

export function writeKept(name, list) {
  const kept = JSON.stringify({ holder, at: Date.now(), list });
  tried(() => list.length ? sessionStorage.setItem(name, kept) : sessionStorage.removeItem(name));
}

/* With them goes what else this tab has kept, as the place in the list of a search. */
function forget() {
  tried(() => sessionStorage.clear());
  tried(() => localStorage.setItem(FORGOTTEN, Date.now()));
}

KEPT.forEach(readKept); // so that they go with the first page that is not theirs, whichever it is
on("submit", ({ target }) => is(target, FORGETS) && !target.hasAttribute("hx-post") && forget());
on("htmx:afterRequest", ({ detail: { elt, xhr } }) => is(elt, FORGETS) && answerOf(xhr) && xhr.status < 400 && forget());
addEventListener("storage", ({ key }) => key === FORGOTTEN && tried(() => sessionStorage.clear()));
