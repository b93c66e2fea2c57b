// Intake: what a choice would do, files that are dropped or photographed, a telephone's timer, a mail's frame.
"use strict";
(() => {
  const effect = (form) => {
    const place = form.querySelector("#effect");
    if (place && window.htmx) window.htmx.ajax("POST", form.dataset.effect, { source: form, target: place, swap: "innerHTML" });
  };
  let waiting = null;
  document.addEventListener("change", (event) => {
    const form = event.target instanceof Element ? event.target.closest("form[data-effect]") : null;
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => effect(form), 120);
  });

  const shown = (input) => {
    const form = input.closest("form");
    const place = form.querySelector(`[data-picked="${input.name}"]`) || form.querySelector("[data-picked]");
    if (!place) return;
    place.querySelectorAll("img").forEach((each) => URL.revokeObjectURL(each.src));
    place.replaceChildren(...[...input.files].map((file, at) => {
      const figure = document.createElement("figure");
      const caption = document.createElement("figcaption");
      caption.textContent = file.name;
      let picture;
      if (/^image\/(png|jpeg|webp|gif|bmp)$/.test(file.type)) {
        picture = document.createElement("img");
        picture.src = URL.createObjectURL(file);
        picture.alt = `第${at + 1}页`;
      } else {
        picture = document.createElement("span");
        picture.className = "paper";
        picture.textContent = (file.name.split(".").pop() || "").slice(0, 5);
      }
      figure.append(picture, caption);
      return figure;
    }));
  };
  const held = new WeakMap(); // a camera gives one picture at a time: the earlier ones stay
  const together = (input, more) => {
    const all = new DataTransfer();
    for (const file of [...(held.get(input) || []), ...more]) {
      if (![...all.files].some((each) => each.name === file.name && each.size === file.size && each.lastModified === file.lastModified)) all.items.add(file);
    }
    input.files = all.files;
    held.set(input, [...all.files]);
    shown(input);
  };
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input instanceof HTMLInputElement && input.type === "file") together(input, [...input.files]);
  });
  const dropped = (event) => (event.target instanceof Element ? event.target.closest(".drop") || event.target.closest("form[data-drop]")?.querySelector(".drop") : null);
  document.addEventListener("dragover", (event) => {
    const place = dropped(event);
    if (!place) return;
    event.preventDefault();
    place.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => dropped(event)?.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    const place = dropped(event);
    if (!place) return;
    event.preventDefault();
    place.classList.remove("over");
    const input = place.querySelector("input[type=file]");
    if (input && event.dataTransfer?.files.length) together(input, [...event.dataTransfer.files]);
  });

  let since = null;
  const told = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const tick = () => {
    const form = document.querySelector("form[data-call]");
    if (!form || since === null) {
      since = null;
      return;
    }
    const seconds = Math.floor((Date.now() - since) / 1000);
    form.querySelector("[data-clock]").textContent = told(seconds);
    form.querySelector("[data-seconds]").value = String(seconds);
  };
  setInterval(tick, 500);
  document.addEventListener("click", (event) => {
    const node = event.target instanceof Element ? event.target : null;
    const timer = node?.closest("[data-timer]");
    if (timer) {
      const running = since !== null;
      if (running) tick();
      since = running ? null : Date.now();
      timer.firstChild.textContent = running ? "重新计时 " : "停止计时 ";
      if (!running) {
        // the server's time is China's; this browser's need not be
        const form = timer.closest("form");
        fetch(form.dataset.call).then(async (answer) => { if (answer.ok) form.querySelector("#time").value = (await answer.text()).trim(); }, () => { /* the page's own time stays */ });
      }
    }
    const opener = node?.closest("[data-frame]");
    const frame = opener && document.querySelector("dialog iframe[data-src]");
    if (frame && !frame.src) frame.src = frame.dataset.src;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!document.querySelector("form[data-call]")) since = null;
  });
  document.addEventListener("submit", () => { tick(); since = null; }, true);
})();
