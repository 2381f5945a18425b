/* What reading needs and the platform has no other way for; desk_acting.js is the rest. Nothing is fetched from here:
   htmx does, by the markup. Once they are collected their names have hashes, and so have the imports. */

import "./desk/polls.js";
import "./desk/connection.js";
import "./desk/list_news.js";
import "./desk/versions.js";
import "./desk/days.js";
import "./desk/title.js";
import "./desk/kept.js";
import "./desk/markdown.js";
import "./desk/parts.js";
import "./desk/drafts.js";
import "./desk/outbox.js";
import "./desk/answers.js";
import "./desk/marks.js";
import "./desk/keys.js";
import "./desk/scroll.js";
import "./desk/seen.js";
import "./desk/places.js";
import "./desk/draft_saving.js";
