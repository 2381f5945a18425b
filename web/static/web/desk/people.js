/* Shows the card of a chat beside it, or that of whoever wrote a message there, puts it away when a chat opens, and
   copies what it says. */

import { copyText } from "./clipboard.js";
import { byId, is, on, onceOn } from "./page.js";

on("htmx:afterSwap", ({ detail: { target } }) => {
  const panel = byId("person-panel");
  if (target?.id === "person" && panel) {
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0; // one card leads to another
    byId("person-title")?.focus();
  }
  if (target?.id === "chat") panel?.close();
});
/* One place asks for the cards of all who wrote: the links to them are many, and htmx has nothing to do with them. */
on("click", (event) => {
  const link = event.target.closest?.("a.to-card");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (is(byId("messages"), ".selecting")) return;
  byId("person-asked").dataset.path = new URL(link.href).pathname;
  htmx.trigger(byId("person-asked"), "card");
});
on("htmx:configRequest", ({ detail }) => {
  if (is(detail.elt, "#person-asked")) detail.path = detail.elt.dataset.path;
});
/* By keyboard the menu of a message leads there: Tab would meet each of them on its way. */
onceOn("htmx:load", () => {
  for (const link of document.querySelectorAll(".sender > .to-card:not([tabindex])")) link.tabIndex = -1;
});
/* On a page of its own a card has no chat beside it: its links lead there, and htmx hears nothing of it. */
on("click submit", (event) => {
  const asking = event.target.closest?.(event.type === "click" ? "a[hx-target^='#']" : "form[hx-target^='#']");
  if (asking && !document.querySelector(asking.getAttribute("hx-target"))) event.stopPropagation();
}, { capture: true });
/* Browsers that do not know closedby="any" yet. */
on("click", ({ target }) => target.id === "person-panel" && target.close());

on("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  if (!await copyText(button.dataset.copy)) return;
  const said = button.querySelector("[data-done]");
  said.textContent = said.dataset.done;
});
