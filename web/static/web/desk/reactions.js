/* Reacts to messages: a form of the page says so, for the menu and for the reactions that stand below a message. */

import { byId, is, on } from "./page.js";

export function react(row, emoji) {
  const form = byId("reaction-form"), pressed = row.querySelector(".reaction[aria-pressed=true]");
  form.elements.message_id.value = row.id.replace("message-", "");
  form.elements.emoji.value = pressed?.dataset.reaction === emoji ? "" : emoji;
  htmx.trigger(form, "react");
}

on("click", ({ target }) => {
  const button = target.closest?.(".reaction[data-reaction]");
  if (button && !is(byId("messages"), ".selecting")) react(button.closest(".message"), button.dataset.reaction);
});
