/* Emoji for the field: those that people write most, and those that were chosen last. */

import { readKept, writeKept } from "./kept.js";
import { byId, is, on } from "./page.js";

const LAST = "emoji", MOST = 16; // two rows
const BUTTON = "#emoji button";
const EMOJI = {
  faces: "😀 😃 😄 😁 😆 😅 🤣 😂 🙂 😉 😊 😇 🥰 😍 🤩 😘 😋 😜 🤪 🤗 🤭 🤔 🫡 🤐 😐 🙄 😬 😌 😔 😴 😷 🤒 🥵 🥶 🤯 🥳 😎 🤓 😕 😟 😮 😳 🥺 😢 😭 😱 😤 😡",
  people: "👍 👎 👌 ✌️ 🤞 🤝 👏 🙌 🙏 💪 👋 🤙 ☝️ 👆 👇 👈 👉 ✋ 🤲 🫶 ✍️ 🤷‍♂️ 🤷‍♀️ 🤦‍♂️ 🤦‍♀️ 🙋‍♂️ 🙋‍♀️ 👨‍💻 👩‍💻 👀 🧠 👶",
  hearts: "❤️ 🧡 💛 💚 💙 💜 🖤 🤍 💔 💯 🎉 🎊 🎁 🎂 🎄 🏆 🥇 ⭐ 🌟 ✨ 🔥 🚀 🍾 🥂",
  work: "💼 📄 📎 📌 📅 📆 📈 📉 📊 📝 📩 📞 📱 💻 🖥️ ⌨️ 🔍 🔑 🔒 🔔 💡 💰 💸 🏢 🎓 🎯 ⏰ ⏳ 🕒 📍 🗺️ 🌐",
  days: "☕ 🍵 🍕 🍰 🍎 🍺 🏠 🚗 ✈️ 🚆 🚴 🏃 ⚽ 🎮 🎵 📷 ☀️ ⛅ 🌧️ ❄️ 🌈 🌸 🌲 🐶 🐱 🦄 🐻 🦊 🐧 🐝 🌍 🌙",
  signs: "✅ ☑️ ❌ ❗ ❓ ⁉️ ➕ ➖ ⚠️ 🚫 ⛔ 🆗 🆕 🔝 🔄 ➡️ ⬅️ ⬆️ ⬇️ 🔗 ▶️ 🔴 🟢 🔵",
};

const shown = () => [...document.querySelectorAll(BUTTON)].filter((button) => button.checkVisibility());

function fill(place, emoji) {
  place.replaceChildren(...emoji.map((each) => {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1; // the keys lead through them
    button.textContent = each;
    return button;
  }));
}

function show() {
  for (const place of byId("emoji").querySelectorAll("[data-emoji]")) {
    fill(place, EMOJI[place.dataset.emoji].split(" "));
    place.removeAttribute("data-emoji");
  }
  const last = byId("emoji").querySelector(".emoji-last"), chosen = readKept(LAST);
  last.hidden = !chosen.length;
  fill(last.lastElementChild, chosen);
  shown()[0].tabIndex = 0;
}

function choose({ textContent: emoji }) {
  const field = byId("id_text");
  field.setRangeText(emoji, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  writeKept(LAST, [emoji, ...readKept(LAST).filter((each) => each !== emoji)].slice(0, MOST));
}

/* The nearest one of the next row, or of the one before. */
function beside(button, isDown) {
  const here = button.getBoundingClientRect();
  const boxes = shown().map((each) => ({ each, box: each.getBoundingClientRect() }));
  const beyond = boxes.filter(({ box }) => isDown ? box.top > here.top : box.top < here.top);
  const row = (isDown ? beyond : beyond.reverse()).map(({ box }) => box.top)[0];
  const distance = ({ box }) => Math.abs(box.left - here.left);
  return beyond.filter(({ box }) => box.top === row).sort((one, other) => distance(one) - distance(other))[0]?.each;
}

/* Whoever opened it with a key goes on there with keys; with the mouse, in the field. */
function begin() {
  show();
  const isByKey = is(byId("emoji-opener"), ":focus-visible");
  (isByKey ? shown()[0] : byId("id_text")).focus();
}

on("toggle", ({ newState, target }) => {
  if (target.id !== "emoji") return;
  if (newState === "open") begin();
  else if (is(document.activeElement, "#emoji-opener")) byId("id_text").focus();
}, true);
on("mousedown", (event) => is(event.target, "#emoji *") && event.preventDefault()); // the field keeps the focus
on("click", ({ target }) => is(target, BUTTON) && choose(target));
on("keydown", (event) => {
  const { key, target } = event;
  if (!is(target, BUTTON)) return;
  if (key === "Tab") byId("emoji").hidePopover();
  const all = shown(), here = all.indexOf(target);
  const to = {
    ArrowRight: () => all[here + 1], ArrowLeft: () => all[here - 1],
    ArrowDown: () => beside(target, true), ArrowUp: () => beside(target, false),
    Home: () => all[0], End: () => all.at(-1),
  }[key];
  if (!to) return;
  event.preventDefault();
  to()?.focus();
});
if (is(byId("emoji"), ":popover-open")) begin(); // it had not come yet
