/* Opens what is planned in a chat, and empties the field when its text is planned. */

import { answerOf, byId, is, on } from "./page.js";

on("toggle", ({ newState, target }) => {
  if (target.id === "later" && newState === "open" && is(byId("scheduled"), "[hx-get]")) htmx.trigger("#scheduled", "open");
}, true);
/* What was pressed is disabled for that long, and has lost the focus, or is gone with its line. */
on("htmx:afterRequest", ({ detail: { requestConfig: { elt } } }) => {
  const isLost = document.activeElement === document.body && is(byId("later"), ":popover-open");
  if (isLost && is(elt, "#later-send, .scheduled form")) byId("later-send").focus();
});
on("htmx:afterRequest", ({ detail: { requestConfig: { elt, parameters }, xhr } }) => {
  const field = byId("id_text"), draft = byId("draft-form");
  if (!is(elt, "#later-send") || xhr.status !== 200 || !answerOf(xhr) || field?.value !== parameters.text) return;
  field.value = "";
  if (draft) draft.dataset.saved = ""; // the server has taken the draft away
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
