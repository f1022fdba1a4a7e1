// The layout of a form and what was written → the blocks of one sheet, and the blocks → the page.
// The same as scripts/portal/forms/paper.py and screen.py; tests/browser/test_fill_in.py holds them together.
window.portalSheet = (function () {
  "use strict";
  const DATE = "......... / ......... / 20.........", DOT = 1.147, WIDTHS = { so: 15 };
  const NATION = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"];

  function text(value) {
    return (Array.isArray(value) ? value.join(", ") : value === undefined || value === null ? "" : String(value)).trim();
  }

  function letter(number) {
    return String.fromCharCode(65 + number % 26) + (number >= 26 ? Math.floor(number / 26) + 1 : "");
  }

  // A slot of the layout → parts: {text, bold}, {answer}, {width, lines} (0: to the end of the line), {option, ticked}.
  function slot(form, values, key, group, row, ends) {
    const mine = group && group.fields[key], field = mine || form.fields[key] || {};
    const value = (mine ? row : values)[key];
    if (field.options) return field.options.map(option => ({ option, ticked: [].concat(value || []).includes(option) }));
    if (text(value)) return [{ answer: text(value) }];
    if (field.kind === "ngay") return [{ text: DATE }];
    const open = ends && field.kind !== "so" && !field.width;
    return [{ width: open ? 0 : field.width || WIDTHS[field.kind] || 45, lines: open ? field.lines || 1 : 1 }];
  }

  function line(form, values, template, group, number, row, closed) {
    const pieces = template.split(/(\*\*|\{\w*\})/).filter(Boolean), parts = [];
    let bold = false;
    pieces.forEach((piece, place) => {
      if (piece === "**") bold = !bold;
      else if (!/^\{\w*\}$/.test(piece)) parts.push({ text: piece, bold });
      else if (group && piece === "{so}") parts.push({ text: String(number + 1), bold });
      else if (group && piece === "{chu}") parts.push({ text: letter(number), bold });
      else parts.push(...slot(form, values, piece.slice(1, -1), group, row, !closed && place === pieces.length - 1));
    });
    return parts;
  }

  function plain(parts) {
    return parts.map(part => "width" in part ? "......" : part.text || part.answer || part.option || "").join("");
  }

  function blocks(form, values) {
    const rows = key => {
      const written = (values[key] || []).filter(row => Object.keys(row).some(name => text(row[name])));
      if (written.length) return written;
      const group = form.groups[key], blank = group.preset.slice();
      while (blank.length < group.rows) blank.push({});
      return blank;
    };
    const paragraphs = item => [].concat(...rows(item.group).map((row, number) =>
      item.paragraphs.map(words => ({ kind: "paragraph", parts: line(form, values, words, form.groups[item.group], number, row) }))));
    const cells = item => rows(item.group).map((row, number) => item.columns.map(column =>
      line(form, values, column[1], form.groups[item.group], number, row).filter(part => !("width" in part) && part.text !== DATE)));
    const places = item => [].concat(...item.signers.map(who => {
      const group = who.group && form.groups[who.group];
      return (group ? rows(who.group) : [{}]).map((row, number) => ({
        role: plain(line(form, values, who.role, group, number, row)), above: line(form, values, who.above, group, number, row, true), below: who.below,
        name: plain(line(form, values, who.name, group, number, row).filter(part => !("width" in part)))
      }));
    }));
    const head = form.left.length || form.national ? [{ kind: "head", left: form.left.map(words => line(form, values, words, null, 0, {}, true)), nation: form.national ? NATION : [] }] : [];
    const title = { kind: "title", text: plain(line(form, values, form.title, null, 0, {}, true)), under: form.subtitle };
    return [].concat(head, title, ...form.blocks.map(item =>
      item.kind === "repeat" ? paragraphs(item)
        : item.kind === "paragraph" ? [{ kind: "paragraph", parts: line(form, values, item.text) }]
          : item.kind === "table" ? [{ kind: "table", columns: item.columns, height: item.height, rows: cells(item) }]
            : item.kind === "signatures" ? [{ kind: "signatures", places: places(item) }] : [item]));
  }

  function make(name, kind, ...inside) {
    const node = document.createElement(name);
    if (kind) node.className = kind;
    node.append(...inside);
    return node;
  }

  function words(parts) {
    return [].concat(...parts.map(part => {
      if ("width" in part) return ".".repeat(Math.round(part.width / DOT));
      if (part.option) return [make("span", "portal-paper__option", (part.ticked ? "☒ " : "☐ ") + part.option), " "];
      if (part.answer) return make("span", "portal-paper__answer", part.answer);
      return part.bold ? make("strong", "", part.text) : part.text;
    }));
  }

  function paragraph(parts) {
    const last = parts[parts.length - 1];
    if (!last || last.width !== 0) return [make("p", "", ...words(parts))];
    const more = Array.from({ length: last.lines - 1 }, () => make("p", "portal-paper__dots"));
    return [make("p", "portal-paper__open", make("span", "", ...words(parts.slice(0, -1))), make("span", "portal-paper__dots"))].concat(more);
  }

  function table(block) {
    const widths = make("colgroup", "", ...block.columns.map(column => {
      const col = make("col");
      col.width = column[2] + "%";
      return col;
    }));
    const head = make("tr", "", ...block.columns.map(column => {
      const cell = make("th", "", column[0]);
      cell.scope = "col";
      return cell;
    }));
    const body = block.rows.map(row => make("tr", "", ...row.map(cell => make("td", "", ...words(cell)))));
    return make("table", "portal-paper__table" + (block.height > 12 ? " portal-paper__table--tall" : ""), widths, make("thead", "", head), make("tbody", "", ...body));
  }

  function place(sign) {
    if (!sign.role) return make("div");
    const above = sign.above.length ? [make("p", "", make("em", "", ...words(sign.above)))] : [];
    return make("div", "", ...above, make("p", "", make("strong", "", sign.role)), make("p", "", make("em", "", sign.below)), make("p", "portal-paper__name", sign.name));
  }

  const DRAW = {
    head: block => [make("div", "portal-paper__head", make("div", "", ...block.left.map(parts => make("p", "", ...words(parts)))),
      make("div", "portal-paper__nation", ...block.nation.map(said => make("p", "", said))))],
    title: block => [make("p", "portal-paper__title", block.text)].concat(block.under ? make("p", "portal-paper__under", block.under) : []),
    heading: block => [make("p", "portal-paper__part", block.text)],
    paragraph: block => paragraph(block.parts),
    table: block => [table(block)],
    signatures: block => [make("div", "portal-paper__signs", ...block.places.map(place))],
    newpage: () => [make("div", "portal-paper__turn")]
  };

  // The sheet as an element. Nothing written becomes markup: every word goes in as text.
  function draw(form, values) {
    const node = make("div", "portal-paper" + (form.landscape ? " portal-paper--wide" : ""), ...[].concat(...blocks(form, values).map(block => DRAW[block.kind](block))));
    if (form.notice) node.append(make("p", "portal-paper__notice", form.notice));
    node.lang = "vi";
    return node;
  }

  return { blocks, draw, text };
})();
