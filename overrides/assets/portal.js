// What a page can do beyond being read: dark ground, text size, print, copy the address, say "overdue".
// Loaded async: the part that changes how the page looks runs at once, the rest when the page stands.
(function () {
  "use strict";
  var root = document.documentElement, home = new URL("..", document.currentScript.src).href;

  // Storage may be refused (private mode, file://): the portal then simply forgets.
  function kept(name, value) {
    try {
      if (value === undefined) return localStorage.getItem(name);
      localStorage.setItem(name, value);
    } catch (refused) { return null; }
  }

  function dress() {
    var scheme = kept("portal-nen"), size = kept("portal-co");
    if (scheme) root.setAttribute("data-md-color-scheme", scheme);
    if (size) root.setAttribute("data-co", size);
  }

  function isDark() {
    var chosen = root.getAttribute("data-md-color-scheme");
    return chosen ? chosen === "slate" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  // Of this page, or of the place in it that a button stands for (data-neo). A page on a disk is shared by its address on the web.
  function address(button) {
    var here = location.protocol === "file:" ? document.querySelector("link[rel=canonical]").href : location.href.split("#")[0];
    return here + (button.hasAttribute("data-neo") ? "#" + button.getAttribute("data-neo") : location.hash);
  }

  // What one pastes into a chat: title, one sentence, address.
  function summary(button) {
    var said = document.querySelector("meta[name=description]");
    return [document.querySelector("h1").textContent, said ? said.content : "", address(button)].join("\n");
  }

  function copy(text, done) {
    if (navigator.clipboard && navigator.clipboard.writeText) return navigator.clipboard.writeText(text).then(done);
    var box = document.createElement("textarea");        // no clipboard without HTTPS: the old way
    box.value = text;
    document.body.appendChild(box);
    box.select();
    document.execCommand("copy");
    document.body.removeChild(box);
    done();
  }

  // "Copied", in place of the button's words, for a moment.
  function said(button) {
    return function () {
      var label = button.querySelector("span"), before = label.textContent;
      label.textContent = button.getAttribute("data-xong");
      label.setAttribute("role", "status");
      setTimeout(function () { label.textContent = before; }, 2500);
    };
  }

  var acts = {
    "in": function () { print(); },
    chep: function (button) { copy(address(button), said(button)); },
    zalo: function (button) { copy(summary(button), said(button)); },
    nen: function (button) {
      var scheme = isDark() ? "default" : "slate";
      root.setAttribute("data-md-color-scheme", scheme);
      kept("portal-nen", scheme);
      button.setAttribute("aria-pressed", String(scheme === "slate"));
    }
  };

  function sizes() {
    var size = root.getAttribute("data-co");
    Array.prototype.forEach.call(document.querySelectorAll(".portal-size__pick"), function (pick) {
      if (pick.value === size) pick.checked = true;
      pick.addEventListener("change", function () {
        root.setAttribute("data-co", pick.value);
        kept("portal-co", pick.value);
      });
    });
  }

  // A static page ages: whether it is overdue is decided on the day it is read.
  function overdue() {
    var today = new Date().toISOString().slice(0, 10);
    Array.prototype.forEach.call(document.querySelectorAll("[data-ra-soat]"), function (banner) {
      if (banner.getAttribute("data-ra-soat") < today) banner.hidden = false;
    });
  }

  // The ledger of laws: rows say their status and fields in data-loc, groups left empty go too.
  function narrow() {
    var picks = document.querySelectorAll("[data-loc-theo]"), count = document.querySelector("[data-loc-dem]"), shown = 0;
    Array.prototype.forEach.call(document.querySelectorAll("[data-loc]"), function (row) {
      var marks = row.getAttribute("data-loc").split(" ");
      row.hidden = !Array.prototype.every.call(picks, function (pick) { return !pick.value || marks.indexOf(pick.value) >= 0; });
      if (!row.hidden) shown += 1;
    });
    Array.prototype.forEach.call(document.querySelectorAll(".portal-ledger"), function (table) {
      table.parentNode.hidden = !table.querySelector("[data-loc]:not([hidden])");
    });
    count.textContent = count.getAttribute("data-loc-dem").replace("{}", shown);
  }

  function wake() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-can-js]"), function (part) { part.hidden = false; });
    var ground = document.querySelector("[data-lam=nen]");
    if (ground) ground.setAttribute("aria-pressed", String(isDark()));
    sizes();
    overdue();
    carry();
    listen();
    document.addEventListener("change", function (event) { if (event.target.hasAttribute("data-loc-theo")) narrow(); });
    document.addEventListener("click", function (event) {
      var button = event.target.closest && event.target.closest("[data-lam]");
      if (button && acts[button.getAttribute("data-lam")]) acts[button.getAttribute("data-lam")](button);
    });
  }

  // Where the device has a voice for this page's language, the reader is fetched; it shows the button.
  function listen() {
    var button = document.querySelector("[data-lam=nghe]"), speech = window.speechSynthesis, asked = false;
    if (!button || !speech) return;
    var lang = (document.getElementById("noi-dung").lang || root.lang).slice(0, 2);
    function look() {
      if (asked || !speech.getVoices().some(function (voice) { return voice.lang.slice(0, 2).toLowerCase() === lang; })) return;
      asked = true;
      var script = document.createElement("script");
      script.src = button.getAttribute("data-tep");
      document.head.appendChild(script);
    }
    speech.onvoiceschanged = look;
    look();
  }

  // Without a network: the worker at the root of the site keeps what was read. It says when a new edition took over.
  function carry() {
    var workers = navigator.serviceWorker;
    if (!workers || location.protocol === "file:") return;
    workers.register(home + "sw.js").catch(function () { /* refused, or no worker in this build: the portal is read online */ });
    workers.addEventListener("message", function (event) {
      if (!event.data || event.data.portal !== "new") return;
      var script = document.createElement("script");
      script.src = home + "assets/offline/notice.js";
      document.head.appendChild(script);
    });
  }

  dress();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", wake);
  else wake();
})();
