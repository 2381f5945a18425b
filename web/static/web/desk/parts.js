/* Says while one writes that a text is too long for one message, and cuts it into parts. */

import { cut, parseMarkdown, writeEntities } from "./markdown.js";
import { byId } from "./page.js";

/* The longest message, in UTF-16 code units, as Telegram counts, and JavaScript too. */
const longest = () => Number(byId("text-length").dataset.most);

/* What is sent of a form's text: without the marks of its formats, where it has them. A short one needs no reading. */
function wordsOf({ elements: { text, markup } }) {
  const isLong = text.value.length > longest();
  return markup && isLong ? parseMarkdown(text.value) : { text: text.value, entities: null };
}

export const isTooLong = (form) => wordsOf(form).text.length > longest();

export function sayLength(form) {
  const { text } = wordsOf(form), over = text.length - longest(), place = byId("text-length");
  place.hidden = over <= 0;
  if (over > 0) {
    byId("text-over").textContent = over;
    byId("text-parts").textContent = partsOf(text).length;
  }
}

/* The parts of a form's text, and the fields that say how each is formatted. */
export function partsIn(form) {
  const words = wordsOf(form);
  let start = 0;
  return partsOf(words.text).map((text) => {
    const part = cut({ ...words, entities: words.entities ?? [] }, start, start += text.length);
    return { text, formats: words.entities && [["entities", writeEntities(part)]] };
  });
}

/* Cut after a paragraph, a line, or a word that ends in the second half of what fits; else wherever it has to be. The
   server, which does it without a script, cuts alike (web/desk/parts.py). */
export function partsOf(text) {
  const parts = [], most = longest();
  while (text.length > most) {
    const end = endOfPart(text.slice(0, most));
    parts.push(text.slice(0, end));
    text = text.slice(end);
  }
  return text.trim() || !parts.length ? [...parts, text] : parts;
}

function endOfPart(part) {
  for (const between of ["\n\n", "\n", " "]) {
    const place = part.lastIndexOf(between);
    if (place >= part.length / 2) return place + between.length;
  }
  const isHalf = /[\uD800-\uDBFF]$/.test(part); // no character is torn apart
  return part.length - (isHalf ? 1 : 0);
}
