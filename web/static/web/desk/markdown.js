/* Telegram's own markdown, read as the server reads it (tgsdk/markdown.py): the text without blanks at its ends, and its
   formats. Here they count UTF-16 code units, as Telegram does. */

const MARKS = { "**": "bold", "__": "italic", "~~": "strike", "||": "spoiler" };
const FENCE = /```(?:([\p{L}\p{N}_+#.-]*)\n)?(?=[^`])(.+?)\n?```/suy, CODE = /`([^`\n]+)`/uy, LINK = /\[([^[\]]+)\]\(([^()\s]+)\)/uy;
const ADDRESS = /^(?:(?:https?|tg):\/\/[^\s/?#]+\S*|mailto:\S+@\S+)$/iu;
const BARE_ADDRESS = /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.\p{L}{2,}(?:[/?#:]\S*)?$/u;
const isOfWord = (character) => /[\p{L}\p{N}]/u.test(character);
const isBlank = (character) => /^\s$/u.test(character);
const before = (source, place) => [...source.slice(Math.max(0, place - 2), place)].at(-1) ?? "";
const after = (source, place) => place < source.length ? String.fromCodePoint(source.codePointAt(place)) : "";

export function parseMarkdown(source) {
  const reading = { pieces: [], entities: [], opened: [] };
  for (const token of tokensOf(source, 0, source.length)) take(reading, token);
  const places = [0];
  for (const piece of reading.pieces) places.push(places.at(-1) + piece.length);
  const text = reading.pieces.join(""), entities = reading.entities.map(({ from, to, ...format }) => ({ ...format, from: places[from], to: places[to] }));
  return cut({ text, entities }, text.length - text.trimStart().length, text.trimEnd().length);
}

/* A part of a text with what is formatted in it. */
export function cut({ text, entities }, start, end) {
  const within = entities.map((each) => withoutBlanks(text, { ...each, from: Math.max(each.from, start), to: Math.min(each.to, end) }));
  const kept = within.filter(({ from, to }) => from < to).map((each) => ({ ...each, from: each.from - start, to: each.to - start }));
  return { text: text.slice(start, end), entities: kept };
}

function withoutBlanks(text, entity) {
  if (["code", "pre"].includes(entity.kind)) return entity;
  const words = text.slice(entity.from, entity.to);
  return { ...entity, from: entity.from + words.length - words.trimStart().length, to: entity.to - words.length + words.trimEnd().length };
}

/* As the server takes them: by characters. */
export function writeEntities({ text, entities }) {
  const count = (from, to) => [...text.slice(from, to)].length;
  return JSON.stringify(entities.map(({ from, to, ...format }) => ({ ...format, offset: count(0, from), length: count(from, to) })));
}

function take(reading, token) {
  const { pieces, opened } = reading, place = token.mark ? placeOf(opened, token.mark) : -1;
  if (typeof token === "string") pieces.push(token);
  else if (token.code !== undefined) addCode(reading, token);
  else if (token.isLinkEnd) close(reading, opened.findLastIndex(({ link }) => link), "text_url");
  else if (token.mark && token.closes && place >= 0) close(reading, place, MARKS[token.mark]);
  else if (token.mark && (!token.opens || place >= 0)) pieces.push(token.mark);
  else {
    opened.push({ ...token, from: pieces.length });
    pieces.push(token.mark ?? "");
  }
}

function addCode({ pieces, entities }, { code, kind, language }) {
  entities.push({ kind, from: pieces.length, to: pieces.length + 1, ...language && { language } });
  pieces.push(code);
}

/* The place of a mark's partner among those that are open, within the link that is open; -1 where there is none. */
function placeOf(opened, mark) {
  const place = opened.findLastIndex((each) => each.link || each.mark === mark);
  return opened[place]?.link ? -1 : place;
}

function close({ pieces, entities, opened }, place, kind) {
  const { from, link } = opened[place];
  opened.length = place;
  if (pieces.slice(from + 1).join("").trim()) {
    pieces[from] = "";
    entities.push({ kind, from, to: pieces.length, ...link && { url: link } });
  } else {
    pieces.push(pieces[from]);
  }
}

function tokensOf(source, start, end) {
  const tokens = [];
  let words = start; // where the text begins that was passed over
  for (let place = start; place < end;) {
    const found = tokensAt(source, place, end);
    if (!found) { place += 1; continue; }
    if (words < place) tokens.push(source.slice(words, place));
    tokens.push(...found.tokens);
    words = place = found.end;
  }
  if (words < end) tokens.push(source.slice(words, end));
  return tokens;
}

function tokensAt(source, place, end) {
  if (source[place] === "`") return codeAt(source, place, end);
  if (source[place] === "[") return linkAt(source, place, end);
  const mark = source.slice(place, place + 2);
  if (!(mark in MARKS) || place + 2 > end) return null;
  const left = before(source, place), right = after(source, place + 2);
  const opens = !isOfWord(left) && Boolean(right) && !isBlank(right), closes = !isOfWord(right) && Boolean(left) && !isBlank(left);
  return { tokens: [{ mark, opens, closes }], end: place + 2 };
}

function matchAt(pattern, source, place, end) {
  pattern.lastIndex = place;
  return pattern.exec(source.slice(0, end));
}

function codeAt(source, place, end) {
  if (isOfWord(before(source, place))) return null;
  for (const [pattern, isBlock] of [[FENCE, true], [CODE, false]]) {
    const found = matchAt(pattern, source, place, end), code = found?.[isBlock ? 2 : 1];
    if (!code?.trim() || isOfWord(after(source, place + found[0].length))) continue;
    const token = isBlock ? { code, kind: "pre", language: found[1] } : { code, kind: "code" };
    return { tokens: [token], end: place + found[0].length };
  }
  return null;
}

function linkAt(source, place, end) {
  const found = matchAt(LINK, source, place, end), link = found && addressOf(found[2]);
  if (!link || !found[1].trim()) return null;
  const within = tokensOf(source, place + 1, place + 1 + found[1].length);
  return { tokens: [{ link }, ...within, { isLinkEnd: true }], end: place + found[0].length };
}

function addressOf(said) {
  if (ADDRESS.test(said)) return said;
  return BARE_ADDRESS.test(said) ? `http://${said}` : null;
}
