// While an edition is being made: say so, and let nobody press the button twice.
document.querySelector(".edition-form").addEventListener("submit", (event) => {
  const progress = event.target.querySelector(".edition-progress");
  progress.hidden = false;
  progress.append(document.createElement("progress"), " ", progress.dataset.words);
  event.target.querySelector("[type=submit]").disabled = true;
});
