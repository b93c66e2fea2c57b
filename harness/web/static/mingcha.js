// What every page has: faults beside their fields, live counters, a question before what cannot be undone.
"use strict";
(() => {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-field]") : null;
    if (!link) return;
    const field = document.getElementById(link.dataset.field) || document.getElementsByName(link.dataset.field)[0];
    if (field) {
      event.preventDefault();
      field.focus();
    }
  });

  const marked = () => {
    document.querySelectorAll("[aria-invalid][data-marked]").forEach((each) => {
      each.removeAttribute("aria-invalid");
      delete each.dataset.marked;
    });
    document.querySelectorAll("#faults a[data-field]").forEach((each) => {
      const field = document.getElementById(each.dataset.field) || document.getElementsByName(each.dataset.field)[0];
      if (!field) return;
      field.setAttribute("aria-invalid", "true");
      field.dataset.marked = "";
    });
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "faults") {
      marked();
      event.detail.target.scrollIntoView({ block: "nearest" });
    }
  });
  document.addEventListener("htmx:beforeRequest", () => document.getElementById("faults")?.replaceChildren());
  // what was done before is no answer to what is refused now
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "faults" && event.detail.target.childElementCount) document.querySelectorAll("p.told.done").forEach((each) => each.remove());
  });
  document.addEventListener("htmx:sendError", () => {
    const place = document.getElementById("faults");
    if (place) place.textContent = "没有连上工作台：启动窗口可能已经关闭。填好的内容还在页面上，重新启动后再提交。";
  });

  // a boosted link swaps the body alone: the sheets and scripts of the room that is entered come along,
  // those of the room that is left go
  const sheets = (head) => [...head.querySelectorAll("link[rel=stylesheet]")].map((each) => each.getAttribute("href"));
  let entered = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== document.body || !event.detail.shouldSwap) return;
    const head = new DOMParser().parseFromString(event.detail.serverResponse || "", "text/html").head;
    entered = sheets(head);
    if (entered.length === 0) return;
    for (const href of entered.filter((each) => !sheets(document.head).includes(each))) {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = href;
      document.head.append(link);
    }
    for (const each of head.querySelectorAll("script[src]")) {
      const src = each.getAttribute("src");
      if ([...document.scripts].some((one) => one.getAttribute("src") === src)) continue;
      const script = document.createElement("script");
      script.src = src;
      document.head.append(script);
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== document.body || !entered?.length) return;
    document.head.querySelectorAll("link[rel=stylesheet]").forEach((each) => {
      if (!entered.includes(each.getAttribute("href"))) each.remove();
    });
  });

  let live = null;
  const follow = () => {
    // not on the body: a boosted link swaps what is in it, and leaves its own attributes
    const place = document.querySelector("[data-live]")?.dataset.live;
    if (live && live.place === place) return;
    live?.source.close();
    live = null;
    if (!place || !("EventSource" in window)) return;
    const source = new EventSource(place);
    live = { place, source };
    source.addEventListener("counts", (event) => {
      for (const [name, count] of Object.entries(JSON.parse(event.data))) {
        document.querySelectorAll(`[data-count="${name}"]`).forEach((each) => {
          each.textContent = count > 10000 ? "10,000+" : String(count);
          each.hidden = count === 0;
        });
      }
    });
    source.addEventListener("jobs", (event) => document.dispatchEvent(new CustomEvent("mingcha:jobs", { detail: JSON.parse(event.data) })));
  };
  document.addEventListener("DOMContentLoaded", follow);
  document.addEventListener("htmx:afterSettle", follow);
  window.addEventListener("pagehide", () => live?.source.close());
})();
// The list of what runs is drawn anew when something has moved.
document.addEventListener("mingcha:jobs", () => {
  const list = document.querySelector("[data-jobs]");
  if (list && window.htmx) window.htmx.ajax("GET", list.dataset.jobs, { target: "#jobs", select: "#jobs", swap: "outerHTML" });
});
