/* Eases the entries of the login: the code goes on by itself at its last digit, and a password can be looked at. */

import { is, on } from "./desk/page.js";

/* Once for each code: one that was refused goes again when it was changed, or by the button. */
on("input", ({ target }) => {
  if (!is(target, "#id_code[data-length]")) return;
  const digits = target.value.replace(/\P{Nd}/gu, "");
  if (digits.length !== Number(target.dataset.length) || digits === target.dataset.sent) return;
  target.dataset.sent = digits;
  target.form.requestSubmit();
});

on("click", ({ target }) => {
  const button = target.closest?.(".reveal");
  if (!button) return;
  const field = button.previousElementSibling, isShown = field.type === "text";
  field.type = isShown ? "password" : "text";
  button.setAttribute("aria-pressed", !isShown);
});
/* The pressed button takes no focus from the field. */
on("mousedown", (event) => event.target.closest?.(".reveal") && event.preventDefault());
