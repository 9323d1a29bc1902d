"use strict";
(() => {
  const all = (what, inside = document) => Array.from(inside.querySelectorAll(what));
  const made = (tag, words, look) => Object.assign(document.createElement(tag), { textContent: words, className: look || "" });

  // Tables: a click on a heading sorts, a box above searches.
  const number = (text) => parseFloat(text.replace(/,/g, ""));
  const value = (row, place) => row.cells[place].textContent.trim();

  function sort(table, head) {
    const place = head.cellIndex, numeric = head.classList.contains("number");
    const now = head.getAttribute("aria-sort");
    const up = now ? now !== "ascending" : !numeric;
    all("th", table.tHead).forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const rows = Array.from(table.tBodies[0].rows);
    const blank = (row) => value(row, place) === "";
    rows.sort((a, b) => {
      if (blank(a) || blank(b)) return blank(a) - blank(b);
      const less = numeric ? number(value(a, place)) - number(value(b, place)) : value(a, place).localeCompare(value(b, place), "en", { numeric: true });
      return up ? less : -less;
    });
    table.tBodies[0].append(...rows);
  }

  function search(table, words, told) {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = Array.from(table.tBodies[0].rows);
    let seen = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => text.includes(word));
      seen += !row.hidden;
    }
    told.textContent = wanted.length ? `${seen} of ${rows.length} rows` : "";
  }

  all("table.data").forEach((table, count) => {
    all("th", table.tHead).forEach((head) => {
      const button = made("button", head.firstElementChild.textContent);
      button.type = "button";
      head.firstElementChild.replaceChildren(button);
      button.addEventListener("click", () => sort(table, head));
    });
    if (table.tBodies[0].rows.length < 6) return;
    const name = `search-${count}`, box = made("div", "", "search");
    const label = made("label", "Search in this table"), input = made("input", ""), told = made("output", "");
    label.htmlFor = input.id = name;
    input.type = "search";
    told.setAttribute("for", name);
    input.addEventListener("input", () => search(table, input.value, told));
    box.append(label, input, told);
    table.parentElement.before(box);
  });

  // Stages and scenarios: what is chosen in one list is seen everywhere.
  function choose(place) {
    all(".view").forEach((one) => { one.hidden = one.dataset.view !== place; });
    all("select.views").forEach((list) => { list.value = place; });
    reachable();
  }
  all("select.views").forEach((list) => list.addEventListener("change", () => choose(list.value)));

  // The map: one stop of the Tab key, arrow keys go from link to link, each is told below.
  const shown = (svg) => all(".link", svg).filter((link) => link.getClientRects().length > 0);
  function told(link) {
    const about = link.closest(".map").querySelector(".about-link");
    about.textContent = link.getAttribute("aria-label");
  }
  function stop(svg, at) {
    all(".link", svg).forEach((link) => link.setAttribute("tabindex", link === at ? "0" : "-1"));
  }
  all(".map svg.group").forEach((svg) => {
    all(".link", svg).forEach((link) => {
      link.addEventListener("pointerenter", () => told(link));
      link.addEventListener("focus", () => { stop(svg, link); told(link); });
    });
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const links = shown(svg), place = links.indexOf(document.activeElement);
      if (!step || place < 0) return;
      event.preventDefault();
      links[(place + step + links.length) % links.length].focus();
    });
  });
  function reachable() {
    all(".map svg.group").forEach((svg) => {
      const links = shown(svg), now = all('.link[tabindex="0"]', svg)[0];
      stop(svg, links.includes(now) ? now : links[0]);
    });
    // What can be scrolled can be reached by keyboard.
    all(".rows, .picture-box").forEach((box) => {
      const wide = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (!wide) { ["tabindex", "role", "aria-label"].forEach((name) => box.removeAttribute(name)); return; }
      const words = box.querySelector("caption, title");
      box.setAttribute("tabindex", "0");
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", words ? words.textContent : "picture");
    });
  }
  all(".show-rejected").forEach((box) => box.addEventListener("change", reachable));
  all("details").forEach((one) => one.addEventListener("toggle", reachable));
  window.addEventListener("resize", reachable);
  reachable();
})();
