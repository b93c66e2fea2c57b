// Single keys: an element with data-key="x" is clicked (or, a field, focused) when x is pressed. Off
// while somebody types, with Ctrl, Alt or Meta, and in input methods; nothing native is taken, nothing
// lies on Backspace. `?` lists what this page has.
"use strict";
(() => {
  const typing = (node) =>
    node instanceof HTMLElement &&
    (node.isContentEditable || node.matches("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit])"));
  const visible = (node) => node.getClientRects().length > 0;
  const scope = () => document.querySelector("dialog[open]") || document;
  const bearers = () => [...scope().querySelectorAll("[data-key]")].filter((each) => visible(each) && !each.disabled);

  const label = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll("kbd, .count, [hidden]").forEach((each) => each.remove());
    return (node.dataset.keyName || copy.textContent.trim() || node.title || node.getAttribute("aria-label") || "").replace(/\s+/g, " ");
  };

  const listed = () => {
    const list = document.querySelector("[data-keys-list]");
    if (!list) return;
    list.replaceChildren();
    for (const each of document.querySelectorAll("[data-key]")) {
      if (!visible(each) || list.contains(each)) continue;
      const key = document.createElement("dt");
      const kbd = document.createElement("kbd");
      kbd.textContent = each.dataset.keyShown || each.dataset.key;
      key.append(kbd);
      const name = document.createElement("dd");
      name.textContent = label(each);
      list.append(key, name);
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "Enter" && event.target instanceof Element && event.target.closest("a, button, summary")) return;
    const found = bearers().find((each) => each.dataset.key === event.key);
    if (!found) return;
    event.preventDefault();
    if (typing(found)) found.focus();
    else found.click();
  });

  document.addEventListener("click", (event) => {
    const node = event.target instanceof Element ? event.target : null;
    const opener = node?.closest("[data-open]");
    if (opener) {
      if (opener.dataset.open === "keys-help") listed();
      document.getElementById(opener.dataset.open)?.showModal();
    }
    const closer = node?.closest("[data-close]");
    if (closer) document.getElementById(closer.dataset.close)?.close();
  });
})();
