/* What the desk needs and the platform has no other way for. Nothing is fetched from here: htmx does, by the markup.
   These files are served as they are. Should their names get hashes one day, ManifestStaticFilesStorage has to be told
   to rename the imports too (support_js_module_import_aggregation). */

import "./desk/polls.js";
import "./desk/kept.js";
import "./desk/parts.js";
import "./desk/drafts.js";
import "./desk/answers.js";
import "./desk/marks.js";
import "./desk/keys.js";
