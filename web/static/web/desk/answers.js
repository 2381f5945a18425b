/* Meets the answers that are not what was asked for: no connection, a proxy's own page, signed out, refused, too late. */

import { hasDrafts } from "./drafts.js";
import { hasUnsent } from "./outbox.js";
import { answerOf, byId, is, on, setState } from "./page.js";

const OUTGOING = ".outgoing > form";
const hasTexts = () => hasDrafts() || hasUnsent();

on("htmx:sendError htmx:timeout", () => setState("is-offline", true));
on("htmx:beforeOnLoad", (event) => {
  const { requestConfig: { elt }, xhr } = event.detail, answer = answerOf(xhr);
  const isSignedOut = answer === "signed-out", isDisconnected = answer === "disconnected";
  setState("is-offline", !answer);
  setState("is-signed-out", isSignedOut && hasTexts());
  setState("is-disconnected", isDisconnected && hasTexts());
  for (const other of ["other-account", "other-person"]) setState(`is-${other}`, answer === other);
  if (!answer) event.preventDefault();
  if (answer?.startsWith("other-") && hasTexts() && !is(elt, OUTGOING)) event.preventDefault();
  if (!(isSignedOut || isDisconnected) || !(hasTexts() || is(elt, "[data-poll]"))) return;
  event.preventDefault();
  if (hasTexts()) return; // nobody is sent away from what they are writing
  if (isSignedOut) location.reload();
  else location.assign(document.querySelector(".brand").href);
});
on("htmx:beforeSwap", ({ detail }) => {
  const { requestConfig: { elt }, serverResponse, xhr } = detail;
  if (xhr.status >= 400 && is(elt, "[data-poll]")) {
    detail.shouldSwap = false;
  } else if (is(elt, ".wanted, #originals")) {
    detail.serverResponse = withPlaces(serverResponse);
  }
});

addEventListener("beforeunload", (event) => hasTexts() && event.preventDefault());

/* An answer whose asker was swapped out has no place on the page any more. */
on("htmx:beforeCleanupElement", ({ target }) => {
  if (!is(target, "[hx-sync^=this], .wanted")) return;
  target.addEventListener("htmx:beforeOnLoad", (event) => event.preventDefault());
});

/* What it says besides is of the chat that was open when it was asked for; by now another one may be. */
const paneNow = () => byId("chat")?.firstElementChild;
let isOfPaneBefore = false;
on("htmx:beforeRequest", ({ detail: { requestConfig } }) => { requestConfig.pane = paneNow(); });
on("htmx:beforeSwap", ({ detail: { requestConfig } }) => { isOfPaneBefore = requestConfig.pane !== paneNow(); });
on("htmx:oobBeforeSwap", (event) => {
  if (isOfPaneBefore && byId("chat")?.contains(event.detail.target)) event.preventDefault();
});

/* Of fetched pictures, or words, those that still have a place on the page. */
const placeOf = (element) => element.id ? byId(element.id) : document.querySelector(element.getAttribute("hx-swap-oob").replace(/^\w+:/, ""));
function withPlaces(fetched) {
  const { body } = new DOMParser().parseFromString(fetched, "text/html");
  for (const each of body.querySelectorAll("[id], [hx-swap-oob]")) if (!placeOf(each)) each.remove();
  return body.innerHTML;
}
