/* Tells of new messages outside of the page: by a notification of the system and a quiet sound, where somebody has asked for
   them in this browser. What is new stands in the rows of the list, which the usual look for news brings. */

import { byId, chatOf, is, on, onceOn } from "./page.js";

const KEY = `notify ${document.querySelector("main").dataset.person}`, TOLD = "notify told", MOST_TOLD = 200;
const menu = byId("notify"), usual = { on: false, text: true, sound: true };
let isMissing = !("Notification" in window);
let chosen = { ...usual, ...read(KEY) };

/* Storage can be forbidden, or hold anything. */
function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function write(key, value) {
  try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* then it is of this page alone */ }
}

/* What is chosen */

function show() {
  const permission = isMissing ? "missing" : Notification.permission, isOn = chosen.on && permission === "granted";
  byId("desk").classList.toggle("is-notifying", isOn);
  menu.dataset.permission = permission;
  for (const input of menu.querySelectorAll("input")) {
    input.checked = input.name === "on" ? isOn : chosen[input.name];
    input.disabled = input.name === "on" ? ["missing", "denied"].includes(permission) : !isOn;
  }
}

async function choose({ name, checked }) {
  if (name === "on" && checked && await Notification.requestPermission() !== "granted") checked = false;
  chosen = { ...chosen, [name]: checked };
  write(KEY, chosen);
  show();
  if (name === "sound" && checked) ring();
}

menu.addEventListener("change", ({ target }) => choose(target));
addEventListener("storage", ({ key }) => {
  if (key !== KEY) return;
  chosen = { ...usual, ...read(KEY) };
  show();
});
show();

/* What is new */

const known = new Map(); // a row → the message that it told of last
let isBegun = Boolean(byId("chats-state")); // a search has other rows than the list whose news come

const isNews = (row) => Number(row.dataset.news) > (known.get(row.id) ?? 0);
const isLookedAt = (row) =>
  !document.hidden && document.hasFocus() && chatOf(row.querySelector(".chat-link")) === chatOf(location) && isOfOpenTopic(row);
/* In a forum another topic may be open than the one in which the message stands. */
const topicOf = ({ search }) => new URLSearchParams(search).get("topic");
const isOfOpenTopic = ({ dataset: { at } }) => !at || [null, topicOf(new URL(at, location))].includes(topicOf(location));

function note(list, isToBeTold) {
  for (const row of list.querySelectorAll(".chat-row[data-news]")) {
    if (isToBeTold && isNews(row)) tellOnce(row);
    known.set(row.id, Math.max(Number(row.dataset.news), known.get(row.id) ?? 0));
  }
}

/* Of the tabs of a browser one tells. One in which the message is looked at has no need to, and keeps the others quiet. */
function tellOnce(row) {
  const name = `${row.id} ${row.dataset.news}`, isSeen = isLookedAt(row), copy = row.cloneNode(true);
  const claim = () => {
    const told = read(TOLD) ?? [];
    if (told.includes(name)) return;
    write(TOLD, [...told, name].slice(-MOST_TOLD));
    if (!isSeen) tell(copy, name);
  };
  if (navigator.locks) navigator.locks.request(TOLD, claim);
  else claim();
}

function tell(row, tag) {
  if (!chosen.on || isMissing || Notification.permission !== "granted") return;
  const said = row.dataset.said ?? row.querySelector(".chat-preview").textContent;
  const title = row.querySelector(".chat-name b").textContent, icon = row.querySelector("img")?.src;
  try {
    const notification = new Notification(title, { body: chosen.text ? said : menu.dataset.new, tag, icon, silent: true });
    notification.onclick = () => open(row, notification);
  } catch {
    isMissing = true; // phones show none for a page
    return show();
  }
  if (chosen.sound) ring();
}

let at = null; // the topic that the click on a row is to lead to, in the place of the list of topics

function open(row, notification) {
  const { href } = row.querySelector(".chat-link");
  focus();
  notification.close();
  const link = byId(row.id)?.querySelector(".chat-link");
  at = row.dataset.at;
  if (link) link.click();
  else location.assign(at ?? href);
  at = null;
}

on("htmx:configRequest", ({ detail }) => { if (at && is(detail.elt, ".chat-link")) detail.path = at; });

/* Two soft notes; a browser plays them once somebody has touched the page. */
let audio = null;
function ring() {
  audio ??= new AudioContext();
  const start = audio.currentTime + 0.02;
  [[660, 0], [880, 0.12]].forEach(([pitch, after]) => {
    const note = audio.createOscillator(), volume = audio.createGain();
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0.06, start + after);
    volume.gain.exponentialRampToValueAtTime(0.001, start + after + 0.25);
    note.connect(volume).connect(audio.destination);
    note.start(start + after);
    note.stop(start + after + 0.3);
  });
}

/* What somebody has opened is known; news are told, also where the list shows a search by then. */
note(byId("chats"), false);
on("htmx:oobBeforeSwap", ({ detail: { fragment, target } }) => {
  if (target.id !== "chats") return;
  note(fragment, isBegun);
  isBegun = true;
});
onceOn("htmx:afterSwap", () => note(byId("chats"), false));
