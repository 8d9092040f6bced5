// What Django's own widgets leave without a name: boxes that complete a choice, the search of a list,
// hints that are pictures, the facts of a row that is shown as a card. And tables that are moved
// sideways are reached by keyboard. Admin only.
"use strict";

(() => {
  // A cross in the list of the choices is no item of it; each choice has a cross of its own.
  document.querySelectorAll("select.admin-autocomplete[multiple]").forEach((each) => {
    each.dataset.allowClear = "false";
  });

  // A style sheet that makes cards of rows takes from a browser what it knows of the table.
  const list = document.getElementById("result_list");
  const give = (role, cells) => cells.forEach((each) => each.setAttribute("role", role));
  if (list) {
    const titles = [...list.tHead.rows[0].cells].map((each) => each.querySelector(".text")?.textContent.trim() ?? "");
    give("table", [list]);
    give("rowgroup", [list.tHead, ...list.tBodies]);
    give("columnheader", [...list.tHead.rows[0].cells]);
    [...list.rows].forEach((row) => give("row", [row]));
    [...list.tBodies].flatMap((body) => [...body.rows]).forEach((row) => {
      [...row.cells].forEach((cell, place) => {
        give(cell.matches("th") ? "rowheader" : "cell", [cell]);
        if (titles[place] && cell.matches("td")) cell.dataset.label = titles[place];
        const words = cell.textContent.trim();
        cell.classList.toggle("says-nothing", ["", "-"].includes(words) && !cell.querySelector("img, input"));
      });
    });
  }

  const wordsOf = (select) =>
    select.getAttribute("aria-label")
    ?? document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.textContent.trim()
    ?? "";

  const name = () => {
    document.querySelectorAll("select.admin-autocomplete").forEach((select) => {
      const box = select.nextElementSibling;
      if (!box?.matches(".select2-container")) return;
      const open = box.matches(".select2-container--open")
        ? document.querySelectorAll(".select2-dropdown .select2-search__field") : [];
      const parts = box.querySelectorAll("[role=combobox], [role=textbox], .select2-search__field");
      [...parts, ...open].forEach((each) => each.setAttribute("aria-label", wordsOf(select)));
    });
    document.querySelectorAll(".help-tooltip").forEach((each) => each.setAttribute("role", "img"));
    const search = document.querySelector("label[for=searchbar] img");
    if (search) document.getElementById("searchbar").setAttribute("aria-label", search.alt);
    document.querySelectorAll(".inline-group, .results").forEach((each) => {
      if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
    });
  };

  let waits = false;
  const soon = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; name(); });
  };
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  addEventListener("resize", name);
  name();
})();
