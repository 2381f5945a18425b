/* What the menus beside the pointer have in common: their place, and how the keys and the pointer walk through them. */

import { on } from "./page.js";

const EDGE = 8; // pixels to the window's
const MENU = "[popover][role=menu]";

export const itemsOf = (menu) => [...menu.querySelectorAll("[role=menuitem]:not([hidden])")];

/* Within the window, at a corner of the place that was pointed at: below it, above it where there is no room, and on
   neither way under the pointer. */
export function place(menu, x, y, above = y) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const isTall = y + height > innerHeight - EDGE, isWide = x + width > innerWidth - EDGE;
  const top = above - height >= EDGE ? above - height : innerHeight - height - EDGE;
  menu.style.left = `${Math.max(EDGE, isWide ? x - width : x)}px`;
  menu.style.top = `${Math.max(EDGE, isTall ? top : y)}px`;
}

/* One of the items is marked at a time: the one that the pointer has gone to, or the keys. */
on("pointermove", ({ target, pointerType }) => {
  const item = pointerType === "mouse" && target.closest?.(`${MENU} [role=menuitem]`);
  if (item && item !== document.activeElement) item.focus({ preventScroll: true });
});
on("keydown", (event) => {
  const { key, target } = event, menu = target.closest?.(MENU);
  if (!menu) return;
  const items = itemsOf(menu), here = items.indexOf(target);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1 + items.length, Home: 0, End: items.length - 1 }[key];
  if (key === "Tab") menu.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  items[to % items.length].focus();
});
