/* Says in the list where chosen files wait to be sent, and keeps their captions over a reload, which files do not survive:
   what is left of them then is a draft (drafts.js). */

import { writeKept } from "./kept.js";
import { byId, chatOf, on, onceOn } from "./page.js";

const KEPT = "captions";
let waiting = new Map(); // a chat's form → its files and their caption

export function noteWaiting(chosen) {
  waiting = chosen;
  writeKept(KEPT, [...chosen].filter(([, { caption }]) => caption.trim()).map(([action, { caption }]) => [action, caption]));
  markRows();
}

/* Not of the chat that is open: there they are in sight. */
function markRows() {
  for (const mark of document.querySelectorAll(".row-files")) mark.replaceWith(...mark.said);
  const open = byId("files-form")?.action, elsewhere = [...waiting].filter(([action]) => action !== open);
  const named = new Map(elsewhere.map(([action, { files }]) => [chatOf(new URL(action)), files.map(({ name }) => name).join(", ")]));
  const links = named.size ? document.querySelectorAll("#chats .chat-row .chat-link") : [];
  for (const link of links) if (named.has(chatOf(link))) markRow(link, named.get(chatOf(link)));
}

function markRow(link, names) {
  const mark = byId("waiting-files").content.firstElementChild.cloneNode(true), preview = link.querySelector(".chat-preview");
  link.parentElement.dataset.said ??= preview.textContent; // for a notification
  mark.said = [...preview.childNodes];
  mark.querySelector("[data-names]").textContent = names;
  preview.replaceChildren(mark);
}

onceOn("htmx:afterSwap", markRows);
on("htmx:oobAfterSwap", ({ detail: { target } }) => target.id === "chats" && markRows());
