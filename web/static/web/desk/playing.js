/* A sound that is heard while its chat is left goes on below the chats, until it ends, is closed, or another begins. */

import { byId, is, on } from "./page.js";

const SOUND = "#playing audio";
let leaving = null; // the player of the chat that goes, and where it is from

on("htmx:beforeSwap", ({ detail: { target } }) => {
  const player = is(target, "#chat") && target.querySelector(".player.is-playing");
  if (!player) return;
  const [, messages, id] = player.querySelector("audio").dataset.load.match(/^(.*\/messages\/)(\d+)\//);
  leaving = { player, name: byId("chat-name").textContent, url: `${messages}?around=${id}#message-${id}` };
});
/* It plays on, for it is out of the page for no longer than this moment. */
on("htmx:afterSwap", ({ detail: { target } }) => {
  if (is(target, "#chat") && leaving) keep(leaving);
  leaving = null;
});

function keep({ player, name, url }) {
  const bar = byId("playing"), link = bar.querySelector(".playing-from");
  link.textContent = name;
  link.href = url;
  link.setAttribute("hx-get", url);
  htmx.process(link);
  bar.querySelector(".playing-place").replaceChildren(player);
  bar.hidden = false;
}

function close() {
  const sound = document.querySelector(SOUND);
  sound?.pause();
  sound?.closest(".player").remove();
  byId("playing").hidden = true;
}

on("click", ({ target }) => target.closest?.(".playing-close") && close());
on("ended", ({ target }) => is(target, SOUND) && close(), true);
on("play", ({ target }) => is(target, "#messages :is(audio, .film:not(.gif) video)") && close(), true);
