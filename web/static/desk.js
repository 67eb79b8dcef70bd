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
// What is to be pasted elsewhere is copied by one button; without this file it is marked by hand.
for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = document.getElementById(button.dataset.copies);
    words.select();
    try {
      await navigator.clipboard.writeText(words.value);
    } catch {
      document.execCommand("copy"); // where the page is not reached by https
    }
    button.parentElement.querySelector("[data-copied]").textContent = button.dataset.done;
  });
}
