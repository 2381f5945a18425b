/* Has the folders fetched once the page is quiet, marks the tab that the list shows, and keeps it in the address, so that a
   reload and Back lead there again. A tab is chosen in the place of a search. */

import { answerOf, byId, is, isAsking, on } from "./page.js";

const REST = 300; // milliseconds, so that what somebody waits for goes first
const BUSY = 1_000, AFTER_FAILURE = 5_000;

const nav = byId("tabs");
function askWhenQuiet() {
  if (isAsking()) setTimeout(askWhenQuiet, REST);
  else htmx.trigger(nav, "tabs");
}
if (nav) addEventListener("load", () => setTimeout(askWhenQuiet, REST));
on("htmx:afterRequest", ({ detail: { requestConfig: { elt }, xhr } }) => {
  const answer = answerOf(xhr);
  if (elt === nav && answer !== "content") setTimeout(askWhenQuiet, answer === "busy" ? BUSY : AFTER_FAILURE);
});

let over = []; // what the address said of the list before a tab was chosen
let query = ""; // in the field when a tab was chosen: what is written later stays
on("htmx:beforeRequest", ({ detail: { elt } }) => { if (is(elt, ".tab")) query = byId("id_q")?.value; });
on("htmx:afterSwap", ({ detail: { target, requestConfig } }) => {
  if (target === nav) nav.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  const shown = document.querySelector("#chats-shown [name=tab]")?.value ?? "", isList = Boolean(byId("chats-shown"));
  for (const tab of document.querySelectorAll(".tab")) {
    if (isList && tab.dataset.tab === shown) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
  if (is(requestConfig?.elt, ".tab")) {
    over = ["q", "in", "folder"];
    if (query && byId("id_q").value === query) byId("id_q").value = "";
  }
  if (target.id === "chat" || !is(byId("chat"), ".htmx-request")) keepInAddress(shown); // else htmx would push it once more
});

function keepInAddress(tab) {
  const url = new URL(location);
  for (const name of [...over, "tab"]) url.searchParams.delete(name);
  over = [];
  if (tab) url.searchParams.set("tab", tab);
  if (url.href === location.href) return;
  history.replaceState(history.state, "", url);
  htmx.trigger(document.body, "htmx:replacedInHistory");
}
