"use strict";
(function () {
  const data = JSON.parse(document.getElementById("report-data").textContent);
  const F = {};
  data.fields.forEach((name, index) => { F[name] = index; });
  const all = data.findings;
  const byId = (id) => document.getElementById(id);
  const WORDS = {}; /* the words of the severities, as the buttons of the page have them */
  document.querySelectorAll("[data-severity]").forEach((b) => { WORDS[b.dataset.severity] = b.textContent.trim().split(" ")[0]; });
  const list = byId("list"), count = byId("count"), search = byId("search");
  const state = { severity: new Set(), rule: "", project: "", file: "", explained: "", cause: "", words: [], page: 0 };
  let shown = all.map((_, index) => index);
  let size = 50;

  /* Every text goes in through textContent: nothing of a submission is ever parsed as markup. */
  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined && text !== null) element.textContent = text;
    return element;
  }
  function button(text, action) {
    const element = make("button", "", text);
    element.type = "button";
    element.addEventListener("click", action);
    return element;
  }
  const haystacks = all.map((row) => [row[F.code], data.rules[row[F.code]], data.projects[row[F.project]], row[F.level2],
    row[F.name], row[F.value], row[F.message], row[F.suggestion], row[F.explained], row[F.place]].join("\n").toLowerCase());
  const at = new Map();
  all.forEach((row, index) => { if (row[F.fingerprint]) at.set(row[F.file] + ":" + row[F.fingerprint], index); });
  const follows = new Map();
  all.forEach((row, index) => {
    if (!row[F.cause]) return;
    const key = row[F.file] + ":" + row[F.cause];
    if (!follows.has(key)) follows.set(key, []);
    follows.get(key).push(index);
  });

  function matches(index) {
    const row = all[index];
    if (state.severity.size && !state.severity.has(row[F.severity])) return false;
    if (state.rule && row[F.code] !== state.rule) return false;
    if (state.project !== "" && String(row[F.project]) !== state.project) return false;
    if (state.file !== "" && String(row[F.file]) !== state.file) return false;
    if (state.explained === "yes" && !row[F.explained]) return false;
    if (state.explained === "no" && row[F.explained]) return false;
    if (state.cause && state.cause !== row[F.file] + ":" + row[F.cause]) return false;
    return state.words.every((word) => haystacks[index].includes(word));
  }

  function contextTable(table, rowIndex) {
    const box = make("div", "context");
    const grid = make("table", "grid");
    grid.append(make("caption", "", "表" + table.number + " " + (table.project || table.title)));
    const head = make("tr");
    ["期间", "二级指标", "指标名称", "指标值", "位置"].forEach((word) => { const th = make("th", "", word); th.scope = "col"; head.append(th); });
    const thead = make("thead"); thead.append(head); grid.append(thead);
    const body = make("tbody");
    table.rows.forEach((row, index) => {
      const tr = make("tr", (index === rowIndex ? "here" : "") + (row[5] ? " unsure" : ""));
      row.slice(0, 5).forEach((cell) => tr.append(make("td", "", cell)));
      if (index === rowIndex) tr.setAttribute("aria-current", "true");
      body.append(tr);
    });
    grid.append(body); box.append(grid);
    return box;
  }

  function pairTable(pair) {
    const box = make("div", "context");
    const grid = make("table", "grid");
    grid.append(make("caption", "", "与“" + pair.other + "”逐行对照" + (pair.note ? "（" + pair.note + "）" : "")));
    const head = make("tr");
    ["二级指标", "本表", "对照表", "异同"].forEach((word) => { const th = make("th", "", word); th.scope = "col"; head.append(th); });
    const thead = make("thead"); thead.append(head); grid.append(thead);
    const body = make("tbody");
    const WORD = { same: "相同", "number-changed": "只改数字", differs: "不同" };
    pair.rows.forEach((row) => {
      const tr = make("tr", row[3]);
      [row[0], row[1], row[2], WORD[row[3]]].forEach((cell) => tr.append(make("td", "", cell)));
      body.append(tr);
    });
    grid.append(body); box.append(grid);
    return box;
  }

  function toggle(article, key, build) {
    const old = article.querySelector("[data-panel='" + key + "']");
    if (old) { old.remove(); return; }
    const panel = build();
    panel.dataset.panel = key;
    article.append(panel);
    const here = panel.querySelector(".here");
    if (here && here.scrollIntoView) here.scrollIntoView({ block: "nearest" });
  }

  function card(index) {
    const row = all[index];
    const article = make("article", "finding is-" + row[F.severity]);
    article.tabIndex = 0;
    article.dataset.index = String(index);
    article.id = "finding-" + index;
    const head = make("header");
    head.append(make("span", "tag is-" + row[F.severity], WORDS[row[F.severity]]));
    head.append(make("strong", "", row[F.code] + " " + (data.rules[row[F.code]] || "")));
    if (row[F.explained]) head.append(make("span", "tag done", "已说明"));
    const place = [data.files.length > 1 ? data.files[row[F.file]] : "", row[F.table] ? "表" + row[F.table] : "",
      data.projects[row[F.project]], row[F.place]].filter(Boolean).join(" · ");
    head.append(make("span", "soft", place));
    article.append(head);
    if (row[F.name] || row[F.value]) {
      const what = make("p", "what");
      what.append(make("span", "soft", [row[F.period], row[F.level2]].filter(Boolean).join(" · ") + "　"));
      what.append(make("b", "", row[F.name] || "（无名称）"));
      what.append(document.createTextNode(" ▸ "));
      what.append(make("b", "", row[F.value] || "（未填）"));
      article.append(what);
    }
    article.append(make("p", "", row[F.message]));
    if (row[F.suggestion]) article.append(make("p", "", "建议：" + row[F.suggestion]));
    const more = [row[F.basis] ? "依据：" + row[F.basis] : "", row[F.confidence] < 1 ? "把握：" + Math.round(row[F.confidence] * 100) + "%" : "",
      row[F.also] ? "另一半（" + row[F.also] + "）同此" : ""].filter(Boolean).join("　");
    if (more) article.append(make("p", "soft", more));
    if (row[F.explained]) article.append(make("p", "explained", "整改说明：" + row[F.explained]));
    if (row[F.crop] !== null) {
      const figure = make("figure", "crop");
      const image = make("img");
      image.src = data.crops[row[F.crop]];
      image.alt = "原件中该行的图像";
      figure.append(image, make("figcaption", "", "原件截图；识读为：" + row[F.name] + " ▸ " + row[F.value] + "。两者不一致时以原件为准。"));
      article.append(figure);
    }
    const actions = make("div", "actions");
    if (row[F.context] !== null && data.tables[row[F.context]]) {
      actions.append(button("查看所在表", () => toggle(article, "context", () => contextTable(data.tables[row[F.context]], row[F.row]))));
    }
    if (row[F.pair] !== null) {
      actions.append(button("逐行对照", () => toggle(article, "pair", () => pairTable(data.pairs[row[F.pair]]))));
    }
    const own = row[F.file] + ":" + row[F.fingerprint];
    if (row[F.fingerprint] && follows.has(own)) {
      actions.append(button("由此产生 " + follows.get(own).length + " 处", () => { clear(); state.cause = own; apply(); }));
    }
    const root = at.get(row[F.file] + ":" + row[F.cause]);
    if (row[F.cause] && root !== undefined) actions.append(button("查看起因", () => show(root)));
    if (actions.childNodes.length) article.append(actions);
    return article;
  }

  function draw(everything) {
    const pages = Math.max(1, Math.ceil(shown.length / size));
    state.page = Math.min(Math.max(0, state.page), pages - 1);
    const part = everything ? shown : shown.slice(state.page * size, (state.page + 1) * size);
    const fragment = document.createDocumentFragment();
    part.forEach((index) => fragment.append(card(index)));
    if (!shown.length) fragment.append(make("p", "soft", all.length ? "没有符合条件的问题。" : byId("list").dataset.empty));
    list.replaceChildren(fragment);
    count.textContent = shown.length === all.length ? "共 " + all.length + " 处" : "符合 " + shown.length + " / " + all.length + " 处";
    document.querySelectorAll(".pager").forEach((pager) => {
      pager.hidden = pages < 2;
      pager.querySelector(".where").textContent = "第 " + (state.page + 1) + " / " + pages + " 页";
      pager.querySelector(".previous").disabled = state.page === 0;
      pager.querySelector(".next").disabled = state.page === pages - 1;
    });
    byId("clear").hidden = !(state.severity.size || state.rule || state.project !== "" || state.file !== "" || state.explained || state.cause || state.words.length);
  }
  function apply() {
    shown = [];
    for (let index = 0; index < all.length; index++) if (matches(index)) shown.push(index);
    state.page = 0;
    draw();
  }
  function turn(by) { state.page += by; draw(); byId("findings").scrollIntoView(); focusAt(0); }
  function clear() {
    state.severity.clear(); state.rule = state.project = state.file = state.explained = state.cause = ""; state.words = [];
    search.value = "";
    ["rule", "project", "file", "explained"].forEach((id) => { if (byId(id)) byId(id).value = ""; });
    document.querySelectorAll("[data-severity]").forEach((b) => b.setAttribute("aria-pressed", "false"));
  }
  function show(index) {
    if (!shown.includes(index)) { clear(); apply(); }
    state.page = Math.floor(shown.indexOf(index) / size);
    draw();
    const article = byId("finding-" + index);
    article.scrollIntoView({ block: "center" });
    article.focus({ preventScroll: true });
  }
  function focusAt(position) { const items = list.querySelectorAll(".finding"); if (items[position]) items[position].focus(); }
  function step(by) {
    const items = Array.from(list.querySelectorAll(".finding"));
    const current = items.indexOf(document.activeElement && document.activeElement.closest(".finding"));
    const next = current < 0 ? 0 : current + by;
    if (next >= items.length) { if (!document.querySelector(".next").disabled) turn(1); return; }
    if (next < 0) { if (!document.querySelector(".previous").disabled) { turn(-1); focusAt(size - 1); } return; }
    items[next].focus();
    items[next].scrollIntoView({ block: "nearest" });
  }

  let timer = 0;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { state.words = search.value.toLowerCase().split(/\s+/).filter(Boolean); apply(); }, 120);
  });
  ["rule", "project", "file", "explained"].forEach((id) => {
    if (byId(id)) byId(id).addEventListener("change", (event) => { state[id] = event.target.value; apply(); });
  });
  document.querySelectorAll("[data-severity]").forEach((b) => b.addEventListener("click", () => {
    const word = b.dataset.severity;
    if (state.severity.has(word)) state.severity.delete(word); else state.severity.add(word);
    b.setAttribute("aria-pressed", String(state.severity.has(word)));
    apply();
  }));
  document.querySelectorAll("[data-filter]").forEach((b) => b.addEventListener("click", () => {
    clear();
    state[b.dataset.filter] = b.dataset.value;
    if (byId(b.dataset.filter)) byId(b.dataset.filter).value = b.dataset.value;
    apply();
    byId("findings").scrollIntoView();
  }));
  document.querySelectorAll(".pager").forEach((pager) => {
    pager.querySelector(".previous").addEventListener("click", () => turn(-1));
    pager.querySelector(".next").addEventListener("click", () => turn(1));
  });
  byId("size").addEventListener("change", (event) => { size = Number(event.target.value); state.page = 0; draw(); });
  byId("clear").addEventListener("click", () => { clear(); apply(); search.focus(); });
  byId("help").addEventListener("click", () => byId("keys").showModal());
  byId("close-keys").addEventListener("click", () => byId("keys").close());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if (typing || byId("keys").open) return;
    if (event.key === "/") { event.preventDefault(); search.focus(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "n") { if (!document.querySelector(".next").disabled) turn(1); }
    else if (event.key === "p") { if (!document.querySelector(".previous").disabled) turn(-1); }
    else if (event.key === "?") byId("keys").showModal();
    else if (event.key === "Enter" && event.target.classList.contains("finding")) {
      const first = event.target.querySelector(".actions button");
      if (first) first.click();
    }
  });
  window.addEventListener("beforeprint", () => draw(true));
  window.addEventListener("afterprint", () => draw());
  function fromHash() {
    const mark = decodeURIComponent(location.hash.slice(1));
    const index = all.findIndex((row) => row[F.fingerprint] && row[F.fingerprint] === mark);
    if (index >= 0) show(index);
  }
  window.addEventListener("hashchange", fromHash);
  apply();
  fromHash();
})();
