// The screen on which a letter is marked: which element is at hand, its boxes on the page, pages that were
// seen, words to quote, and the next letter fetched ahead. Nothing is decided here: the server checks all.
"use strict";
(() => {
  const root = () => document.querySelector("[data-review]");
  const pane = () => document.querySelector("[data-pages]");
  const all = (query, within = document) => [...within.querySelectorAll(query)];

  // --- the element at hand

  const current = () => document.querySelector("tr.element.on")?.dataset.element;
  const choose = (element, { scroll = true } = {}) => {
    if (!element) return;
    all("tr.element").forEach((row) => {
      const on = row.dataset.element === element;
      row.classList.toggle("on", on);
      const pick = row.querySelector("button.pick");
      if (on) pick?.setAttribute("aria-current", "true");
      else pick?.removeAttribute("aria-current");
    });
    all("[data-editor]").forEach((each) => { each.hidden = each.dataset.editor !== element; });
    all("[data-pages] [data-element]").forEach((each) => each.classList.toggle("on", each.dataset.element === element));
    const first = pane()?.querySelector(`[data-element="${CSS.escape(element)}"]`);
    if (first && scroll) within(first);
    document.querySelector("tr.element.on")?.scrollIntoView({ block: "nearest" });
  };
  const within = (node) => {
    const outer = pane().getBoundingClientRect();
    const inner = node.getBoundingClientRect();
    if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) {
      pane().scrollTop += inner.top - outer.top - outer.height / 3;
    }
    if (inner.left < outer.left || inner.right > outer.right) pane().scrollLeft += inner.left - outer.left - 40;
  };
  const step = (by, { waiting = false } = {}) => {
    const rows = all("tr.element");
    const at = rows.findIndex((row) => row.classList.contains("on"));
    for (let more = 1; more <= rows.length; more += 1) {
      const row = rows[(at + by * more + rows.length * more) % rows.length];
      const element = row.dataset.element;
      if (!waiting || (row.classList.contains("waits") && !chosen(element))) return choose(element);
    }
    return undefined;
  };
  const chosen = (element) => document.querySelector(`input[name="verdict_${element}"]:checked`)?.value || "";

  const told = (radio) => {
    const element = radio.name.slice("verdict_".length);
    const editor = radio.closest("[data-editor]");
    const mine = document.querySelector(`[data-mine="${CSS.escape(element)}"]`);
    const words = radio.closest("label").cloneNode(true);
    words.querySelectorAll("kbd").forEach((each) => each.remove());
    if (mine) mine.textContent = radio.value ? `→ ${radio.value === "agree" ? "同意" : words.textContent.trim()}` : "";
    const defects = editor.querySelector("[data-defects]");
    if (defects) defects.hidden = radio.value !== "defective";
    if (radio.value === "agree") step(1, { waiting: true });
  };

  // --- pages: turned, made larger, without red, and known to have been seen

  const sheets = () => all("figure.sheet");
  const now = () => {
    const top = pane().getBoundingClientRect().top + 40;
    const found = sheets().filter((each) => each.getBoundingClientRect().top <= top);
    return Math.max(0, found.length - 1);
  };
  const turn = (by) => {
    const found = sheets();
    const to = Math.min(found.length - 1, Math.max(0, now() + by));
    whole(true);
    pane().scrollTop += found[to].getBoundingClientRect().top - pane().getBoundingClientRect().top;
  };
  // a page that is turned to is shown from head to foot, so that it counts as seen; a zoom ends that
  const whole = (on) => pane().classList.toggle("whole", on);
  const SCREEN = 0.85; // of what is in sight, so that a line is not cut
  const roll = (by) => {
    const box = innerWidth > 900 ? pane() : document.scrollingElement;
    box.scrollTop += by * SCREEN * box.clientHeight;
  };
  const MOST_ZOOM = 5;
  const kept = (name, other) => { try { return localStorage.getItem(`mingcha:${name}`) ?? other; } catch { return other; } };
  const keep = (name, value) => { try { localStorage.setItem(`mingcha:${name}`, value); } catch { /* only a habit */ } };
  const zoom = (to) => {
    const size = Math.min(MOST_ZOOM, Math.max(0, to));
    const box = pane();
    whole(false);
    for (let each = 0; each <= MOST_ZOOM; each += 1) box.classList.toggle(`zoom-${each}`, each === size);
    box.dataset.zoomed = size;
    keep("zoom", size);
  };
  const red = (button) => {
    const plain = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(plain));
    all("[data-pages] img").forEach((each) => { each.src = plain ? each.dataset.without : each.dataset.with; });
  };

  const TO_SEE = 350; // ms that each quarter of a page must be in sight
  let watcher = null;
  const watch = () => {
    watcher?.disconnect();
    watcher = null;
    const box = pane();
    if (!box || !root().hasAttribute("data-marks")) return;
    const waits = new Map();
    const seen = new WeakMap();
    const look = (eye) => {
      const sheet = eye.closest("figure.sheet");
      const picture = sheet.querySelector("img");
      if (picture && !(picture.complete && picture.naturalWidth)) {
        waits.set(eye, setTimeout(() => look(eye), TO_SEE));
        return;
      }
      const eyes = seen.get(sheet) || new Set();
      eyes.add(eye);
      seen.set(sheet, eyes);
      if (eyes.size === sheet.querySelectorAll(".eye").length) tellShown(sheet);
    };
    watcher = new IntersectionObserver((entries) => {
      for (const each of entries) {
        clearTimeout(waits.get(each.target));
        if (each.isIntersecting && document.visibilityState === "visible") waits.set(each.target, setTimeout(() => look(each.target), TO_SEE));
      }
    }, { root: innerWidth > 900 ? box : null });
    all(".eye").forEach((eye) => watcher.observe(eye));
  };
  const tellShown = (sheet) => {
    if ("wasShown" in sheet.dataset || "telling" in sheet.dataset) return;
    sheet.dataset.telling = "";
    const body = new URLSearchParams({ sha256: sheet.dataset.sha256, page: sheet.dataset.page });
    fetch(`${root().dataset.review}/shown`, { method: "POST", body }).then((answer) => {
      delete sheet.dataset.telling;
      if (!answer.ok) return;
      sheet.dataset.wasShown = "";
      counted();
    }, () => { delete sheet.dataset.telling; });
  };
  const counted = () => {
    const found = sheets();
    const left = found.filter((each) => !("wasShown" in each.dataset));
    const place = document.querySelector("[data-shown-count]");
    if (place) place.textContent = left.length ? `还有第${left.map((each) => each.dataset.number).join("、")}页没有看过：从头到尾都在屏幕上停过才算，看完才能认定缺失` : "全部看过";
    all("[data-after-all]").forEach((each) => { each.disabled = left.length > 0; });
  };

  // --- words and reasons

  const field = () => document.querySelector(`[data-editor="${CSS.escape(current() || "")}"] input[name^="why_"]`);
  const quote = () => {
    const words = (getSelection()?.toString() || "").replace(/\s+/g, "");
    const to = field();
    if (!words || !to) return;
    const sheet = getSelection().anchorNode?.parentElement?.closest("figure.sheet");
    const where = sheet && sheets().length > 1 ? `（第${sheet.dataset.number}页）` : "";
    to.value = `${to.value}“${words}”${where}`;
    to.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // --- the next letter, before it is asked for: its page, and its pictures

  let fetched = { place: "", text: "" };
  const ahead = async () => {
    const place = root()?.dataset.ahead;
    if (!place || fetched.place === place) return;
    fetched = { place, text: "" };
    try {
      const answer = await fetch(place, { headers: { "mingcha-ahead": "1" } });
      if (!answer.ok || answer.redirected) return;
      const text = await answer.text();
      const page = new DOMParser().parseFromString(text, "text/html");
      page.querySelectorAll("[data-pages] img").forEach((each, number) => {
        if (number < 3) new Image().src = each.getAttribute("src");
      });
      if (fetched.place === place) fetched = { place, text };
    } catch { fetched = { place: "", text: "" }; }
  };

  // what is saved is saved before anything else is shown; then the letter that is here already is shown
  const bare = (place) => { const url = new URL(place, location.href); url.searchParams.delete("saved"); return url.pathname + url.search; };
  const show = (place, done) => {
    if (!fetched.text || bare(place) !== bare(fetched.place)) {
      fetched = { place: "", text: "" };
      return window.htmx.ajax("GET", place, { target: "body", swap: "innerHTML" }).then(() => history.pushState({ htmx: true }, "", bare(place)));
    }
    const page = new DOMParser().parseFromString(fetched.text, "text/html");
    document.title = page.title;
    // before htmx looks at it: it keeps the address that it finds
    const undo = page.querySelector("[data-undo]");
    if (undo) {
      undo.hidden = !done.undo;
      undo.setAttribute("action", done.undo?.at || "");
      undo.querySelector("button").title = done.undo ? `撤销：${done.undo.what}` : "";
    }
    document.getElementById("main").replaceWith(document.adoptNode(page.getElementById("main")));
    window.htmx.process(document.getElementById("main"));
    history.pushState({ htmx: true }, "", bare(place));
    remember(done.reasons);
    scrollTo(0, 0);
    ready();
    held();
    return undefined;
  };
  const remember = (reasons) => {
    const list = document.querySelector("ul.reasons");
    if (!list) return;
    list.hidden = !reasons.length;
    list.replaceChildren(...reasons.map((words, number) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", title: words });
      Object.assign(button.dataset, { reason: words, key: String(number + 1), keyName: `理由：${words}` });
      const key = document.createElement("kbd");
      key.textContent = String(number + 1);
      button.append(key, ` ${words}`);
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
  };
  const held = async () => {
    const here = root();
    if (!here?.hasAttribute("data-marks")) return;
    try {
      const body = new URLSearchParams({ blind: String("blind" in here.dataset) });
      const answer = await fetch(`${here.dataset.review}/lease`, { method: "POST", body });
      const who = answer.ok ? (await answer.json()).held : "";
      const told = here.querySelector("[data-held]");
      if (told) { told.hidden = !who; told.querySelector("span").textContent = who; }
    } catch { /* told when it is saved */ }
  };
  let saving = false;
  const save = async (form, button) => {
    if (saving) return;
    saving = true;
    form.setAttribute("aria-busy", "true");
    document.getElementById("faults")?.replaceChildren();
    document.querySelectorAll("p.told.done").forEach((each) => each.remove());
    try {
      const body = new URLSearchParams(new FormData(form, button));
      const answer = await fetch(form.action, { method: "POST", body, headers: { "mingcha-ahead": "1", "HX-Request": "true" } });
      if (answer.ok) {
        const done = await answer.json();
        document.dispatchEvent(new CustomEvent("mingcha:saved"));
        await show(done.next, done);
      } else if (answer.headers.get("HX-Redirect")) location.assign(answer.headers.get("HX-Redirect"));
      else {
        const words = new DOMParser().parseFromString(await answer.text(), "text/html").body;
        const place = document.getElementById("faults");
        place.replaceChildren(...words.childNodes);
        place.scrollIntoView({ block: "nearest" });
      }
    } catch {
      document.getElementById("faults").textContent = "没有连上工作台：启动窗口可能已经关闭。填好的内容还在页面上，重新启动后再保存。";
    } finally {
      saving = false;
      form.removeAttribute("aria-busy");
    }
  };
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "marking") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    save(event.target, event.submitter);
  }, true);

  // --- all of it

  let leasing = 0;
  const begin = () => {
    clearInterval(leasing);
    if (!root()) { watcher?.disconnect(); return; }
    zoom(Number(kept("zoom", 2)));
    choose(root().dataset.first);
    counted();
    watch();
    if (root().hasAttribute("data-marks")) {
      leasing = setInterval(held, 120000);
    }
    setTimeout(ahead, 60);
  };

  document.addEventListener("click", (event) => {
    const node = event.target instanceof Element ? event.target : null;
    if (!node || !root()) return;
    const pick = node.closest("[data-pick]");
    if (pick) choose(pick.dataset.pick);
    // the words lie over the boxes, to be selected: a press on them means the box beneath
    const box = node.closest("[data-pages]") && document.elementsFromPoint(event.clientX, event.clientY).map((each) => each.closest("[data-pages] [data-element]")).find(Boolean);
    if (box && !String(getSelection())) choose(box.dataset.element, { scroll: false });
    const button = node.closest("button");
    if (!button) return;
    if (button.dataset.step) step(Number(button.dataset.step));
    if (button.dataset.turn) turn(Number(button.dataset.turn));
    if (button.dataset.roll) roll(Number(button.dataset.roll));
    if (button.dataset.zoom) zoom(Number(pane().dataset.zoomed) + Number(button.dataset.zoom));
    if ("red" in button.dataset) red(button);
    if ("quote" in button.dataset) quote();
    if (button.dataset.reason && field()) { field().value = button.dataset.reason; field().focus(); field().blur(); }
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target instanceof Element ? event.target.closest("#skipping form") : null;
    if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  document.addEventListener("mousedown", (event) => {
    // a press on the button must not take the selection away before it is quoted
    if (event.target instanceof Element && event.target.closest("[data-quote]")) event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name.startsWith("verdict_")) told(event.target);
  });
  document.addEventListener("toggle", (event) => {
    if (event.target instanceof HTMLDetailsElement && event.target.open && event.target.closest("[data-review]")) {
      event.target.querySelector("textarea, select")?.focus();
    }
  }, true);
  document.addEventListener("scroll", (event) => {
    const place = document.querySelector("[data-page-now]");
    if (place && event.target === pane()) place.textContent = String(now() + 1);
  }, true);
  const ready = () => { if (root() && !root().dataset.begun) { root().dataset.begun = ""; begin(); } else if (!root()) begin(); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
  document.addEventListener("htmx:afterSettle", ready);
})();
