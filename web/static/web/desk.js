/* What the desk needs and the platform has no other way for. Nothing is fetched from here: htmx does, by the markup.
   Once they are collected their names have hashes, and so have the imports. */

import "./desk/polls.js";
import "./desk/connection.js";
import "./desk/list_news.js";
import "./desk/versions.js";
import "./desk/days.js";
import "./desk/title.js";
import "./desk/kept.js";
import "./desk/parts.js";
import "./desk/drafts.js";
import "./desk/outbox.js";
import "./desk/answers.js";
import "./desk/marks.js";
import "./desk/keys.js";
import "./desk/scroll.js";
import "./desk/seen.js";
import "./desk/places.js";
import "./desk/find.js";
import "./desk/draft_saving.js";
import "./desk/notify.js";
import "./desk/later.js";
import "./desk/tabs.js";
import "./desk/media.js";
import "./desk/viewer.js";
import "./desk/clipboard.js";
import "./desk/people.js";
import "./desk/menu.js";
import "./desk/answering.js";
import "./desk/selection.js";
import "./desk/formatting.js";
import "./desk/files.js";
