/* The server renders times, and only the browser knows the person's time zone: it says it in a cookie. */
"use strict";

{
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { pathname } = new URL("../../", document.currentScript.src); // the site's own root: another may stand beside it
  document.cookie = `timezone=${timeZone};path=${pathname};max-age=31536000;samesite=lax`;
}
