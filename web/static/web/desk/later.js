/* Opens what is planned in a chat, as it is then, says at the clock how much that is, and empties the field when its text is
   planned. */

import { answerOf, byId, is, on } from "./page.js";

on("toggle", ({ newState, target }) => {
  if (target.id === "later" && newState === "open" && !byId("id_planned")) htmx.trigger("#scheduled", "open");
}, true);
/* Once it was read. */
on("htmx:afterSettle", ({ detail: { requestConfig: { elt } } }) => {
  if (!byId("scheduled")?.matches("[data-count]")) return;
  const { count } = byId("scheduled").dataset, at = byId("id_at"), isWrong = Boolean(byId("later-error").childElementCount);
  for (const said of document.querySelectorAll(".later-count")) {
    said.hidden = count === "0";
    said.querySelector("b").textContent = count;
  }
  if (isWrong) at.setAttribute("aria-invalid", "true");
  else at.removeAttribute("aria-invalid");
  if (isWrong && is(elt, "#later-send")) at.focus();
});
/* Files are planned when they have travelled. */
on("planned", ({ target }) => {
  const isFree = target.closest("#outbox") && !document.querySelector("dialog[open], :popover-open");
  if (isFree) byId("later-opener")?.click(); // by which it has its place
});
/* What was pressed is disabled for that long, and has lost the focus, or is gone with its line. */
on("htmx:afterRequest", ({ detail: { requestConfig: { elt } } }) => {
  const isLost = document.activeElement === document.body && is(byId("later"), ":popover-open");
  if (isLost && is(elt, "#later-send, .scheduled form, .scheduled a")) byId("later-send").focus();
});
on("htmx:afterRequest", ({ detail: { requestConfig: { elt, parameters }, xhr } }) => {
  const field = byId("id_text"), draft = byId("draft-form");
  if (!is(elt, "#later-send") || xhr.status !== 200 || !answerOf(xhr) || field?.value !== parameters.text) return;
  field.value = "";
  if (draft) draft.dataset.saved = ""; // the server has taken the draft away
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
