// Telegram's app says who opens this page in the part of the address that no server is sent; it is
// handed over once, in a form. Nothing is loaded from elsewhere. Telegram in a browser opens it in a
// frame, where no browser sends the desk's cookie: there the page says which way to take instead.
"use strict";
const said = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
if (said && window.top === window) {
  history.replaceState(null, "", location.pathname);
  const form = document.querySelector("form");
  form.elements.data.value = said;
  form.submit();
}
