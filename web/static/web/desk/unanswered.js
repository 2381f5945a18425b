/* Says where one looks that what was asked for did not come: in the dialog that waits for it, or above the field. A chat that
   did not come, texts and files say it by themselves. A search of chats is tried again when there is a connection. */

import { say } from "./menu.js";
import { answerOf, byId, is, on } from "./page.js";

const SPEAK_FOR_THEMSELVES = "[data-poll], .wanted, .outgoing > form, #chat-managing";
/* What the page asks for by itself. */
const NOBODYS = ["back", "input", "intersect", "load", "preview", "rest", "seen", "tabs"];
const BOXES = "dialog, [popover]";

on("htmx:sendError htmx:timeout", ({ detail: { requestConfig: { elt, triggeringEvent }, target } }) => {
  if (is(elt, SPEAK_FOR_THEMSELVES) || NOBODYS.includes(triggeringEvent?.type) || is(target, "#chat") || !byId("unanswered")) return;
  const box = elt.closest(BOXES);
  if (box) putInto(box, elt, target, triggeringEvent);
  else say("unanswered");
});
on("htmx:beforeRequest", ({ detail: { elt } }) => clear(elt.closest(BOXES)));
on("close toggle", ({ target }) => is(target, BOXES) && clear(target), { capture: true });

function putInto(box, asker, target, event) {
  const said = byId("unanswered").content.firstElementChild.cloneNode(true);
  const again = said.querySelector("[data-again]");
  clear(box);
  if (is(asker, "form, button")) again.remove(); // there it stands already
  else again.addEventListener("click", () => htmx.trigger(asker, event.type));
  if (box.querySelector("[data-close]")) said.querySelector("[data-close]").remove();
  if (box.contains(target)) target.after(said);
  else box.append(said);
}

function clear(box) {
  for (const said of box?.querySelectorAll(".unanswered") ?? []) said.remove();
}

let missed = null; // a search
on("htmx:beforeRequest", ({ detail: { target } }) => { if (is(target, missed?.getAttribute("hx-target"))) missed = null; });
on("htmx:afterRequest", ({ detail: { requestConfig: { elt }, xhr } }) => {
  if (is(elt, "form.search")) missed = answerOf(xhr) ? null : elt;
  else if (is(elt, "[data-poll]") && answerOf(xhr) && missed?.checkVisibility()) htmx.trigger(missed, "submit");
});
