/* Says while one writes that a text is too long for one message, and cuts it into parts. */

import { byId } from "./page.js";

const MOST = 4096; // UTF-16 code units, as Telegram counts, and JavaScript too; web/desk/parts.py cuts alike

export function sayLength({ elements: { text } }) {
  const over = text.value.length - MOST, place = byId("text-length");
  place.hidden = over <= 0;
  if (over > 0) {
    byId("text-over").textContent = over;
    byId("text-parts").textContent = partsOf(text.value).length;
  }
}

/* Cut after a paragraph, a line, or a word that ends in the second half of what fits; else wherever it has to be. */
export function partsOf(text) {
  const parts = [];
  while (text.length > MOST) {
    const end = endOfPart(text.slice(0, MOST));
    parts.push(text.slice(0, end));
    text = text.slice(end);
  }
  return text.trim() || !parts.length ? [...parts, text] : parts;
}

function endOfPart(part) {
  for (const between of ["\n\n", "\n", " "]) {
    const place = part.lastIndexOf(between);
    if (place >= MOST / 2) return place + between.length;
  }
  const isHalf = /[\uD800-\uDBFF]$/.test(part); // no character is torn apart
  return isHalf ? MOST - 1 : MOST;
}
