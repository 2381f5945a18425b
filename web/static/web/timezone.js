/* The server renders times, and only the browser knows the person's time zone: it says it in a cookie. */
"use strict";

document.cookie = `timezone=${Intl.DateTimeFormat().resolvedOptions().timeZone};path=/;max-age=31536000;samesite=lax`;
