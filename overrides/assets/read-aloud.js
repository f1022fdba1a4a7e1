// Reads the page aloud with the device's own voice; portal.js fetches this only where there is one for the page's language.
// In pieces of at most 180 characters: some engines fall silent on long ones. Pause is a stop that remembers its place,
// since engines on phones do not know pause.
(function () {
  "use strict";
  var MOST = 180, BLOCKS = "h1,h2,h3,h4,p,li,td,th,dt,dd,summary,legend,label,figcaption";
  var SKIP = "[hidden],[aria-hidden=true],.portal-meta,.portal-buttons,.portal-acts,.portal-jump,.portal-hidden,.portal-read";
  var article = document.getElementById("noi-dung"), start = document.querySelector("[data-lam=nghe]"), speech = window.speechSynthesis;
  var lang = article.lang || document.documentElement.lang, pieces = [], at = 0, now = null, lit = null;

  function cut(text) {
    var out = [], line = "";
    text.replace(/\s+/g, " ").trim().split(" ").forEach(function (word) {
      if (line && line.length + word.length >= MOST) { out.push(line); line = ""; }
      line += (line ? " " : "") + word;
      if (/[.!?…:;]["”)]*$/.test(word) && line.length > 40) { out.push(line); line = ""; }
    });
    return line ? out.concat(line) : out;
  }

  function gather() {
    var parts = [];
    Array.prototype.forEach.call(document.querySelectorAll(".portal-stop--gate, #noi-dung"), function (part) {    // "stop" is heard first
      var walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT, null, false), node;
      while ((node = walk.nextNode())) {
        var home = node.parentNode.closest(BLOCKS), last = parts[parts.length - 1];
        if (!node.data.trim() || !home || home.closest(SKIP) || !home.getClientRects().length) continue;
        if (last && last.home === home) last.text += node.data;
        else parts.push({ home: home, text: node.data });
      }
    });
    return parts.reduce(function (all, part) {
      return all.concat(cut(part.text).map(function (text) { return { home: part.home, text: text }; }));
    }, []);
  }

  function light(home) {
    if (lit) lit.classList.remove("portal-read__now");
    lit = home;
    if (home) { home.classList.add("portal-read__now"); home.scrollIntoView({ block: "center" }); }
  }

  function say() {
    if (at >= pieces.length) return quit();
    var piece = pieces[at], mine = now = new SpeechSynthesisUtterance(piece.text);
    mine.lang = lang;
    mine.voice = speech.getVoices().filter(function (voice) { return voice.lang.slice(0, 2).toLowerCase() === lang.slice(0, 2); })[0] || null;
    mine.rate = 0.9;
    mine.onend = function () { if (now === mine) { at += 1; say(); } };
    mine.onerror = function () { if (now === mine) quit(); };
    light(piece.home);
    speech.speak(mine);
  }

  function hush() { now = null; speech.cancel(); }

  function button(text, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "portal-button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  var bar = document.createElement("div");
  var pause = button(start.getAttribute("data-tam"), function () {
    if (now) { hush(); pause.textContent = start.getAttribute("data-tiep"); }
    else { pause.textContent = start.getAttribute("data-tam"); say(); }
  });
  bar.className = "portal-read";
  bar.hidden = true;
  bar.appendChild(pause);
  bar.appendChild(button(start.getAttribute("data-thoi"), quit));
  document.body.appendChild(bar);

  function quit() {
    hush();
    light(null);
    bar.hidden = true;
    start.focus();
  }

  start.addEventListener("click", function () {
    hush();
    pieces = gather();
    at = 0;
    pause.textContent = start.getAttribute("data-tam");
    bar.hidden = false;
    pause.focus();
    say();
  });
  addEventListener("pagehide", hush);
  start.hidden = false;
})();
