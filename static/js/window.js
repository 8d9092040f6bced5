// On a window's page: a number to copy, and the page to tell to somebody by its address alone, which
// names no trouble. Not for windows that are best not named. Without script both are not there.
(() => {
  const page = document.querySelector(".window-page");
  const said = document.getElementById("window-said");
  if (!page || !navigator.clipboard) return;
  const words = page.dataset;

  async function tell(work, done) {
    try {
      await work();
      said.textContent = done;
    } catch (error) {
      if (error.name === "AbortError") return; // the person has changed their mind
      said.textContent = words.failed;
    }
    said.className = "said";
  }

  function button(text, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "small-button";
    made.textContent = text;
    made.addEventListener("click", press);
    return made;
  }

  for (const phone of page.querySelectorAll(".phone")) {
    const number = phone.querySelector(".phone-number").textContent;
    const copy = button(words.copy, () => tell(() => navigator.clipboard.writeText(number), `${number} ${words.copied}`));
    copy.setAttribute("aria-label", `${number} ${words.copy}`);
    phone.after(copy);
  }
  if ("discreet" in words) return;
  const url = location.origin + location.pathname;
  const share = button(words.share, () =>
    navigator.share
      ? tell(() => navigator.share({ url }), "")
      : tell(() => navigator.clipboard.writeText(url), words.shared),
  );
  page.querySelector(".print-memo").append(share);
})();
