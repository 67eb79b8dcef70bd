// One key for what is done many times in a row; the same buttons stand on the page, and without
// this file they are all there is. Keys count only while the pile itself has the focus.
"use strict";
document.addEventListener("keydown", (event) => {
  const pile = event.target.closest("[data-keys]");
  const typing = event.target.closest("input, textarea, select, button, a");
  if (!pile || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const pressed = pile.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (pressed) {
    event.preventDefault();
    pressed.click();
  }
});
