/* Copies a field at a button that names it, and that says when it is done. */

import { copyText } from "./desk/clipboard.js";
import { byId, on } from "./desk/page.js";

const SAID = 2000; // milliseconds

for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
on("click", async ({ target }) => {
  const button = target.closest?.("[data-copies]");
  if (!button) return;
  const field = byId(button.dataset.copies);
  const isCopied = await copyText(field.value);
  field.select();
  if (!isCopied) return;
  sayCopied(button, true);
  setTimeout(() => sayCopied(button, false), SAID);
});

function sayCopied(button, isCopied) {
  for (const words of button.querySelectorAll("span")) words.hidden = words.matches(".copied") !== isCopied;
}
