/* Copies a field to the clipboard, where the browser lets it, at a button that names the field and says that it is done. */

import { byId, on } from "./desk/page.js";

const SAID = 2000; // milliseconds

if (navigator.clipboard) for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
on("click", async ({ target }) => {
  const button = target.closest?.("[data-copies]");
  if (!button) return;
  const field = byId(button.dataset.copies);
  field.select();
  await navigator.clipboard.writeText(field.value);
  sayCopied(button, true);
  setTimeout(() => sayCopied(button, false), SAID);
});

function sayCopied(button, isCopied) {
  for (const words of button.querySelectorAll("span")) words.hidden = words.matches(".copied") !== isCopied;
}
