/* Leads the search inside a chat: it opens at its field, goes on with Enter, and closes with Escape. */

import { byId, is, on } from "./page.js";
import { leaveOut } from "./places.js";

/* It is also told of a bar that came open with the page. */
on("toggle", ({ target }) => {
  if (target.id !== "find-opener") return;
  if (target.open && target.contains(document.activeElement)) byId("id_find").focus();
  if (!target.open) leaveOut("find", "date");
}, true);
on("keydown", ({ key, target }) => {
  if (key !== "Escape" || !is(target, "#find-bar *")) return;
  byId("find-opener").open = false;
  byId("find-summary").focus();
});
/* The words that are looked for already are looked for further. */
document.addEventListener("submit", (event) => {
  const { target } = event, older = byId("find-older");
  if (!is(target, ".find-words") || !older || byId("id_find").value !== byId("id_find").defaultValue) return;
  event.preventDefault();
  event.stopPropagation();
  if (older.href) older.click();
}, true);
