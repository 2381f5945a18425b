/* Shows the card of a chat beside it, puts it away when a chat opens, and copies what it says. */

import { copyText } from "./clipboard.js";
import { byId, on } from "./page.js";

on("htmx:afterSwap", ({ detail: { target } }) => {
  const panel = byId("person-panel");
  if (target?.id === "person" && panel && !panel.open) {
    panel.showModal();
    byId("person-title")?.focus();
  }
  if (target?.id === "chat") panel?.close();
});
/* Browsers that do not know closedby="any" yet. */
on("click", ({ target }) => target.id === "person-panel" && target.close());

on("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  if (!await copyText(button.dataset.copy)) return;
  const said = button.querySelector("[data-done]");
  said.textContent = said.dataset.done;
});
