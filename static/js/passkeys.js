// Says in words why the browser gave no passkey; allauth's own script writes it to the console only.
// What needs this script is hidden where it does not run, or where the browser knows no passkeys.
"use strict";

(() => {
  document.addEventListener("DOMContentLoaded", () => {
    const known = "PublicKeyCredential" in window;
    document.querySelectorAll("[data-passkey]").forEach((each) => {
      each.hidden = (each.dataset.passkey === "known") !== known;
    });
  });
  document.addEventListener("allauth.error", (event) => {
    const box = document.getElementById("passkey-failed");
    const { name } = event.detail.exception;
    box.textContent = box.dataset[name[0].toLowerCase() + name.slice(1)] ?? box.dataset.otherwise;
    event.preventDefault();
    box.hidden = false;
    box.focus();
  });
})();
