/* Leaves to the browser the clicks that open a new tab or window, or save a link: htmx would take them as its own. */
"use strict";

addEventListener("click", (event) => {
  const isForBrowser = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0;
  if (isForBrowser && event.target.closest?.("a[href]")) event.stopPropagation();
}, true);
