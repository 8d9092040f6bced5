// Leaving at once: this page is replaced, so that "back" does not return to it. Three presses of
// Shift within two seconds do the same, but never while something is being written. Without script
// the link is a plain link. A list that was kept for use without a network goes too.
async function removeKept() {
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.map((each) => each.unregister()));
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

(() => {
  const exit = document.querySelector("a.exit");
  if (!exit) return;
  const said = document.getElementById("exit-presses");
  let presses = [];
  let written = false; // something was typed or chosen on this page that leaving would destroy

  async function leave(event) {
    event.preventDefault();
    document.documentElement.hidden = true; // at once, however slow the other page is
    if (navigator.serviceWorker?.controller)
      await Promise.race([removeKept(), new Promise((done) => setTimeout(done, 500))]);
    location.replace(exit.href);
  }

  const isSearch = (field) => field.form?.getAttribute("role") === "search";

  exit.addEventListener("click", leave);
  document.addEventListener("input", (event) => {
    if (!isSearch(event.target)) written = true;
  });
  document.addEventListener("keyup", (event) => {
    const now = event.timeStamp;
    const field = document.activeElement?.closest("input, textarea, select");
    const writing = written || field?.value;
    const counts = event.key === "Shift" && !writing;
    presses = counts ? [...presses.filter((at) => now - at < 2000), now] : [];
    said.textContent = said.dataset[presses.length] ?? "";
    if (presses.length === 3) leave(event);
  });
})();
