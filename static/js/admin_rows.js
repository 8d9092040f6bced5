// Rows of a window's form: added, moved and filled with the commonest hours by buttons; below the
// hours a line that the server words. Without script blank rows, a number for the order and the
// preview do the same.
"use strict";

(() => {
  const COMMON = [
    ["平日 8:30～17:15", [0, 1, 2, 3, 4], "8:30", "17:15"],
    ["平日 9:00～17:00", [0, 1, 2, 3, 4], "9:00", "17:00"],
    ["毎日 24時間", [0, 1, 2, 3, 4, 5, 6], "0:00", "24:00"],
  ];
  document.documentElement.classList.add("scripted");

  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const changed = (row) => row.dispatchEvent(new Event("input", { bubbles: true }));

  const isBlank = (row) =>
    !field(row, "id")?.value
    && !row.querySelector(":checked:not(option), .errorlist")
    && [...row.querySelectorAll('input[type="text"]')].every((box) => !box.value || box === field(row, "order"));

  const fill = (row, [, days, opens, closes]) => {
    row.querySelectorAll('[name$="-weekdays"]').forEach((box) => {
      box.checked = days.includes(Number(box.value));
    });
    field(row, "opens").value = opens;
    field(row, "closes").value = closes;
    changed(row);
  };

  const addCommon = (row) => {
    const bar = document.createElement("p");
    bar.className = "hours-copy";
    COMMON.forEach((common) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = common[0];
      button.addEventListener("click", () => fill(row, common));
      bar.append(button);
    });
    row.querySelector("legend").after(bar);
  };

  document.querySelectorAll(".rows").forEach((group) => {
    const rows = () => [...group.querySelectorAll(":scope > .row")];
    const total = group.querySelector('[name$="-TOTAL_FORMS"]');
    const blank = group.querySelector("template");
    const add = group.querySelector(".add-row button");

    // The order that people see; the numbers in the names of the fields stay what they are.
    const number = () => rows().forEach((row, place, all) => {
      row.querySelectorAll(".row-number").forEach((each) => (each.textContent = place + 1));
      const order = field(row, "order");
      if (!order) return;
      order.value = place;
      row.querySelector(".row-moves").hidden = all.length < 2;
    });

    const move = (row, button) => {
      const up = button.dataset.move === "up";
      const other = up ? row.previousElementSibling : row.nextElementSibling;
      if (!other?.matches(".row")) return;
      if (up) other.before(row);
      else other.after(row);
      number();
      button.focus();
      changed(row);
    };

    group.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) move(button.closest(".row"), button);
    });
    // A blank row behind others is for browsers without script: here a button adds one.
    const last = rows().at(-1);
    if (add && rows().length > 1 && isBlank(last)) {
      last.remove();
      total.value -= 1;
    }
    rows().forEach((row) => field(row, "weekdays") && addCommon(row));
    number();
    if (!add) return;
    add.hidden = false;
    add.addEventListener("click", () => {
      blank.insertAdjacentHTML("beforebegin", blank.innerHTML.replaceAll("__prefix__", total.value));
      total.value = Number(total.value) + 1;
      const row = rows().at(-1);
      if (field(row, "weekdays")) addCommon(row);
      number();
      document.querySelectorAll(".datetimeshortcuts").forEach((each) => each.remove());
      window.DateTimeShortcuts?.init();
      row.querySelector("input:not([type=hidden]), select").focus();
      changed(row);
    });
  });

  // Below the hours of a window's form; the page of a call has rows and no such line.
  const line = document.getElementById("hours-line");
  if (line) keepWorded(line);

  function keepWorded(line) {
    const form = line.closest("form");
    let timer;
    let last = 0;
    const ask = async () => {
      const mine = ++last;
      const sent = { method: "POST", body: new FormData(form) };
      const answer = await fetch(line.dataset.address, sent).catch(() => null);
      const words = answer?.ok && (await answer.text());
      if (words && mine === last) line.innerHTML = words;
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 300);
    });
  }

  // A link to one box, as from the search: ready to be typed over.
  const wanted = document.getElementById(location.hash.slice(1));
  if (wanted?.matches("input, textarea")) {
    wanted.focus();
    wanted.select();
  }
})();
