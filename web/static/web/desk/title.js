/* Shows in the title and in the icon of a hidden page how much is unread. */

import { byId, onceOn } from "./page.js";

const icon = document.querySelector("link[rel=icon]"), usual = icon.getAttribute("href");
const COUNT = /^\(\d+\) /;

function showUnread() {
  const unread = document.hidden ? Number(byId("unread-listed")?.value ?? 0) : 0;
  const title = document.title.replace(COUNT, "");
  document.title = unread ? `(${unread}) ${title}` : title;
  const href = unread ? byId("unread-listed").dataset.icon.replace("/0/", `/${unread}/`) : usual;
  if (icon.getAttribute("href") !== href) icon.setAttribute("href", href);
}

onceOn("visibilitychange htmx:afterSettle", showUnread);
