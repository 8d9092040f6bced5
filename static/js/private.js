// Searching, and answering the finder's questions, without a word of it in the browser's history:
// both are asked by fetch and shown at the page's bare address, whose entry in this tab keeps what
// was asked for back, forward and reload.
// (An address that is replaced after it was opened has been written down by then.) Loaded in the
// head, so that nothing of another page shows before. Without script links and forms are plain.
(() => {
  document.documentElement.classList.add("scripted"); // hides what is said where no script runs
  const pages = { "windows/": "q", "guide/": "answers" };
  const asks = (url) =>
    url.origin === location.origin &&
    Object.keys(pages).some(
      (page) => url.pathname.endsWith(`/${page}`) && url.searchParams.has(pages[page]),
    );

  async function show(asked, first = () => {}) {
    const answer = await fetch(asked);
    const page = await answer.text();
    first();
    window.shownAsked = asked;
    document.open();
    document.write(page);
    document.close();
    document.addEventListener("DOMContentLoaded", () => {
      document.getElementById("main").focus({ preventScroll: true });
      scrollTo(0, 0);
    });
  }

  function open(url) {
    const asked = url.pathname + url.search;
    document.body.setAttribute("aria-busy", "true");
    show(asked, () => history.pushState({ asked }, "", url.pathname)).catch(() => {
      document.body.removeAttribute("aria-busy");
      const status = document.getElementById("search-failed");
      status.textContent = status.dataset.words;
    });
  }

  function restore() {
    const asked = history.state?.asked;
    if (asked && asked !== window.shownAsked) {
      document.documentElement.hidden = true;
      const restored = () => show(asked).catch(() => location.replace(location.pathname));
      if (document.readyState !== "loading") restored();
      else document.addEventListener("DOMContentLoaded", restored);
    } else if (!asked && window.shownAsked) location.reload(); // another page of this tab
  }

  window.openAddress = (address) => {
    const url = new URL(address, location.href);
    if (asks(url)) open(url);
    else location.assign(url);
  };

  if (asks(new URL(location.href))) {
    const asked = (window.shownAsked = location.pathname + location.search);
    history.replaceState({ asked }, "", location.pathname);
  } else restore();

  window.addEventListener("popstate", restore);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const modified = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || modified || !link || !asks(new URL(link.href))) return;
    event.preventDefault();
    open(new URL(link.href));
  });
  document.addEventListener("submit", (event) => {
    // By its attributes: a field called "action" hides the form's own.
    const method = event.target.getAttribute("method") ?? "get";
    if (event.defaultPrevented || method.toLowerCase() !== "get") return;
    const url = new URL(event.target.getAttribute("action") ?? "", location.href);
    url.search = new URLSearchParams(new FormData(event.target));
    if (!asks(url)) return;
    event.preventDefault();
    open(url);
  });
})();
