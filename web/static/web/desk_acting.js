/* The modules with which one acts at the desk. They come when it can be read: over a slow line nobody waits for them. */

import "./desk/layers.js";
import "./desk/find.js";
import "./desk/notify.js";
import "./desk/later.js";
import "./desk/tabs.js";
import "./desk/media.js";
import "./desk/viewer.js";
import "./desk/clipboard.js";
import "./desk/people.js";
import "./desk/menus.js";
import "./desk/menu.js";
import "./desk/reactions.js";
import "./desk/chat_menu.js";
import "./desk/unanswered.js";
import "./desk/originals.js";
import "./desk/answering.js";
import "./desk/editing.js";
import "./desk/selection.js";
import "./desk/formatting.js";
import "./desk/files.js";
import "./desk/outgoing_pictures.js";
import "./desk/waiting_files.js";

/* Those that few people need come when they are asked for. */
document.addEventListener("beforetoggle", ({ target }) => {
  if (target.id === "emoji") import("./desk/emoji.js").catch(() => target.hidePopover());
}, { capture: true });
