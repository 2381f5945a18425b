/* What fingers and the mouse do in the viewer: a swipe turns the page, a pinch and a double tap enlarge the photo around
   where they are. The page itself stays as large as it is. */

import { byId, is } from "./page.js";

const SWIPE = 60; // pixels
const TWICE = 2, MOST = 4; // times the width at which it fits
const NEARLY = 1.05; // times that width: what is pinched so small fits again
const WHEEL = 200; // pixels of a touchpad, or of a wheel with Ctrl, for e times the width
const viewer = byId("viewer"), stage = byId("viewer-stage");
let touch = null; // where the only finger was put down
let pinch = null; // the photo between two fingers, as it was when they were put down

const whole = () => stage.querySelector("img:not(.before)");
const isPageLarge = () => visualViewport.scale > 1.01; // it was pinched before: then it is moved by the browser
const fittingWidth = ({ naturalWidth, naturalHeight }) =>
  Math.min(naturalWidth, stage.clientWidth, stage.clientHeight * naturalWidth / naturalHeight);

function fit(photo) {
  photo.classList.remove("is-large");
  photo.style.width = "";
}

/* What part of the photo this is the place of. */
function partAt(photo, { x, y }) {
  const { left, top, width, height } = photo.getBoundingClientRect();
  return { across: (x - left) / width, down: (y - top) / height };
}

/* This part of it comes to this place, as far as its edges let it. */
function enlarge(photo, width, part, { x, y }) {
  photo.classList.add("is-large");
  photo.style.width = `${width}px`;
  const box = photo.getBoundingClientRect();
  stage.scrollLeft += box.left + part.across * box.width - x;
  stage.scrollTop += box.top + part.down * box.height - y;
}

/* The same within its bounds. */
function resize(photo, wanted, part, place) {
  const least = fittingWidth(photo), most = Math.max(photo.naturalWidth, MOST * least);
  enlarge(photo, Math.min(most, Math.max(least, wanted)), part, place);
}

stage.addEventListener("dblclick", ({ target, x, y }) => {
  if (!is(target, "img:not(.before)")) return;
  if (is(target, ".is-large")) fit(target);
  else enlarge(target, Math.max(target.naturalWidth, TWICE * target.width), partAt(target, { x, y }), { x, y });
});

/* A pinch on a touchpad comes as a wheel with Ctrl. */
stage.addEventListener("wheel", (event) => {
  const { ctrlKey, deltaY, x, y } = event, photo = whole();
  if (!ctrlKey || !photo?.naturalWidth || isPageLarge()) return;
  event.preventDefault();
  const wanted = photo.width * Math.exp(-deltaY / WHEEL);
  if (wanted <= fittingWidth(photo)) fit(photo);
  else resize(photo, wanted, partAt(photo, { x, y }), { x, y });
}, { passive: false });

function between([{ clientX: x, clientY: y }, { clientX, clientY }]) {
  return { x: (x + clientX) / 2, y: (y + clientY) / 2, apart: Math.hypot(x - clientX, y - clientY) };
}

stage.addEventListener("touchstart", (event) => {
  const { touches } = event, photo = whole();
  touch = touches.length === 1 ? touches[0] : null;
  pinch = null;
  if (touches.length !== 2 || !photo?.naturalWidth || isPageLarge()) return;
  event.preventDefault(); // else they would scroll it too
  const fingers = between(touches);
  pinch = { photo, width: photo.width, apart: fingers.apart, part: partAt(photo, fingers) };
}, { passive: false });
stage.addEventListener("touchmove", ({ touches }) => {
  if (!pinch || touches.length !== 2) return;
  const { photo, width, apart, part } = pinch, fingers = between(touches);
  resize(photo, width * fingers.apart / apart, part, fingers);
}, { passive: true });
stage.addEventListener("touchend", ({ changedTouches: [end] }) => {
  if (pinch && pinch.photo.width < NEARLY * fittingWidth(pinch.photo)) fit(pinch.photo);
  pinch = null;
  if (!touch || isPageLarge() || stage.querySelector(".is-large")) return;
  const across = end.clientX - touch.clientX, down = end.clientY - touch.clientY;
  if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) byId(`viewer-${across < 0 ? "next" : "previous"}`).click();
  else if (down > 2 * SWIPE && down > 2 * Math.abs(across)) viewer.close();
}, { passive: true });

const letPageMove = () => viewer.classList.toggle("of-large-page", isPageLarge());
visualViewport.addEventListener("resize", letPageMove);
letPageMove();
