"use strict";
(function () {
  const search = document.getElementById("search"), count = document.getElementById("count");
  const rows = Array.from(document.querySelectorAll("#ranking tbody tr"));
  const texts = rows.map((row) => row.textContent.toLowerCase());
  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      row.hidden = !words.every((word) => texts[index].includes(word));
      if (!row.hidden) shown += 1;
    });
    count.textContent = "显示 " + shown + " / " + rows.length + " 份";
  }
  search.addEventListener("input", filter);
  filter();
  const ORDER = ["优", "良", "中", "差", "未评定"];
  function value(cell) {
    const text = cell.textContent.trim();
    const grade = ORDER.findIndex((word) => text.startsWith(word));
    if (grade >= 0) return grade;
    const number = parseFloat(text.replace("%", ""));
    return /^-?[\d.]+%?$/.test(text) ? number : text === "—" ? Infinity : text;
  }
  document.querySelectorAll("[data-column]").forEach((button) => button.addEventListener("click", () => {
    const table = button.closest("table"), body = table.tBodies[0], at = Number(button.dataset.column);
    const down = button.dataset.sorted === "up";
    table.querySelectorAll("[data-column]").forEach((other) => {
      delete other.dataset.sorted;
      other.closest("th").removeAttribute("aria-sort");
    });
    button.dataset.sorted = down ? "down" : "up";
    button.closest("th").setAttribute("aria-sort", down ? "descending" : "ascending");
    const sorted = Array.from(body.rows).map((row) => [value(row.cells[at]), row]);
    sorted.sort(([a], [b]) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1) * (down ? -1 : 1));
    sorted.forEach(([, row]) => body.append(row));
  }));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && event.target !== search) { event.preventDefault(); search.focus(); }
  });
})();
