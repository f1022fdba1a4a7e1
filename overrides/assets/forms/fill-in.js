// The page on which a form is filled in: rows that repeat, what the law requires, Word file, print view, clear.
// Nothing typed leaves this page: no request, no storage, and "Xóa hết" empties every place it has been.
(function () {
  "use strict";
  const form = document.querySelector(".portal-fill"), view = document.querySelector(".portal-fill__view");
  if (!form || !view) return;
  const layout = JSON.parse(document.querySelector(".portal-fill__layout").textContent);
  const said = form.querySelector(".portal-fill__said"), missing = form.querySelector(".portal-fill__missing"), paper = view.querySelector(".portal-fill__paper");
  let count = 0, touched = false;

  function say(words) { said.textContent = words; }

  function renumber(set) {
    const rows = set.querySelectorAll(".portal-fill__row"), group = layout.groups[set.dataset.rows];
    rows.forEach((row, place) => {
      const label = row.querySelector(".portal-fill__row-name"), less = row.querySelector("[data-fill=less]");
      label.textContent = group.row + " " + (place + 1);
      row.setAttribute("aria-label", label.textContent);
      less.textContent = "Bỏ: " + label.textContent;
      less.hidden = rows.length <= Math.max(1, group.least);
    });
  }

  function more(set) {
    const row = set.querySelector("template").content.firstElementChild.cloneNode(true);
    count += 1;
    row.querySelectorAll("*").forEach(node => ["id", "for", "name", "aria-describedby", "aria-labelledby"].forEach(attribute => {
      if (node.hasAttribute(attribute)) node.setAttribute(attribute, node.getAttribute(attribute).replace("#", count));
    }));
    set.querySelector("div").append(row);
    renumber(set);
    return row;
  }

  function start() {
    form.reset();
    form.querySelectorAll("[data-rows]").forEach(set => {
      const group = layout.groups[set.dataset.rows];
      set.querySelector("div").textContent = "";
      for (let n = 0; n < Math.max(group.least, group.preset.length); n++) {
        const row = more(set), preset = group.preset[n] || {};
        Object.keys(preset).forEach(key => { row.querySelector(`[data-key=${key}]`).value = preset[key]; });
      }
    });
    paper.textContent = missing.textContent = "";
    missing.hidden = view.hidden = true;
    form.hidden = touched = false;
  }

  // What stands in one field of a place (a row, or the form): text, or the options chosen.
  function written(place, key, field) {
    const boxes = Array.from(place.querySelectorAll(`[data-key=${key}]`)).filter(box => place !== form || !box.closest("[data-rows]"));
    if (!field.options) return boxes[0].value;
    const chosen = boxes.filter(box => box.checked).map(box => box.value);
    return field.kind === "chon" ? chosen[0] || "" : chosen;
  }

  function collect(place, fields) {
    const found = {};
    Object.keys(fields).forEach(key => { found[key] = written(place, key, fields[key]); });
    return found;
  }

  function values() {
    const found = collect(form, layout.fields);
    form.querySelectorAll("[data-rows]").forEach(set => {
      found[set.dataset.rows] = Array.from(set.querySelectorAll(".portal-fill__row")).map(row => collect(row, layout.groups[set.dataset.rows].fields));
    });
    return found;
  }

  // [words, element to go to, law] of every required field that is empty; a further row that is wholly empty is no gap.
  function gaps() {
    const places = [[form, layout.fields, ""]];
    form.querySelectorAll("[data-rows]").forEach(set => set.querySelectorAll(".portal-fill__row").forEach((row, n) => {
      const group = layout.groups[set.dataset.rows], empty = !Object.values(collect(row, group.fields)).some(value => portalSheet.text(value));
      if (!empty || n < group.least) places.push([row, group.fields, row.getAttribute("aria-label") + ": "]);
    }));
    const found = [];
    places.forEach(([place, fields, where]) => Object.keys(fields).forEach(key => {
      if (!fields[key].law || portalSheet.text(written(place, key, fields[key]))) return;
      const box = Array.from(place.querySelectorAll(`[data-key=${key}]`)).find(node => place !== form || !node.closest("[data-rows]"));
      const [point, name] = fields[key].law.split(/ (?=(?:Bộ l|L)uật )/);        // the law is named once, below the list
      found.push([`${where}${fields[key].name} (${point})`, box, name]);
    }));
    return found;
  }

  function element(name, words, kind) {
    const node = document.createElement(name);
    node.textContent = words;
    if (kind) node.className = kind;
    return node;
  }

  function show(found, then) {
    const list = element("ul", "");
    found.forEach(([words, box]) => {
      const go = element("button", words, "portal-fill__go"), item = element("li", "");
      go.type = "button";
      go.addEventListener("click", () => box.focus());
      item.append(go);
      list.append(item);
    });
    const anyway = element("button", then === "word" ? "Vẫn tạo tệp Word" : "Vẫn xem và in", "portal-button");
    anyway.type = "button";
    anyway.addEventListener("click", () => ACTS[then]());
    missing.textContent = "";
    const laws = Array.from(new Set(found.map(gap => gap[2]))).join("; ");
    missing.append(element("p", "Luật yêu cầu ghi những điều này, tờ giấy còn thiếu:"), list, element("p", "Theo " + laws + "."), anyway);
    missing.hidden = false;
    missing.focus();
  }

  function lay() {
    paper.textContent = "";
    paper.append(portalSheet.draw(layout, values()));
  }

  const ACTS = {
    word: () => {
      try {
        const link = document.createElement("a"), address = URL.createObjectURL(portalDocx.write(layout, portalSheet.blocks(layout, values())));
        link.href = address;
        link.download = layout.stem + ".docx";
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(() => URL.revokeObjectURL(address), 60000);
        say(`Đã tạo tệp ${link.download}. Tìm trong thư mục Tải về. Không thấy tệp thì bấm “Xem và in”.`);
      } catch (refused) {
        say("Máy không tạo được tệp Word. Chữ vẫn còn nguyên: bấm “Xem và in”.");
      }
    },
    view: () => {
      lay();
      form.hidden = true;
      view.hidden = false;
      paper.focus();
    }
  };

  function checked(then) {
    const found = gaps();
    missing.hidden = true;
    if (found.length) show(found, then);
    else ACTS[then]();
  }

  function clear(button) {
    if (!button.dataset.sure) {
      button.dataset.sure = "1";
      button.textContent = "Bấm lần nữa để xóa hết";
      return;
    }
    start();
    calm();
    say("Đã xóa hết chữ đã gõ.");
    form.querySelector("[data-key]").focus();
  }

  function calm() {
    const button = form.querySelector("[data-fill=clear]");
    delete button.dataset.sure;
    button.textContent = "Xóa hết";
  }

  document.addEventListener("click", event => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    const act = button.dataset.fill, set = button.closest("[data-rows]");
    if (act !== "clear") calm();
    if (act === "word" || act === "view") checked(act);
    if (act === "clear") clear(button);
    if (act === "print") window.print();
    if (act === "more") more(set).querySelector(".portal-fill__row-name").focus();
    if (act === "less") {
      button.closest(".portal-fill__row").remove();
      renumber(set);
      set.querySelector("[data-fill=more]").focus();
    }
    if (act === "back") {
      view.hidden = true;
      form.hidden = false;
      form.querySelector("[data-fill=view]").focus();
    }
  });
  form.addEventListener("input", () => { touched = true; calm(); });
  form.addEventListener("submit", event => event.preventDefault());
  // Whoever prints from the form itself gets the sheet too: a long answer would be cut at the edge of its box.
  window.addEventListener("beforeprint", lay);
  window.addEventListener("afterprint", () => { if (view.hidden) paper.textContent = ""; });
  window.addEventListener("beforeunload", event => { if (touched) { event.preventDefault(); event.returnValue = ""; } });

  start();
  form.classList.add("portal-fill--ready");
  document.querySelector(".portal-fill__without").hidden = true;
})();
