/* Has the folders fetched once the page is quiet, and marks the tab that the list shows. */

import { answerOf, byId, isAsking, on } from "./page.js";

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

on("htmx:afterSwap", ({ detail: { target } }) => {
  if (target === nav) nav.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  const shown = document.querySelector("#chats-shown [name=tab]")?.value ?? "", isList = Boolean(byId("chats-shown"));
  for (const tab of document.querySelectorAll(".tab")) {
    if (isList && tab.dataset.tab === shown) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
});
