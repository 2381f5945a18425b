/* What lies on top of a chat, which the browser's Back closes before it leads elsewhere. */

import { byId, is, on } from "./page.js";

const OPEN = "dialog[open], :popover-open";
const escape = () => new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });

on("desk:back", (event) => closeTopmost() && event.preventDefault());

/* Tells whether there was something. */
function closeTopmost() {
  const top = [...document.querySelectorAll(OPEN)].at(-1), find = byId("find-opener");
  if (is(top, "dialog")) top.close();
  else if (top) top.hidePopover();
  else if (is(byId("messages"), ".selecting") || byId("editing")?.childElementCount) return !document.body.dispatchEvent(escape());
  else if (find?.open && !byId("id_find").defaultValue) find.open = false; // a search has an address of its own
  else return false;
  return true;
}
