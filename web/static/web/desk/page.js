/* What the modules of the desk share: finding elements, listening, marking the state of the page, knowing its answers. */

export const byId = (id) => document.getElementById(id);
export const on = (types, listener, options) =>
  types.split(" ").forEach((type) => document.addEventListener(type, listener, options));

/* Looks once after all such events of one answer, before it is painted: htmx sends them to each element that comes. The
   look is told of none of them. */
export function onceOn(types, look) {
  let isDue = false;
  on(types, () => {
    if (!isDue) queueMicrotask(() => { isDue = false; look(); });
    isDue = true;
  });
}

export const is = (element, selector) => Boolean(element?.matches?.(selector)); // events are sent to documents too
export const chatOf = ({ pathname }) => pathname.replace(/(messages|topics)\/$/, ""); // of an address: its topics are within it
export const setState = (name, isOn) => byId("desk")?.classList.toggle(name, isOn);
export const isTouch = matchMedia("(pointer: coarse)"); // there, Enter is the only way to a new line
export const isAsking = () => Boolean(document.querySelector(".htmx-request:not(.carries-files)")); // files take minutes

/* The words of an element, with what their author has covered: it is opened in the chat alone. */
export function wordsOf(element) {
  const copy = element?.cloneNode(true);
  for (const spoiler of copy?.querySelectorAll(".spoiler") ?? []) spoiler.textContent = spoiler.textContent.replace(/\S/gu, "▒");
  return copy?.textContent.trim() ?? "";
}

/* The site names each of its answers (class Answer in web/readers.py); one without a name is of whatever stands before it. */
export const answerOf = (xhr) => xhr.getResponseHeader("HRHelper-Answer");
