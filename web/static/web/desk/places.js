/* Keeps in the address what is looked at, so that Back and a reload lead there again, and asks for the chat of the address
   where Back has changed it. The list is there already: whoever goes back to it waits for nobody. */

import { answerOf, byId, is, on } from "./page.js";
import { heldMessage, isAtEnd } from "./scroll.js";

const REST = 300; // milliseconds without scrolling, before it is written down
const LIST = ".chats-scroller";
/* The address of the chat: what is searched for in the list beside it is none of it. */
const here = () => {
  const url = new URL(location);
  for (const name of ["q", "in"]) url.searchParams.delete(name);
  return url.pathname + url.search;
};
let shown = here(); // the address whose chat is on the page
let isOnItsWay = false; // its address stands there already, and an answer may bring it
let writing = 0;

const isOfChat = (detail) => detail.target?.id === "chat";

/* The address changes with the click and not with the answer, so that Back from a slow chat leads to what was before. */
on("htmx:beforeRequest", ({ detail }) => {
  const push = isOfChat(detail) && detail.requestConfig.elt.getAttribute("hx-push-url");
  if (!push) return;
  const { finalRequestPath, anchor } = detail.pathInfo;
  const url = new URL((push === "true" ? finalRequestPath : push) + (anchor ? `#${anchor}` : ""), location);
  if (url.href === location.href) return;
  history[isOnItsWay ? "replaceState" : "pushState"]({ htmx: true }, "", url);
  isOnItsWay = true;
});
on("htmx:beforeHistoryUpdate", ({ detail }) => {
  const { history: update, requestConfig: { elt } } = detail;
  const isSearch = is(elt, "#chats-search");
  if (isSearch) update.path = withSearch(update.path);
  const { href, searchParams } = new URL(update.path, location);
  if (href === location.href) update.type = "replace";
  else if (isSearch && searchParams.get("q") && !new URL(location).searchParams.get("q")) update.type = "push"; // Back ends it
});
on("htmx:replacedInHistory", () => { if (!isOnItsWay) shown = here(); });
on("htmx:afterSwap", ({ detail }) => {
  if (!isOfChat(detail)) return;
  shown = here();
  isOnItsWay = false;
});
on("htmx:sendError htmx:timeout", ({ detail }) => {
  if (!isOfChat(detail)) return;
  takeBack();
  note(detail.requestConfig.elt.closest(".chat-row"));
});
/* Whoever goes on with something else does not want it any more. */
on("htmx:beforeRequest", ({ detail }) => isOfChat(detail) && note(null));
on("input", ({ target }) => is(target, "#id_text") && note(null));
on("htmx:afterRequest", ({ detail }) => { // what answers.js has kept off the page
  const isLeft = answerOf(detail.xhr) && !is(byId("desk"), ".is-signed-out, .is-disconnected");
  if (isOfChat(detail) && detail.xhr.status && !isLeft) takeBack();
});

/* A chat that was clicked without a connection comes when there is one. */
let missed = ""; // the id of its row
function note(row) {
  byId(missed)?.classList.remove("missed");
  missed = row?.id ?? "";
  row?.classList.add("missed");
}

/* The chat did not come. */
function takeBack() {
  if (isOnItsWay) history.back();
  isOnItsWay = false;
}

/* To the list: to where it stands in the history, if all since then is of this page. What needs the Navigation API has
   another way without it: one more step in the history. */
const isList = (url) => new URL(url).pathname === byId("no-chat").dataset.url;
on("click", (event) => {
  const way = event.target.closest?.(".back"), isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!way || !isPlain || !isList(way.href)) return;
  event.preventDefault();
  event.stopPropagation();
  const steps = stepsToList();
  isByArrow = Boolean(steps);
  if (steps) return history.go(-steps);
  history.pushState({ htmx: true }, "", way.href);
  showList();
}, { capture: true });

function stepsToList() {
  const { navigation } = globalThis, now = navigation?.currentEntry.index, query = byId("id_q")?.value ?? "";
  const isWanted = ({ sameDocument, url }) => sameDocument && isList(url) && (new URL(url).searchParams.get("q") ?? "") === query;
  const list = navigation?.entries().findLast((entry) => entry.index < now && isWanted(entry));
  return list ? now - list.index : 0;
}

/* As an answer of the server would: all who wait for one are told. */
function showList() {
  const chat = byId("chat"), empty = byId("no-chat"), requestConfig = { elt: chat, parameters: {}, pane: chat.firstElementChild };
  const eventInfo = { target: chat, elt: chat, requestConfig, shouldSwap: true, xhr: new XMLHttpRequest() };
  htmx.trigger(chat, "htmx:abort");
  if (shown === here()) return;
  document.title = empty.dataset.title;
  htmx.trigger(chat, "htmx:beforeSwap", eventInfo);
  htmx.swap(chat, empty.innerHTML, { swapStyle: "innerHTML", swapDelay: 0, settleDelay: 0 }, { eventInfo });
}

