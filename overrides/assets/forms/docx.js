// Blocks of a sheet → a .docx in memory: prepared parts, one written part, a stored ZIP. No library, no network.
window.portalDocx = (function () {
  "use strict";
  const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', OPEN = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
  const REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/", PKG = "http://schemas.openxmlformats.org/package/2006/";
  const FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/>';
  const TWIP = 56.7, DOT = 1.147;                        // twentieths of a point in a millimetre; mm of a full stop at 13 pt

  // XML 1.0 knows no control characters and no half of a pair: both would make Word refuse the file.
  function safe(text) {
    return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/g, "").replace(/(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1")
      .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  }

  function run(text, look) {
    const inside = safe(text).split(/\r?\n/).map(line => line.split("\t").map(piece => piece && `<w:t xml:space="preserve">${piece}</w:t>`).join("<w:tab/>")).join("<w:br/>");
    return `<w:r>${look ? `<w:rPr>${look}</w:rPr>` : ""}${inside}</w:r>`;
  }

  function runs(parts, look = "") {
    return parts.map(part =>
      "width" in part ? run(part.width ? ".".repeat(Math.round(part.width / DOT)) : Array(part.lines).fill("\t").join("\n"), look)
        : part.option ? run(part.ticked ? "☒" : "☐", '<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol"/>' + look) + run("\u00a0" + part.option.replace(/ /g, "\u00a0") + "    ", look)
          : run(part.answer || part.text, (part.bold && !look.includes("<w:b/>") ? "<w:b/>" : "") + look)).join("");
  }

  const para = (inside, look = "") => `<w:p>${look ? `<w:pPr>${look}</w:pPr>` : ""}${inside}</w:p>`;
  const size = points => `<w:sz w:val="${points * 2}"/>`, TIGHT = '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>', MIDDLE = '<w:jc w:val="center"/>';

  function table(widths, rows, grid, head) {
    const edge = side => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`;
    const edges = grid ? `<w:tblBorders>${["top", "left", "bottom", "right", "insideH", "insideV"].map(edge).join("")}</w:tblBorders>` : "";
    const pad = grid ? "" : '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>';
    const cell = (inside, place) => `<w:tc><w:tcPr><w:tcW w:w="${Math.round(widths[place] * TWIP)}" w:type="dxa"/>${grid ? '<w:vAlign w:val="center"/>' : ""}</w:tcPr>${inside}</w:tc>`;
    const lines = rows.map((row, place) => `<w:tr><w:trPr><w:cantSplit/>${grid ? '<w:trHeight w:val="400"/>' : ""}${head && !place ? "<w:tblHeader/>" : ""}</w:trPr>${row.map(cell).join("")}</w:tr>`);
    return `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>${edges}<w:tblLayout w:type="fixed"/>${pad}</w:tblPr><w:tblGrid>${
      widths.map(width => `<w:gridCol w:w="${Math.round(width * TWIP)}"/>`).join("")}</w:tblGrid>${lines.join("")}</w:tbl>`;
  }

  function sign(place) {
    if (!place.role) return para("", TIGHT);
    const line = (inside) => para(inside, TIGHT + MIDDLE);
    return (place.above.length ? line(runs(place.above, "<w:i/>" + size(11))) : "") + line(run(place.role, "<w:b/>")) + line(run(place.below, "<w:i/>" + size(11)))
      + line("").repeat(3) + line(run(place.name));
  }

  function body(form, blocks) {
    const width = form.landscape ? 262 : 165;
    let turn = false;
    const write = {
      head: block => {
        const lines = block.left.map((parts, place) => para(runs(parts, block.nation.length || place + 1 === block.left.length ? "<w:b/>" : ""), TIGHT + MIDDLE)).join("");
        const nation = block.nation.map((said, place) => para(run(place ? said : said.replace(/ /g, "\u00a0"), "<w:b/>" + (place ? "<w:u w:val=\"single\"/>" : size(12))), TIGHT + MIDDLE)).join("");
        const cells = [lines, nation].filter(Boolean), widths = cells.length > 1 ? [width - 92, 92] : nation ? [width] : [110];
        return table(widths, [cells]);
      },
      title: block => para(run(block.text), '<w:pStyle w:val="T"/>') + (block.under ? para(run(block.under), MIDDLE) : ""),
      heading: block => {
        const look = '<w:pStyle w:val="H"/>' + (turn ? "<w:pageBreakBefore/>" : "");
        turn = false;
        return para(run(block.text), look);
      },
      paragraph: block => para(runs(block.parts), block.parts.some(part => part.width === 0) ? `<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="${Math.round(width * TWIP)}"/></w:tabs>` : ""),
      table: block => {
        const look = size(block.columns.length > 8 ? 9.5 : 11.5);
        const head = block.columns.map(column => para(run(column[0], "<w:b/>" + look), TIGHT + MIDDLE));
        return table(block.columns.map(column => width * column[2] / 100), [head, ...block.rows.map(row => row.map(cell => para(runs(cell, look), TIGHT)))], true, true) + para("", TIGHT);
      },
      signatures: block => {
        let made = "";
        for (let start = 0; start < block.places.length; start += 3) {
          const row = block.places.slice(start, start + 3);
          made += table(row.map(() => width / row.length), [row.map(sign)]) + para("", TIGHT);
        }
        return made;
      },
      newpage: () => { turn = true; return ""; }
    };
    const page = form.landscape ? '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' : '<w:pgSz w:w="11906" w:h="16838"/>';
    const notice = form.notice ? para(run(form.notice, "<w:i/>" + size(9.5))) : "";
    return `${XML}<w:document ${W}><w:body>${blocks.map(block => write[block.kind](block)).join("")}${notice}<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>${page}<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="${
      form.landscape ? 1134 : 1701}" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>`;
  }

  const style = (id, name, look, rest) => `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="N"/><w:qFormat/><w:pPr><w:keepNext/>${look}</w:pPr><w:rPr><w:b/>${rest}</w:rPr></w:style>`;
  const PARTS = {
    "[Content_Types].xml": `${XML}<Types xmlns="${PKG}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${OPEN}document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${OPEN}styles+xml"/><Override PartName="/word/header1.xml" ContentType="${OPEN}header+xml"/></Types>`,
    "_rels/.rels": `${XML}<Relationships xmlns="${PKG}relationships"><Relationship Id="rId1" Type="${REL}officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/_rels/document.xml.rels": `${XML}<Relationships xmlns="${PKG}relationships"><Relationship Id="rId1" Type="${REL}styles" Target="styles.xml"/><Relationship Id="rId2" Type="${REL}header" Target="header1.xml"/></Relationships>`,
    "word/header1.xml": `${XML}<w:hdr ${W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`,
    "word/styles.xml": `${XML}<w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr>${FONT}<w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>${style("T", "heading 1", '<w:spacing w:before="280" w:after="160"/><w:jc w:val="center"/>', '<w:sz w:val="30"/>')}${style("H", "heading 2", '<w:spacing w:before="160" w:after="80"/>', "")}</w:styles>`
  };

  const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ n >>> 1 : n >>> 1;
    return n;
  });
  const crc = bytes => ~bytes.reduce((sum, byte) => TABLE[(sum ^ byte) & 255] ^ sum >>> 8, -1) >>> 0;
  const numbers = (...pairs) => {                       // [value, bytes] … as little-endian bytes
    const found = [];
    for (const [value, length] of pairs) for (let n = 0; n < length; n++) found.push(value / 2 ** (8 * n) & 255);
    return found;
  };

  // A ZIP that stores and does not deflate: names are ASCII, the date is fixed.
  function zip(files) {
    const parts = [], list = [], encoder = new TextEncoder();
    let offset = 0;
    for (const name of Object.keys(files)) {
      const label = encoder.encode(name), bytes = encoder.encode(files[name]);
      const facts = [[20, 2], [0, 2], [0, 2], [0, 2], [33, 2], [crc(bytes), 4], [bytes.length, 4], [bytes.length, 4], [label.length, 2], [0, 2]];
      const head = numbers([0x04034b50, 4], ...facts);
      parts.push(new Uint8Array(head), label, bytes);
      list.push(new Uint8Array(numbers([0x02014b50, 4], [20, 2], ...facts, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4])), label);
      offset += head.length + label.length + bytes.length;
    }
    const length = list.reduce((sum, piece) => sum + piece.length, 0), count = list.length / 2;
    return new Blob([...parts, ...list, new Uint8Array(numbers([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [length, 4], [offset, 4], [0, 2]))],
      { type: OPEN.slice(0, -1) + ".document" });
  }

  return { write: (form, blocks) => zip(Object.assign({}, PARTS, { "word/document.xml": body(form, blocks) })) };
})();
