/* Plays sounds and films: one at a time, with a look of their own where the browser's controls would not fit. A GIF
   plays by itself while it is in view, unless the person wants less motion. */

import { byId, is, on, onceOn } from "./page.js";

const SPEEDS = [1, 1.5, 2];
const lessMotion = matchMedia("(prefers-reduced-motion: reduce)");
const stopped = new WeakSet(); // GIFs that somebody has stopped
const boxOf = (media) => media.closest(".player, .film");
const mediaOf = (element) => element.closest(".player, .film")?.querySelector("audio, video");
const isQuiet = (media) => is(media, ".gif video");
const inWords = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
/* The events of media do not bubble. */
const onMedia = (types, listener) => on(types, ({ target }) => is(target, "audio, video") && listener(target), true);

function playOrPause(media) {
  if (isQuiet(media)) stopped[media.paused ? "delete" : "add"](media);
  if (media.paused) media.play().catch(() => {}); // what fails is said by its "error"
  else media.pause();
}

on("click", ({ target }) => {
  const button = target.closest?.(".play, .speed, .toy video"), media = button && mediaOf(button);
  if (!media) return;
  if (is(button, ".speed")) return speedUp(button, media);
  playOrPause(media);
});

function speedUp(button, media) {
  media.playbackRate = media.defaultPlaybackRate = SPEEDS[(SPEEDS.indexOf(media.playbackRate) + 1) % SPEEDS.length];
  button.lastElementChild.textContent = `${media.playbackRate}×`;
}

onMedia("play", (media) => {
  if (is(media, "audio")) import("./playing.js");
  boxOf(media)?.classList.add("is-playing");
  boxOf(media)?.classList.remove("is-hidden");
  media.classList.add("was-played");
  if (media.controls && is(document.activeElement, ".film .play")) media.focus({ preventScroll: true });
  if (isQuiet(media)) return;
  for (const other of document.querySelectorAll("audio, video")) if (other !== media && !isQuiet(other)) other.pause();
});
onMedia("pause ended", (media) => boxOf(media)?.classList.remove("is-playing"));
onMedia("ended", (media) => {
  media.currentTime = 0;
  playNext(media);
});
onMedia("timeupdate loadedmetadata durationchange", show);
onMedia("error", sayThatItCannotBePlayed);

/* Voice messages that follow each other are heard one after the other. */
function playNext(media) {
  if (!is(media, ".voice audio")) return;
  const next = media.closest(".message")?.nextElementSibling;
  next?.querySelector(".voice audio")?.play().catch(() => {});
}

function show(media) {
  const box = boxOf(media), range = box?.querySelector("input"), { currentTime, duration } = media;
  if (!range) return;
  if (Number.isFinite(duration)) range.max = duration;
  range.value = currentTime;
  range.setAttribute("aria-valuetext", inWords(currentTime));
  range.parentElement.style.setProperty("--played", `${(100 * currentTime) / range.max}%`);
  if (currentTime) box.querySelector(".player-time").textContent = inWords(currentTime);
}

on("input", ({ target }) => {
  if (!is(target, ".track input")) return;
  const media = mediaOf(target), place = Number(target.value);
  if (media.readyState) media.currentTime = place;
  else media.addEventListener("loadedmetadata", () => { media.currentTime = place; }, { once: true });
  if (!media.readyState) media.play().catch(() => {});
  target.parentElement.style.setProperty("--played", `${(100 * place) / target.max}%`);
});

function sayThatItCannotBePlayed(media) {
  const box = media.closest(".player, .film, .viewer-stage");
  if (!box || box.nextElementSibling?.matches(".cannot-play") || !navigator.onLine) return;
  const said = byId("cannot-play").content.firstElementChild.cloneNode(true);
  said.querySelector("a").href = media.dataset.load;
  box.after(said);
  box.classList.remove("is-playing");
}

const inView = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) target.pause();
    else if (!lessMotion.matches && !stopped.has(target)) target.play().catch(() => {});
  }
}, { threshold: 0.5 });
const watch = () => document.querySelectorAll(".gif video").forEach((film) => inView.observe(film)); // once each
onceOn("htmx:afterSettle", watch);
lessMotion.addEventListener("change", () => document.querySelectorAll(".gif video").forEach((film) => film.pause()));
watch();
