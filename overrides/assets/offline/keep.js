// "Save this section for reading without a network": the buttons, the progress, the words. The worker (sw.js) does the work.
(function () {
  "use strict";
  var ROOT = new URL("../../", document.currentScript.src).href, LANG = document.documentElement.lang === "en" ? "en" : "vi";
  var W = {
    vi: {
      saveAll: "Lưu cả cổng", remove: "Xóa khỏi máy", clear: "Xóa hết những gì đã lưu",
      saved: "Đã lưu trong máy này, bản ngày {}", saving: "Đang lưu, đừng đóng trang: {}%", done: "Đã lưu xong. Tắt mạng vẫn đọc được.", removed: "Đã xóa khỏi máy này.",
      network: "Mạng yếu hoặc đứt, chưa lưu hết. Bấm lại để lưu tiếp, phần đã lưu không phải tải lại.",
      foreign: "Mạng trả về một trang lạ, không phải của cổng (mạng Wi-Fi có thể bắt đăng nhập), hoặc cổng đang thay bản mới. Mở lại trang này rồi thử lại.",
      quota: "Máy hết chỗ. Hãy xóa bớt ảnh, phim, hoặc xóa mục đã lưu, rồi thử lại.", room: "Máy không đủ chỗ: cần {}, trình duyệt chỉ còn {}.",
      https: "Máy chủ này chưa có HTTPS nên trình duyệt không cho lưu vào máy. Hãy tải gói ZIP ở trang Tải về.",
      refused: "Trình duyệt này không cho lưu: có thể đang ở cửa sổ ẩn danh, hoặc bộ nhớ bị khóa. Mở bằng cửa sổ thường rồi thử lại.",
      notYet: "Chưa chuẩn bị được việc lưu. Mở lại trang khi mạng khỏe hơn.",
      missing: "Trang vừa mở chưa có trong máy, mà máy đang không có mạng.", again: "Thử mở lại trang ấy", none: "Chưa có trang nào. Trang nào bạn mở lúc có mạng sẽ tự nằm ở đây."
    },
    en: {
      saveAll: "Save the whole portal", remove: "Remove from this device", clear: "Remove everything that was saved",
      saved: "Saved on this device, edition of {}", saving: "Saving, please keep this page open: {}%", done: "Saved. It can be read without a network.", removed: "Removed from this device.",
      network: "The network is weak or cut; not everything is saved yet. Press again to go on, nothing is fetched twice.",
      foreign: "The network answered with a page that is not ours (the Wi-Fi may ask you to log in), or the portal is being replaced. Open this page again and retry.",
      quota: "The device is full. Delete photos or saved sections and retry.", room: "Not enough room: {} needed, the browser has {} left.",
      https: "This host has no HTTPS, so the browser refuses to save pages. Download the ZIP pack instead.",
      refused: "This browser refuses to save: perhaps a private window, or storage is blocked. Use an ordinary window and retry.",
      notYet: "Saving could not be prepared. Open the page again on a better network.",
      missing: "The page you opened is not on this device, and there is no network.", again: "Try that page again", none: "No page yet. Pages that you open while online will be listed here."
    }
  }[LANG];
  var registration = null, edition = "";

  function fill(words) {
    var values = Array.prototype.slice.call(arguments, 1);
    return words.replace(/\{\}/g, function () { return values.shift(); });
  }
  function size(bytes) {
    var text = Math.max(0.1, bytes / 1e6).toFixed(1) + " MB";
    return LANG === "vi" ? text.replace(".", ",") : text;
  }
  function day(iso) { return iso.split("-").reverse().join("/"); }
  function make(name, className, text) {
    var element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }
  function show(part) { part.classList.remove("portal-coming"); part.hidden = false; }
  function all(what, where) { return Array.prototype.slice.call((where || document).querySelectorAll(what)); }

  // The worker in service, or why there is none.
  async function prepare() {
    if (!isSecureContext) throw new Error("https");
    if (!("serviceWorker" in navigator) || !window.caches) throw new Error("refused");
    try { registration = await navigator.serviceWorker.register(ROOT + "sw.js"); } catch (refused) { throw new Error(navigator.onLine ? "refused" : "notYet"); }
    if (registration.active) return;
    var coming = registration.installing || registration.waiting;
    await new Promise(function (ready, failed) {
      function look() {
        if (coming.state === "activated") ready();
        if (coming.state === "redundant") failed(new Error("notYet"));
      }
      coming.addEventListener("statechange", look);
      look();
    });
  }

  function ask(message) {
    return new Promise(function (answered, failed) {
      var channel = new MessageChannel();
      channel.port1.onmessage = function (event) { if (event.data.trouble) failed(new Error(event.data.trouble)); else answered(event.data); };
      registration.active.postMessage(message, [channel.port2]);
    });
  }

  async function enough(bytes) {
    if (!navigator.storage || !navigator.storage.estimate) return;
    var room = await navigator.storage.estimate(), left = room.quota - room.usage;
    if (left < bytes * 1.2) throw new Error(fill(W.room, size(bytes), size(Math.max(0, left))));
  }

  // One row: what can be saved, with its button, progress and what was said last.
  function Row(box) {
    var row = this;
    this.code = box.getAttribute("data-luu");
    var name = box.querySelector(".portal-keep__name");
    this.name = name ? name.textContent : "";
    this.button = box.querySelector("button");
    this.words = this.button.textContent.split(" (")[0];
    if (this.name) this.button.setAttribute("aria-label", this.words + ": " + this.name);
    this.progress = box.appendChild(make("progress", "portal-keep__progress"));
    this.progress.hidden = true;
    if (this.name) this.progress.setAttribute("aria-label", this.name);
    this.said = box.appendChild(make("span", "portal-keep__said"));
    this.said.setAttribute("role", "status");
    this.button.addEventListener("click", function () { if (row.saved) row.remove(); else row.save(); });
    this.box = box;
    show(box);
  }
  Row.prototype.show = function (piece) {
    if (!piece) { this.box.hidden = true; return; }
    this.bytes = piece.bytes;
    this.saved = piece.saved;
    this.button.disabled = false;
    this.button.textContent = this.saved ? W.remove : this.words + " (" + size(this.bytes) + ")";
    if (this.name) this.button.setAttribute("aria-label", this.button.textContent + ": " + this.name);
    if (this.saved && !this.said.textContent) this.said.textContent = fill(W.saved, edition);
  };
  Row.prototype.save = async function () {
    this.button.disabled = true;
    this.progress.hidden = false;
    this.progress.value = 0;
    try {
      await enough(this.bytes);
      if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
      var step = { next: 0, done: false };
      while (!step.done) {
        step = await ask({ ask: "save", piece: this.code, from: step.next });
        this.progress.max = step.of;
        this.progress.value = step.next;
        this.said.textContent = fill(W.saving, Math.round(100 * step.next / step.of));
      }
      this.said.textContent = W.done;
      return true;
    } catch (trouble) {
      this.said.textContent = W[trouble.message] || trouble.message;
      return false;
    } finally {
      this.progress.hidden = true;
      await refresh();
    }
  };
  Row.prototype.remove = async function () {
    try {
      await ask({ ask: "remove", piece: this.code });
      this.said.textContent = W.removed;
    } catch (trouble) { this.said.textContent = W[trouble.message] || trouble.message; }
    await refresh();
  };

  var rows = [];
  async function refresh() {
    var state = await ask({ ask: "state" });
    edition = day(state.date);
    rows.forEach(function (row) { row.show(state.pieces[row.code]); });
    await list();
  }

  // The pages that this device has, each a link.
  async function list() {
    var box = document.querySelector("[data-luu-trang]");
    if (!box) return;
    var found = (await ask({ ask: "pages" })).pages.filter(function (page) { return (page.path.indexOf("en/") === 0) === (LANG === "en"); });
    box.textContent = "";
    if (!found.length) box.appendChild(make("li", "", W.none));
    found.sort(function (a, b) { return a.title.localeCompare(b.title, LANG); }).forEach(function (page) {
      var link = make("a", "", page.title);
      link.href = ROOT + page.path;
      box.appendChild(make("li")).appendChild(link);
    });
  }

  function everything() {
    var box = document.querySelector("[data-luu-het]");
    if (!box) return;
    var save = box.appendChild(make("button", "portal-button portal-button--main", W.saveAll)), clear = box.appendChild(make("button", "portal-button", W.clear));
    save.type = clear.type = "button";
    save.addEventListener("click", async function () {
      save.disabled = true;
      for (var i = 0; i < rows.length; i++) if (!rows[i].saved && !rows[i].box.hidden && !await rows[i].save()) break;
      save.disabled = false;
    });
    clear.addEventListener("click", async function () {
      await ask({ ask: "clear" });
      rows.forEach(function (row) { row.said.textContent = ""; });
      await refresh();
    });
  }

  // Sent here in place of a page that is not at hand: say which, and offer to try again.
  function missing() {
    var wanted = new URLSearchParams(location.search).get("can"), box = document.querySelector("[data-luu-thieu]");
    if (wanted === null || !box || /^[/\\]|:|\.\./.test(wanted)) return;
    var link = make("a", "", W.again);
    link.href = ROOT + wanted;
    box.appendChild(make("span", "", W.missing + " ")).appendChild(link);
    box.hidden = false;
  }

  async function begin() {
    if (location.protocol === "file:") return all(".portal-coming").forEach(function (part) { part.classList.remove("portal-coming"); });
    var boxes = all("[data-luu]");
    all("[data-luu-khung]").forEach(show);
    missing();
    rows = boxes.map(function (box) { return new Row(box); });
    try {
      await prepare();
      everything();
      await refresh();
    } catch (trouble) {
      rows.forEach(function (row, n) {
        row.button.hidden = true;
        if (n === 0 || row.name === "") row.said.textContent = W[trouble.message] || W.refused;
      });
    }
  }

  begin();
})();
