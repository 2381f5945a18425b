/* Chooses files to send, by the button, by dropping and by pasting, and shows what is chosen, through another chat too.
   Once entered they stand as a bubble among what is sent (outbox.js), which shows here how far they have come. */

import { enter } from "./outbox.js";
import { showPictures } from "./outgoing_pictures.js";
import { byId, is, isTouch, on, onceOn } from "./page.js";
import { noteWaiting } from "./waiting_files.js";

/* A chat's form → what is chosen for it. */
const kept = new Map();
const PICTURES = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const VIDEOS = ["video/mp4", "video/quicktime"];

const formOf = () => byId("files-form");
const isSeen = (form, { type }) => PICTURES.includes(type) || ("videos" in form.dataset && VIDEOS.includes(type));
const keptOf = (form) => kept.get(form.action) ?? { files: [], caption: "" };

const seenOf = (form, files) => files.filter((file) => isSeen(form, file));

function sizeInWords(bytes, words) {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), words.length - 1);
  const number = bytes / 1024 ** power, digits = power && number < 10 ? 1 : 0;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return words[power].replace("#", new Intl.NumberFormat(document.documentElement.lang, format).format(number));
}

function choose(form, files) {
  const had = keptOf(form);
  if (!files.length && !had.files.length) return;
  const areSeen = seenOf(form, files).length > 0;
  if (!had.files.length) takeText(form);
  if (!areSeen || !seenOf(form, had.files).length) form.elements.as.checked = areSeen;
  store(form, { files, caption: form.elements.text.value });
  show(form);
}

function store(form, changes) {
  const now = { ...keptOf(form), ...changes, asPhoto: form.elements.as.checked };
  if (now.files.length) kept.set(form.action, now);
  else kept.delete(form.action);
  noteWaiting(kept);
}

/* As in Telegram, a text that is written already becomes the caption, and is a text again if nothing is sent. */
function takeText(form) {
  const { text } = byId("message-form")?.elements ?? {};
  if (!text?.value.trim() || lengthOf(text.value, form) > form.dataset.mostCaption || form.elements.text.value) return;
  write(form.elements.text, text.value);
  write(text, "");
}

function giveTextBack(caption) {
  const { text } = byId("message-form")?.elements ?? {};
  if (text && caption.trim()) write(text, [text.value, caption].filter(Boolean).join("\n\n"));
}

