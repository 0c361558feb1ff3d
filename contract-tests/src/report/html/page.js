// Everything here is a convenience: the page can be read and printed without it.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const findings = all(".finding");

  for (const button of all(".copy")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      // A page from a file may not reach the clipboard; then the line is selected for the keyboard.
      const line = button.previousElementSibling;
      getSelection().selectAllChildren(line);
      navigator.clipboard?.writeText(line.textContent).then(() => { button.textContent = "Copied"; }, () => {});
    });
  }

  // A link to a finding opens it.
  const follow = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) {
      target.hidden = false;
      target.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", follow);
  follow();

  // The filter.
  const toolbar = document.querySelector(".toolbar");
  if (!toolbar) return;
  toolbar.hidden = false;
  const toggles = all(".toggle", toolbar);
  const search = toolbar.querySelector("input");
  const status = toolbar.querySelector(".shown");
  const texts = new Map(findings.map((finding) => [finding, finding.textContent.toLowerCase()]));
  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    const off = toggles.filter((toggle) => toggle.getAttribute("aria-pressed") === "false");
    const fits = (finding) =>
      off.every((toggle) => finding.dataset[toggle.dataset.key] !== toggle.dataset.value) &&
      texts.get(finding).includes(wanted);
    findings.forEach((finding) => { finding.hidden = !fits(finding); });
    const shown = findings.filter((finding) => !finding.hidden).length;
    status.textContent = `${shown} of ${findings.length} shown`;
    document.getElementById("nothing").hidden = shown > 0;
  };
  for (const toggle of toggles) {
    toggle.addEventListener("click", () => {
      toggle.setAttribute("aria-pressed", toggle.getAttribute("aria-pressed") !== "true");
      filter();
    });
  }
  search.addEventListener("input", filter);
  const unfold = (open) => () => findings.forEach((finding) => { finding.open = open; });
  document.getElementById("unfold").addEventListener("click", unfold(true));
  document.getElementById("fold").addEventListener("click", unfold(false));
  filter();
})();
