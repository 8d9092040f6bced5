// Searching without a word of the question in the browser's history: questions are asked by fetch
// and shown at /windows/, whose entry in this tab keeps the question for back, forward and reload.
// (An address that is replaced after it was opened has been written down by then.) Loaded in the
// head, so that nothing of another page shows before. Without script links and forms are plain.
(() => {
  document.documentElement.classList.add("scripted"); // hides what is said where no script runs
  const list = /^\/([a-z]+\/)?windows\/$/; // in each language
  const asks = (url) =>
    url.origin === location.origin && list.test(url.pathname) && url.searchParams.has("q");

  async function show(path, search, first = () => {}) {
    const answer = await fetch(path + search);
    const page = await answer.text();
    first();
    window.shownSearch = search;
    document.open();
    document.write(page);
    document.close();
    document.addEventListener("DOMContentLoaded", () => {
      document.getElementById("main").focus({ preventScroll: true });
      scrollTo(0, 0);
    });
  }

  function open({ pathname, search }) {
    document.body.setAttribute("aria-busy", "true");
    show(pathname, search, () => history.pushState({ search }, "", pathname)).catch(() => {
      document.body.removeAttribute("aria-busy");
      const status = document.getElementById("search-failed");
      status.textContent = status.dataset.words;
    });
  }

  function restore() {
    const search = history.state?.search;
    if (search && search !== window.shownSearch) {
      document.documentElement.hidden = true;
      const restored = () => show(location.pathname, search).catch(() => location.replace(location.pathname));
      if (document.readyState !== "loading") restored();
      else document.addEventListener("DOMContentLoaded", restored);
    } else if (!search && window.shownSearch) location.reload(); // another page of this tab
  }

  window.openAddress = (address) => {
    const url = new URL(address, location.href);
    if (asks(url)) open(url);
    else location.assign(url);
  };

  if (asks(new URL(location.href))) {
    window.shownSearch = location.search;
    history.replaceState({ search: location.search }, "", location.pathname);
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
    const url = new URL(event.target.action);
    url.search = new URLSearchParams(new FormData(event.target));
    if (event.defaultPrevented || event.target.method !== "get" || !asks(url)) return;
    event.preventDefault();
    open(url);
  });
})();
