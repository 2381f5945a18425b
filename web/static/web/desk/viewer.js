/* Shows photos, the films of albums, and documents in a dialog; their links lead to them without it. */

import { byId, is, on } from "./page.js";

const viewer = byId("viewer"), stage = byId("viewer-stage");
let shown = null; // the link of what is shown

const made = (tag, properties) => Object.assign(document.createElement(tag), properties);
/* Documents are looked at one by one, all else with its neighbours in the chat, or in the card. */
const listOf = (link) => link.closest(".shared-photos, .shared-files") ?? byId("messages");
const around = (link) => (is(link, "[data-view=pdf]") ? [link] : [...listOf(link).querySelectorAll("[data-view]:not([data-view=pdf])")]);

const kinds = {
  photo: ({ href }, alt, small) => {
    const whole = made("img", { src: href, alt });
    if (!small) return [whole];
    const before = made("img", { src: small.src, alt: "", className: "before" }); // until the whole of it has come
    whole.addEventListener("load", () => before.remove(), { once: true });
    return [before, whole];
  },
  video: (link, alt) => {
    const film = made("video", { src: link.href, controls: true, autoplay: true, playsInline: true });
    film.setAttribute("aria-label", alt);
    film.dataset.load = link.dataset.load;
    return [film];
  },
  pdf: ({ href }, title) => [made("iframe", { src: href, title })],
};

function show(link) {
  const all = around(link), place = all.indexOf(link), small = link.querySelector("img");
  const name = link.closest(".document, .shared-file")?.querySelector(".file-name")?.textContent ?? "";
  shown = link;
  viewer.dataset.shows = link.dataset.view;
  stage.replaceChildren(...kinds[link.dataset.view](link, small?.alt || name, small));
  byId("viewer-name").textContent = name;
  byId("viewer-count").textContent = all.length > 1 ? `${place + 1} / ${all.length}` : "";
  byId("viewer-load").href = link.dataset.load;
  byId("viewer-note").hidden = link.dataset.view !== "pdf";
  byId("viewer-previous").hidden = !all[place - 1];
  byId("viewer-next").hidden = !all[place + 1];
  if (viewer.open) return;
  viewer.showModal();
  import("./gestures.js");
}

function step(by) {
  const all = around(shown), next = all[all.indexOf(shown) + by];
  if (next) show(next);
}

on("click", (event) => {
  const { target, button, ctrlKey, metaKey, shiftKey } = event, link = target.closest?.("a[data-view]");
  if (!link || button || ctrlKey || metaKey || shiftKey || event.defaultPrevented) return;
  event.preventDefault();
  if (is(link, ".is-hidden")) return link.classList.remove("is-hidden");
  show(link);
});
byId("viewer-previous").addEventListener("click", () => step(-1));
byId("viewer-next").addEventListener("click", () => step(1));
viewer.addEventListener("keydown", (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!by || is(event.target, "video")) return;
  event.preventDefault();
  step(by);
});
stage.addEventListener("click", ({ target }) => target === stage && viewer.close());
viewer.addEventListener("close", () => {
  stage.replaceChildren(); // a film ends with it
  if (shown?.isConnected) shown.scrollIntoView({ block: "nearest" });
  shown = null;
});
