/* Chooses files to send, by the button, by dropping and by pasting, and shows what is chosen; htmx sends the form.
   What is chosen is kept until it is known to be sent: through another chat, a failure, an answer that never came. */

import { answerOf, byId, is, isTouch, on } from "./page.js";
import { hurry } from "./polls.js";

/* A chat's form → what is chosen for it, by the name (draft) under which it is sent once. */
const kept = new Map();
const PICTURES = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const VIDEOS = ["video/mp4", "video/quicktime"];

const formOf = () => byId("files-form");
const isSeen = (form, { type }) => PICTURES.includes(type) || ("videos" in form.dataset && VIDEOS.includes(type));
const keptOf = (form) => kept.get(form.action) ?? { files: [], caption: "" };

function sizeInWords(bytes, words) {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), words.length - 1);
  const number = bytes / 1024 ** power, digits = power && number < 10 ? 1 : 0;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return words[power].replace("#", new Intl.NumberFormat(document.documentElement.lang, format).format(number));
}

function choose(form, files) {
  const had = keptOf(form);
  if (had.xhr || !files.length && !had.files.length) return;
  const areSeen = files.every((file) => isSeen(form, file));
  if (!had.files.length) takeText(form);
  if (!had.files.length || !areSeen) form.elements.as.checked = areSeen;
  store(form, { files, caption: form.elements.text.value, draft: form.elements.draft.value });
  show(form);
}

/* It stays one object: the request that carries it notes there how far it is. */
function store(form, changes) {
  const now = Object.assign(keptOf(form), changes, { asPhoto: form.elements.as.checked });
  if (now.files.length) kept.set(form.action, now);
  else kept.delete(form.action);
}

/* As in Telegram, a text that is written already becomes the caption, and is a text again if nothing is sent. */
function takeText(form) {
  const { text } = byId("message-form")?.elements ?? {};
  if (!text?.value.trim() || lengthOf(text.value, form) > form.dataset.mostCaption || form.elements.text.value) return;
  write(form.elements.text, text.value);
  write(text, "");
}

function giveTextBack(form) {
  const { text } = byId("message-form")?.elements ?? {};
  if (text && !text.value) write(text, form.elements.text.value);
  write(form.elements.text, "");
}

