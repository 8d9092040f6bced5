// Buttons that fill a row of reception hours with what is commonest. Everything works without.
"use strict";

(() => {
  const COMMON = [
    ["平日 8:30～17:15", [0, 1, 2, 3, 4], "8:30", "17:15"],
    ["平日 9:00～17:00", [0, 1, 2, 3, 4], "9:00", "17:00"],
    ["毎日 24時間", [0, 1, 2, 3, 4, 5, 6], "0:00", "24:00"],
  ];

  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);

  const fill = (row, [, days, opens, closes]) => {
    row.querySelectorAll('[name$="-weekdays"]').forEach((box) => {
      box.checked = days.includes(Number(box.value));
    });
    field(row, "opens").value = opens;
    field(row, "closes").value = closes;
  };

  const addButtons = (row) => {
    const bar = document.createElement("div");
    bar.className = "hours-copy";
    COMMON.forEach((common) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = common[0];
      button.addEventListener("click", () => fill(row, common));
      bar.append(button);
    });
    row.querySelector("fieldset").before(bar);
  };

  document.querySelectorAll("#hours_rules-group .inline-related:not(.empty-form)").forEach(addButtons);
  document.addEventListener("formset:added", (event) => {
    if (event.detail.formsetName === "hours_rules") addButtons(event.target);
  });
})();
