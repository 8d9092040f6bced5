// Searching in the mirror, where no server answers: the list of all windows, narrowed down to those
// that hold every word of the question. Without script the whole list stands there.
(() => {
  const fold = (text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));

  async function narrow(question) {
    const words = fold(question).split(/\s+/).filter(Boolean);
    const answer = await fetch("/windows.json");
    if (!words.length || !answer.ok) return;
    const found = new Set(
      (await answer.json())
        .filter((window) => words.every((word) => window.text.includes(word)))
        .map((window) => String(window.pk)),
    );
    if (!found.size) return;
    for (const row of document.querySelectorAll(".windows [data-window]"))
      row.hidden = !found.has(row.dataset.window);
  }

  const search = window.shownAsked ? new URL(window.shownAsked, location.href).search : location.search;
  const question = new URLSearchParams(search).get("q");
  if (question) narrow(question).catch(() => {});
})();
