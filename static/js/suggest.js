// Suggestions below the search box: a WAI-ARIA combobox. Without script the box works as well.
(() => {
  const input = document.getElementById("search-input");
  if (!input) return;
  const { suggest, count, none } = input.form.dataset;
  const list = document.getElementById("suggestions");
  const status = document.getElementById("suggestion-count");
  let timer, asked, active = -1;
  const set = (name, value) => input.setAttribute(name, value);
  set("role", "combobox");
  set("aria-autocomplete", "list");
  set("aria-controls", "suggestions");
  close();

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    mark(-1);
    set("aria-expanded", false);
  }

  function mark(index) {
    active = index;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", i === index));
    const option = list.children[index];
    if (!option) return input.removeAttribute("aria-activedescendant");
    set("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function show(found) {
    list.replaceChildren(...found.map(({ text, kind, url }, i) => {
      const option = document.createElement("li");
      const note = document.createElement("span");
      note.textContent = kind;
      option.append(text, " ", note);
      option.id = "suggestion-" + i;
      option.setAttribute("role", "option");
      option.dataset.url = url;
      return option;
    }));
    mark(-1);
    list.hidden = !found.length;
    set("aria-expanded", !list.hidden);
    status.textContent = found.length ? found.length + count : none;
  }

  async function ask() {
    asked = new AbortController();
    try {
      const url = suggest + "?q=" + encodeURIComponent(input.value);
      const answer = await fetch(url, { signal: asked.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch { /* aborted, or no network */ }
  }

  function typed(event) {
    close();
    status.textContent = "";
    if (!event.isComposing && input.value.trim().length > 1) timer = setTimeout(ask, 200);
  }

  const choose = (option) => openAddress(option.dataset.url);
  const on = input.addEventListener.bind(input);
  on("input", typed);
  on("compositionend", typed);
  on("blur", close);
  on("keydown", (event) => {
    const all = list.hidden ? [] : list.children;
    if (event.isComposing || !all.length) return;
    const { key } = event;
    if (key === "ArrowDown") mark((active + 1) % all.length);
    else if (key === "ArrowUp") mark(active < 1 ? all.length - 1 : active - 1);
    else if (key === "Enter" && active >= 0) choose(all[active]);
    else if (key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => choose(event.target.closest("li")));
})();