/* htmx would put the whole page in the place of this one, and the list would lose its place. */
on("htmx:historyCacheMiss", (event) => event.preventDefault());
let stepsBack = 0, isReturning = false, isByArrow = false;
globalThis.navigation?.addEventListener("currententrychange", ({ from, navigationType }) => {
  stepsBack = navigationType === "traverse" ? from.index - navigation.currentEntry.index : 0;
});
addEventListener("popstate", () => {
  if (isReturning) return void (isReturning = false);
  const isByBrowser = stepsBack > 0 && !isByArrow;
  isByArrow = false;
  if (isByBrowser && !document.dispatchEvent(new CustomEvent("desk:back", { cancelable: true }))) { // layers.js
    isReturning = true;
    return history.go(stepsBack);
  }
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close(); // what it shows may be another chat's
  isOnItsWay = false;
  if (here() === shown) htmx.trigger("#chat", "htmx:abort"); // what was on its way is not wanted any more
  else if (isList(location.href)) showList();
  else htmx.trigger("#way-back", "back");
  searchAgain();
  changeFolder();
});

/* What Back could not bring without a connection. */
addEventListener("online", makeUpFor);
on("htmx:afterOnLoad", ({ detail }) => is(detail.requestConfig.elt, "[data-poll]") && answerOf(detail.xhr) && makeUpFor());

function makeUpFor() {
  const row = byId(missed);
  if (row) return htmx.trigger(row.querySelector(".chat-link"), "click");
  if (here() !== shown && !is(byId("chat"), ".htmx-request")) htmx.trigger("#way-back", "back");
}

/* A search is of the address that it is found at, whichever chat is open there. */
function withSearch(path) {
  const wanted = new URL(path, location).searchParams, url = new URL(location);
  for (const name of ["q", "in"]) {
    if (wanted.get("q") && wanted.get(name)) url.searchParams.set(name, wanted.get(name));
    else url.searchParams.delete(name);
  }
  return url.pathname + url.search + url.hash;
}

function searchAgain() {
  const form = byId("chats-search"), { searchParams } = new URL(location);
  const query = searchParams.get("q") ?? "", isInMessages = searchParams.get("in") === "messages";
  const { q, in: inMessages } = form.elements;
  if (q.value === query && (!query || inMessages.checked === isInMessages)) return;
  q.value = query;
  inMessages.checked = isInMessages;
  htmx.trigger(form, "submit");
}

/* The archive, or all chats: each has the way to the other. */
function changeFolder() {
  const link = byId("folder-link"), folderOf = (url) => new URL(url).searchParams.get("folder");
  if (link && folderOf(link.href) === folderOf(location.href)) htmx.trigger(link, "click");
}

/* Where a chat is read that is not at its end. In a search inside of it the place is that of what was found. */
on("desk:scrolled", () => {
  clearTimeout(writing);
  writing = setTimeout(writePlace, REST);
});

function writePlace() {
  const url = new URL(location), message = heldMessage();
  if (here() !== shown || !byId("messages") || url.searchParams.has("find")) return;
  for (const name of ["around", "at", "cursor", "date"]) url.searchParams.delete(name);
  if (!isAtEnd() && message) url.searchParams.set("around", message.replace("message-", ""));
  url.hash = "";
  history.replaceState(history.state, "", url.pathname + url.search);
  shown = here();
}

/* What is not looked for any more goes out of the address, and nothing is asked for. */
export function leaveOut(...names) {
  const url = new URL(location);
  if (here() !== shown || !names.some((name) => url.searchParams.has(name))) return;
  for (const name of names) url.searchParams.delete(name);
  history.replaceState(history.state, "", url.pathname + url.search + url.hash);
  shown = here();
}

/* The list keeps its place in the tab: how many of its chats were on the page, and how far it was scrolled. */
const listKey = () => `list ${byId("id_q").value}`;

addEventListener("pagehide", () => {
  const list = document.querySelector(LIST);
  if (!list) return;
  const place = { rows: byId("chats").querySelectorAll(".chat-link").length, top: list.scrollTop };
  sessionStorage.setItem(listKey(), JSON.stringify(place));
});

function restoreList() {
  const place = JSON.parse(sessionStorage.getItem(listKey()) ?? "null");
  const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (!isNew && place?.top) goOnTo(place);
}

function goOnTo({ rows, top }) {
  const list = document.querySelector(LIST), more = list.querySelector(".more-chats a");
  list.scrollTop = top;
  if (!more || byId("chats").querySelectorAll(".chat-link").length >= rows) return;
  document.addEventListener("htmx:afterSettle", () => goOnTo({ rows, top }), { once: true });
  htmx.trigger(more, "click");
}

restoreList();