function write(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function show(form) {
  const { files } = keptOf(form), chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  form.elements.files.files = chosen.files;
  for (const picture of form.querySelectorAll(".files-list img")) URL.revokeObjectURL(picture.src);
  form.querySelector(".files-list").replaceChildren(...files.map((file) => itemOf(form, file)));
  form.querySelector(".files-as").hidden = !files.length || !files.every((file) => isSeen(form, file));
  say(form);
}

function itemOf(form, file) {
  const item = form.querySelector("template").content.firstElementChild.cloneNode(true);
  const [name, size] = item.querySelectorAll(".files-name > *"), picture = item.querySelector("img");
  name.textContent = file.name;
  size.textContent = sizeInWords(file.size, form.dataset.sizes.split("|"));
  if (!PICTURES.includes(file.type)) return item;
  picture.src = URL.createObjectURL(file);
  picture.hidden = false;
  picture.addEventListener("error", () => { picture.hidden = true; }, { once: true });
  return item;
}

/* Marks of formats do not count, nor the addresses of links; which of them are none, only the server tells. */
const LINK = /\[([^\]]*)\]\([^)\s]*\)/g, MARKS = /\*\*|__|~~|\|\||`/g;
const lengthOf = (text, form) => (form.elements.markup ? text.replace(LINK, "$1").replace(MARKS, "") : text).length;

/* What cannot be sent is said before it travels. */
function say(form) {
  const { files, xhr } = keptOf(form), { limit, most, mostCaption } = form.dataset;
  const over = lengthOf(form.elements.text.value, form) - mostCaption;
  const wrong = {
    "files-too-large": files.reduce((sum, file) => sum + file.size, 0) > limit,
    "files-too-many": files.length > most,
    "files-empty": files.some((file) => !file.size),
    "files-long": over > 0,
  };
  for (const [name, isSo] of Object.entries(wrong)) form.querySelector(`.${name}`).hidden = !isSo;
  byId("caption-over").textContent = over;
  byId("files-send").disabled = Boolean(xhr) || Object.values(wrong).some(Boolean);
}

function clear(form) {
  giveTextBack(form);
  byId("files-failure").replaceChildren();
  form.querySelector(".files-lost").hidden = true;
  store(form, { files: [] });
  show(form);
  byId("id_text")?.focus();
}

function restore() {
  const form = formOf();
  if (!form || form.dataset.met) return;
  form.dataset.met = "yes";
  const had = kept.get(form.action);
  if (!had) return;
  form.elements.draft.value = had.draft;
  form.elements.as.checked = had.asPhoto;
  write(form.elements.text, had.caption);
  form.querySelector(".files-lost").hidden = !had.isLost;
  show(form);
  progress(form.action, had.loaded ?? 0);
}

function progress(action, loaded) {
  const form = formOf(), had = kept.get(action);
  if (!form || form.action !== action) return;
  const percent = Math.floor(loaded * 100);
  byId("files-bar").value = percent;
  byId("files-percent").textContent = `${percent} %`;
  form.classList.toggle("is-sending", Boolean(had?.xhr));
  form.classList.toggle("is-passing", Boolean(had?.xhr) && loaded >= 1);
}

on("change", ({ target }) => {
  if (is(target, "#id_files")) choose(target.form, [...keptOf(target.form).files, ...target.files]);
  if (is(target, "#id_as")) store(target.form, {});
});
on("input", ({ target }) => {
  if (!is(target, "#id_caption")) return;
  store(target.form, { caption: target.value });
  say(target.form);
});
on("click", ({ target }) => {
  const button = target.closest?.("[data-files]"), form = formOf();
  if (!button || !form) return;
  const { files, xhr } = keptOf(form), place = [...form.querySelectorAll(".files-item")].indexOf(button.closest("li"));
  const acts = {
    clear: () => xhr || clear(form),
    cancel: () => xhr?.abort(),
    remove: () => files.length > 1 ? choose(form, files.filter((_, number) => number !== place)) : xhr || clear(form),
  };
  acts[button.dataset.files]();
});
on("keydown", (event) => {
  const { target, key, shiftKey, isComposing, keyCode } = event;
  if (!is(target, "#id_caption") || isComposing || keyCode === 229) return;
  if (key === "Enter" && !shiftKey && !isTouch.matches) {
    event.preventDefault();
    if (!byId("files-send").disabled) target.form.requestSubmit();
  }
  if (key === "Escape" && !keptOf(target.form).xhr) clear(target.form);
});

/* Dropped anywhere on the chat, or pasted; a copied text is pasted as a text, whatever picture of it comes along. */
const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files") && formOf();
const mark = (isOver) => byId("chat")?.classList.toggle("is-dropping", isOver);
const areFiles = (item) => item.kind === "file" && item.webkitGetAsEntry?.()?.isDirectory !== true; // no folders

on("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  mark(true);
});
on("dragleave", ({ relatedTarget }) => relatedTarget || mark(false));
on("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  mark(false);
  add([...event.dataTransfer.items].filter(areFiles).map((item) => item.getAsFile()).filter(Boolean));
});
on("paste", (event) => {
  const { files, types } = event.clipboardData ?? {};
  if (!files?.length || types.includes("text/plain") || !formOf()) return;
  event.preventDefault();
  add([...files]);
});

function add(files) {
  const form = formOf();
  choose(form, [...keptOf(form).files, ...files]);
  byId("id_caption").focus();
}

/* They answer the message that the text would have answered. */
on("htmx:configRequest", ({ detail: { elt, parameters } }) => {
  const { reply_to: replyTo } = byId("message-form")?.elements ?? {};
  if (is(elt, ".files") && replyTo?.value) parameters.reply_to = replyTo.value;
});

/* By the request itself: the form may be swapped out while it is on its way, and the files go on. */
on("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  if (!is(elt, ".files")) return;
  const { action } = elt, had = Object.assign(keptOf(elt), { xhr, isLost: false, loaded: 0 });
  kept.set(action, had);
  byId("files-failure").replaceChildren();
  elt.querySelector(".files-lost").hidden = true;
  xhr.upload.addEventListener("progress", ({ loaded, total }) => {
    had.loaded = total ? loaded / total : 0;
    progress(action, had.loaded);
  });
  // Before htmx swaps the form, which would be filled in again.
  xhr.addEventListener("readystatechange", () => isSent(xhr) && kept.delete(action));
  xhr.addEventListener("loadend", () => end(action, had, xhr));
  progress(action, 0);
  say(elt);
});

const isSent = (xhr) => xhr.readyState === xhr.DONE && xhr.status >= 200 && xhr.status < 300 && Boolean(answerOf(xhr));

function end(action, had, xhr) {
  const form = formOf();
  delete had.xhr;
  had.isLost = had.loaded >= 1 && !answerOf(xhr);
  if (form?.action !== action) return;
  progress(action, 0);
  form.querySelector(".files-lost").hidden = !had.isLost;
  if (!isSent(xhr)) return say(form);
  if (form.elements.draft.value === had.draft) renew(form);
  document.querySelector("#message-form .reply-bar:not([hidden]) .reply-off")?.click();
  if (!isTouch.matches) byId("id_text")?.focus({ preventScroll: true });
  hurry();
}

/* The chat was left meanwhile, and is open again. */
function renew(form) {
  write(form.elements.text, "");
  form.elements.draft.value = crypto.getRandomValues(new Uint32Array(4)).join("-");
  show(form);
}

on("htmx:load", restore);
on("htmx:afterSwap", restore);
on("htmx:afterSettle", () => formOf() && progress(formOf().action, keptOf(formOf()).loaded ?? 0)); // settled classes are those of the answer
restore();
addEventListener("beforeunload", (event) => kept.size && event.preventDefault());
