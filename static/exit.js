// Leaving at once: this page is replaced, so that "back" does not return to it. Three presses of
// Shift within two seconds do the same. Without script the link is a plain link.
(() => {
  const exit = document.querySelector("a.exit");
  if (!exit) return;
  let presses = [];

  function leave(event) {
    event.preventDefault();
    document.body.hidden = true; // at once, however slow the other page is
    location.replace(exit.href);
  }

  exit.addEventListener("click", leave);
  document.addEventListener("keyup", (event) => {
    const now = event.timeStamp;
    presses = event.key === "Shift" ? [...presses.filter((at) => now - at < 2000), now] : [];
    if (presses.length === 3) leave(event);
  });
})();
