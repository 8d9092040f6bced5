// What Django's own widgets leave without a name: boxes that complete a choice, the search of a list,
// hints that are pictures. And tables that are moved sideways are reached by keyboard. Admin only.
"use strict";

(() => {
  // A cross in the list of the choices is no item of it; each choice has a cross of its own.
  document.querySelectorAll("select.admin-autocomplete[multiple]").forEach((each) => {
    each.dataset.allowClear = "false";
  });

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
