// Keeping the list on this device, and removing it: only by a press of the button.
(() => {
  const page = document.querySelector(".offline");
  const state = document.getElementById("offline-state");
  const [keep, remove] = ["offline-keep", "offline-remove"].map((id) => document.getElementById(id));
  const { serviceWorker } = navigator;
  const say = (words) => (state.textContent = words);
  if (!serviceWorker) return say(page.dataset.unable);

  async function show(words) {
    const isKept = (await serviceWorker.getRegistrations()).length > 0;
    keep.hidden = isKept;
    remove.hidden = !isKept;
    page.querySelector(".offline-buttons").hidden = false;
    say(words ?? page.dataset[isKept ? "kept" : "none"]);
  }

  keep.addEventListener("click", async () => {
    keep.disabled = true;
    try {
      const { installing } = await serviceWorker.register("/sw.js");
      await new Promise((done, fail) => {
        installing.addEventListener("statechange", () => {
          if (installing.state === "activated") done();
          else if (installing.state === "redundant") fail();
        });
      });
      await show();
    } catch {
      await removeKept();
      await show(page.dataset.failed);
    }
    keep.disabled = false;
  });
  remove.addEventListener("click", async () => {
    await removeKept();
    await show(page.dataset.removed);
  });
  show();
})();
