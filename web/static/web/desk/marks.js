/* Renews what an answer makes old elsewhere on the page: which chat is open, and what the other side has read. */

import { byId, chatOf, on, onceOn } from "./page.js";

on("htmx:oobBeforeSwap", ({ detail: { fragment, target } }) => { // sending and asking for news may both bring a message
  for (const row of fragment.querySelectorAll(".message, .day")) if (![null, target].includes(byId(row.id))) row.remove();
});
addEventListener("popstate", markOpenChat); // a chat that was left before it came
onceOn("htmx:afterSwap htmx:historyRestore", () => {
  markOpenChat();
  markReadMessages();
});

function markOpenChat() {
  for (const link of document.querySelectorAll("#chats .chat-row:not(.folder-row) .chat-link")) {
    const isOpen = chatOf(link) === chatOf(location) && [location.hash, ""].includes(link.hash);
    if (isOpen) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function markReadMessages() {
  const read = Number(byId("news")?.dataset.read);
  for (const tick of document.querySelectorAll(".ticks:not(.read)")) tick.classList.toggle("read", tick.dataset.id <= read);
}