function write(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function show(form) {
  const { files } = keptOf(form);
  fill(form, files);
  forgetPictures(form);
  form.querySelector(".files-list").replaceChildren(...files.map((file) => itemOf(form, file)));
  form.querySelector(".files-as").hidden = !seenOf(form, files).length;
  say(form);
}

function fill(form, files) {
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  form.elements.files.files = chosen.files;
}

function itemOf(form, file) {
  const item = form.querySelector("template").content.firstElementChild.cloneNode(true);
  const [name, size] = item.querySelectorAll(".files-name > *"), picture = item.querySelector("img");
  name.textContent = file.name;
  size.textContent = sizeInWords(file.size, form.dataset.sizes.split("|"));
  item.classList.toggle("is-wrong", !fits(form, file));
  if (!PICTURES.includes(file.type)) return item;
  picture.src = URL.createObjectURL(file);
  picture.hidden = false;
  picture.addEventListener("error", () => { picture.hidden = true; }, { once: true });
  return item;
}

function forgetPictures(element) {
  for (const picture of element.querySelectorAll("img[src^='blob:']")) URL.revokeObjectURL(picture.src);
}

/* Marks of formats do not count, nor the addresses of links; which of them are none, only the server tells. */
const LINK = /\[([^\]]*)\]\([^)\s]*\)/g, MARKS = /\*\*|__|~~|\|\||`/g;
const lengthOf = (text, form) => (form.elements.markup ? text.replace(LINK, "$1").replace(MARKS, "") : text).length;

/* What no others can make good: each of these is named. */
const isEmpty = ({ size }) => !size;
const isTooLarge = (form, { size }) => size > form.dataset.limit;
const fits = (form, file) => !isEmpty(file) && !isTooLarge(form, file);

/* What cannot be sent is said before it travels. */
function say(form) {
  const { files } = keptOf(form), { limit, most, mostCaption } = form.dataset, good = files.filter((file) => fits(form, file));
  const over = lengthOf(form.elements.text.value, form) - mostCaption;
  const wrong = {
    "files-too-large": good.reduce((sum, file) => sum + file.size, 0) > limit,
    "files-one-too-large": files.filter((file) => isTooLarge(form, file)),
    "files-too-many": good.length > most,
    "files-empty": files.filter(isEmpty),
    "files-long": over > 0,
  };
  for (const [name, what] of Object.entries(wrong)) sayWrong(form.querySelector(`.${name}`), what);
  byId("caption-over").textContent = over;
  form.querySelector("[data-files=others]").hidden = !good.length || good.length === files.length;
  for (const id of ["files-send", "files-later-opener"]) {
    if (byId(id)) byId(id).disabled = Object.values(wrong).some((what) => what === true || what.length);
  }
}

/* Of some, their names. */
function sayWrong(place, what) {
  place.hidden = what === false || what.length === 0;
  if (Array.isArray(what)) place.querySelector(".files-names").textContent = what.map(({ name }) => name).join(", ");
}

function clear(form) {
  giveTextBack(form.elements.text.value);
  empty(form);
  (byId("id_edit") ?? byId("id_text"))?.focus();
}

function empty(form) {
  write(form.elements.text, "");
  store(form, { files: [] });
  show(form);
}

function restore() {
  const form = formOf();
  if (!form || form.dataset.met) return;
  form.dataset.met = "yes";
  const had = kept.get(form.action);
  if (!had) return;
  form.elements.as.checked = had.asPhoto;
  write(form.elements.text, had.caption);
  show(form);
}

on("change", ({ target }) => {
  if (is(target, "#id_files")) add([...target.files]);
  if (is(target, "#id_as")) store(target.form, {});
});
on("input", ({ target }) => {
  if (!is(target, "#id_caption")) return;
  store(target.form, { caption: target.value });
  say(target.form);
});
on("click", (event) => {
  const { target } = event, button = target.closest?.("[data-files]"), form = formOf();
  if (!button || !form) return;
  event.preventDefault(); // without a script the form is emptied by the button itself
  const { files } = keptOf(form), place = [...form.querySelectorAll(".files-item")].indexOf(button.closest("li"));
  const acts = {
    clear: () => clear(form),
    remove: () => files.length > 1 ? remove(form, files, place) : clear(form),
    others: () => sendOthers(form, files.filter((file) => fits(form, file))),
  };
  acts[button.dataset.files]();
});

function remove(form, files, place) {
  choose(form, files.filter((_, number) => number !== place));
  const buttons = [...form.querySelectorAll("[data-files=remove]")];
  (buttons[place] ?? buttons.at(-1)).focus();
}

function sendOthers(form, files) {
  choose(form, files);
  byId("id_caption").focus();
  if (!byId("files-send").disabled) form.requestSubmit();
}
on("keydown", (event) => {
  const { target, key, shiftKey, isComposing, keyCode } = event;
  if (!is(target, "#id_caption") || isComposing || keyCode === 229) return;
  if (key === "Enter" && !shiftKey && !isTouch.matches) {
    event.preventDefault();
    if (!byId("files-send").disabled) target.form.requestSubmit();
  }
});

/* What lies on top closes first: the panel, before what is edited or answered below it, and before the chat. */
const isOnTop = (target) => !is(target, "#id_q, #find-bar *") && !document.querySelector("dialog[open], :popover-open");
addEventListener("keydown", (event) => {
  const { target, key, isComposing, keyCode } = event, form = formOf();
  if (key !== "Escape" || isComposing || keyCode === 229 || !form || !keptOf(form).files.length || !isOnTop(target)) return;
  event.preventDefault();
  event.stopPropagation();
  clear(form);
}, { capture: true });

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

/* What it answers stands above it, and takes the focus with it when it is given up. */
on("answering:changed", () => {
  const form = formOf();
  if (form && keptOf(form).files.length) byId("id_caption").focus();
});

/* What is chosen is entered as a message is, and answers the one that the text would have answered. */
on("submit", (event) => {
  const { target: form } = event;
  if (event.defaultPrevented || !is(form, "#files-form")) return;
  event.preventDefault();
  if (!byId("files-send").disabled) enterFiles(form);
});

/* Pictures and videos that are to be seen at once go first, in a message of their own, for an album takes no others with
   them; the caption is that of the last. */
let entering = []; // the files of one message, and their previews
function enterFiles(form, later) {
  const { files } = keptOf(form), images = [...form.querySelectorAll(".files-list img")], caption = form.elements.text.value;
  const seen = form.elements.as.checked ? seenOf(form, files) : [], rest = files.filter((file) => !seen.includes(file));
  const messages = [seen, rest].filter(({ length }) => length);
  for (const message of messages) {
    entering = message.map((file) => ({ file, image: images[files.indexOf(file)] }));
    fill(form, message);
    form.elements.as.checked = message === seen;
    enter(form, [{ text: message === messages.at(-1) ? caption : "" }], later);
  }
  empty(form);
  byId("id_text")?.focus({ preventScroll: true });
}

/* With files chosen, what is planned are they. */
addEventListener("click", (event) => {
  const button = event.target.closest?.("#later-send"), form = formOf(), at = byId("id_at");
  if (!button || !form || !keptOf(form).files.length) return;
  event.preventDefault();
  event.stopPropagation(); // to htmx, which would plan the text
  if (byId("files-send").disabled || !at.reportValidity()) return;
  byId("later").hidePopover();
  enterFiles(form, { at: at.value, url: button.formAction });
}, { capture: true });
on("formdata", ({ target, formData }) => {
  const { reply_to: replyTo } = byId("message-form")?.elements ?? {};
  if (is(target, "#files-form") && replyTo?.value) formData.append("reply_to", replyTo.value);
});
on("outbox:entered", ({ target: form, detail: { bubble } }) => {
  if (is(form, "#files-form")) showIn(bubble, form);
});
/* The rest of a double click would send the text that stands where the files stood. */
on("click", (event) => event.detail > 1 && event.target.closest?.("#message-send") && event.preventDefault());

function showIn(bubble, form) {
  const content = byId("outgoing-files").content.cloneNode(true), list = content.querySelector(".files-list");
  const files = entering.map(({ file }) => file), images = entering.map(({ image }) => image);
  if (form.elements.as.checked && images.every((image) => image.naturalWidth)) showPictures(bubble, list, files, images);
  else list.append(...files.map((file) => itemOf(form, file)));
  for (const button of list.querySelectorAll("[data-files]")) button.remove();
  bubble.querySelector(".outgoing-content").append(content);
}

on("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  if (!is(elt, ".outgoing > .carries-files")) return;
  sayProgress(elt, 0);
  xhr.upload.addEventListener("progress", ({ loaded, total }) => sayProgress(elt, total ? loaded / total : 0));
});
/* Its next try begins anew, and until then it can be cancelled. */
on("htmx:afterRequest", ({ detail: { requestConfig: { elt } } }) => {
  if (is(elt, ".outgoing > .carries-files")) sayProgress(elt, 0);
});

function sayProgress(form, part) {
  const percent = Math.floor(part * 100);
  form.querySelector("progress").value = percent;
  form.querySelector(".outgoing-percent").textContent = `${percent} %`;
  form.querySelector(".outgoing-upload").classList.toggle("is-passing", part >= 1);
  if (part >= 1) takeFocusFrom(form);
}

/* What goes takes no focus with it: its way to be cancelled, for one. */
function takeFocusFrom(element) {
  if (element.contains(document.activeElement)) byId("id_text")?.focus({ preventScroll: true });
}

on("outbox:gone", ({ target }) => {
  takeFocusFrom(target);
  forgetPictures(target);
});
/* A caption is not lost with what it was for. */
on("outbox:cancelled", ({ target: { kept: { text } } }) => giveTextBack(text));

onceOn("htmx:load htmx:afterSwap", restore);
restore();
addEventListener("beforeunload", (event) => kept.size && event.preventDefault());
