/* What must happen in the browser itself: text put in at the cursor, the way to a line, the preview swapped without losing its place. */
(function () {
  "use strict";
  function body() { return document.querySelector(".ban-bai textarea"); }
  function say(area) { area.dispatchEvent(new Event("input", { bubbles: true })); area.focus(); }

  /* The text before and after the selection; each on a line of its own when `block`. */
  function insert(before, after, sample, block) {
    const area = body();
    if (!area) return;
    const start = area.selectionStart, end = area.selectionEnd;
    const chosen = area.value.slice(start, end) || sample;
    const lead = block && start > 0 ? (area.value.slice(0, start).endsWith("\n\n") ? "" : area.value[start - 1] === "\n" ? "\n" : "\n\n") : "";
    const tail = block && !area.value.slice(end).startsWith("\n") ? "\n\n" : "";
    area.focus();
    area.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, lead + before + chosen + after + tail)) area.setRangeText(lead + before + chosen + after + tail, start, end, "end");   /* the first can be taken back with Ctrl+Z */
    const from = start + lead.length + before.length;
    area.setSelectionRange(from, from + chosen.length);
    say(area);
  }

  /* Selects a line of the body (1 is its first) and shows it. */
  function line(number) {
    const area = body();
    if (!area) return;
    const lines = area.value.split("\n");
    const at = lines.slice(0, number - 1).reduce((sum, text) => sum + text.length + 1, 0);
    area.focus();
    area.setSelectionRange(at, at + (lines[number - 1] || "").length);
    area.scrollTop = Math.max(0, area.scrollHeight * (number - 4) / Math.max(lines.length, 1));
    area.scrollIntoView({ block: "center" });
  }

  function field(key) {
    const part = document.querySelector('[data-truong="' + key + '"]') || document.querySelector(".ban-truong");
    if (!part) return;
    for (let up = part; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    const first = part.querySelector("input, textarea, button");
    if (first) first.focus();
    part.scrollIntoView({ block: "center" });
  }

  function problems() {
    const heading = document.querySelector("#ban-can-sua h2");
    if (!heading) return;
    heading.scrollIntoView({ block: "center" });
    heading.focus({ preventScroll: true });
  }

  /* A page of 1280 pixels stands whole beside the text: the frame keeps its width and is drawn smaller. */
  function fit() {
    const box = document.querySelector(".ban-khung"), frame = box && box.querySelector("iframe");
    if (!frame) return;
    const scale = box.classList.contains("ban-khung--rong") ? Math.min(1, box.clientWidth / 1280) : 1;
    frame.style.transform = scale < 1 ? "scale(" + scale + ")" : "";
    frame.style.height = scale < 1 ? box.clientHeight / scale + "px" : "";
  }
  const sizes = new ResizeObserver(fit);
  const born = new MutationObserver(() => {
    const box = document.querySelector(".ban-khung");
    if (!box) return;
    born.disconnect();
    sizes.observe(box);
    new MutationObserver(fit).observe(box, { attributes: true, attributeFilter: ["class"] });
  });
  born.observe(document, { childList: true, subtree: true });

  /* Only the content of the frame changes: its place on the page stays. */
  function show(place) {
    fetch(place, { credentials: "same-origin" }).then(answer => answer.text()).then(text => {
      const frame = document.querySelector(".ban-khung iframe");
      const there = frame && frame.contentDocument && frame.contentDocument.getElementById("xem");
      const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("xem");
      if (there && fresh) there.replaceChildren(...Array.from(fresh.childNodes).map(node => frame.contentDocument.adoptNode(node)));
      else if (frame) frame.src = place;
    });
  }

  /* A picture goes to this computer's own desk; the answer names the file or says what is wrong. */
  document.addEventListener("change", event => {
    const chosen = event.target;
    if (chosen.id !== "anh-tep" || !chosen.files.length) return;
    const said = document.querySelector("#anh-noi");
    const form = new FormData();
    form.append("tep", chosen.files[0]);
    fetch("/nhan-anh/" + chosen.dataset.cuaSo, { method: "POST", body: form, credentials: "same-origin" }).then(answer => answer.json())
      .then(answer => { said.textContent = answer.loi || "Đã nhận ảnh. Viết lời mô tả rồi bấm «Chèn ảnh»."; },
        () => { said.textContent = "Chưa gửi được ảnh. Xem cửa sổ nền đen còn mở không, rồi chọn lại ảnh."; });
  });

  /* A paste of megabytes goes no further: the text becomes what it was, and a sentence says why. */
  const MOST = 400000;
  document.addEventListener("input", event => {
    const area = event.target;
    if (!area.matches || !area.matches(".ban-bai textarea")) return;
    const said = document.getElementById("ban-qua-dai");
    if (area.value.length > MOST) {
      event.stopImmediatePropagation();
      said.textContent = "Phần vừa dán quá dài nên không được nhận: một trang nhiều nhất " + MOST.toLocaleString("vi") + " chữ cái. Bài trước khi dán còn nguyên. Hãy chia thành nhiều trang.";
      area.value = area.lastGood === undefined ? area.defaultValue : area.lastGood;
    } else {
      area.lastGood = area.value;
      if (said && said.textContent) said.textContent = "";
    }
  }, true);
  document.addEventListener("focusin", event => { if (event.target.matches(".ban-bai textarea")) event.target.lastGood = event.target.value; });

  document.addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      const save = document.querySelector(".ban-nut-luu");
      if (save) { event.preventDefault(); save.click(); }
    }
  });
  window.ban = { insert, line, field, problems, show };
})();
