// Shows the slides of a training kit one at a time, with a clock for each row of the agenda; shows one role card alone.
// The page is whole without this. Keys: arrows, Page Up and Down, Home, End, T for the clock, Esc to leave.
// A long slide is set smaller until the wall holds it; what still hangs over is reached with the keys for down and up.
(function () {
  "use strict";
  var root = document.documentElement, show = document.querySelector(".portal-show"), deal = document.querySelector(".portal-deal");
  var slides = Array.prototype.slice.call(show.querySelectorAll(".portal-show__slide"));
  var cards = Array.prototype.slice.call(deal.querySelectorAll(".portal-deal__card"));
  var at = 0, open = false, shown = null, from = null, ticking = 0, ends = 0, left = 0;

  function button(text, act, kind) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "portal-button" + (kind ? " portal-button--" + kind : "");
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function bar(parts) {
    var made = document.createElement("div");
    made.className = "portal-show__bar";
    parts.forEach(function (part) { made.appendChild(part); });
    return made;
  }

  var count = document.createElement("p"), clock = document.createElement("span"), said = document.createElement("span");
  count.className = "portal-show__count";
  count.setAttribute("role", "status");
  clock.className = "portal-show__clock";
  clock.setAttribute("role", "timer");
  said.className = "portal-hidden";
  said.setAttribute("role", "status");
  var run = button("Bấm giờ", tickOrStop, "main");
  var controls = bar([count, clock, said, run, button("Trước", function () { go(at - 1); }), button("Sau", function () { go(at + 1); }), button("Thoát", leave, "quiet")]);

  // ---- the clock: counts down the minutes of the row, then says by how much it is over
  function face() {
    var seconds = Math.round((ticking ? ends - Date.now() : left) / 1000), over = seconds < 0, all = Math.abs(seconds);
    clock.textContent = (over ? "quá " : "") + Math.floor(all / 60) + ":" + ("0" + all % 60).slice(-2);
    clock.classList.toggle("portal-show__clock--over", over);
    if (ticking && seconds === 60) said.textContent = "Còn một phút.";
    if (ticking && seconds === 0) said.textContent = "Hết giờ.";
  }

  function stop() {
    if (ticking) left = ends - Date.now();
    clearInterval(ticking);
    ticking = 0;
    run.textContent = "Bấm giờ";
  }

  function tickOrStop() {
    if (run.hidden) return;
    if (ticking) return stop();
    ends = Date.now() + left;
    ticking = setInterval(face, 1000);
    run.textContent = "Dừng giờ";
  }

  function wind() {
    var minutes = Number(slides[at].getAttribute("data-phut"));
    stop();
    left = minutes * 60000;
    run.hidden = clock.hidden = !minutes;
    said.textContent = "";
    face();
  }

  // ---- one thing on the wall
  function put(part) {
    if (shown) shown.classList.remove("portal-show__on");
    if (shown) shown.style.fontSize = "";
    shown = part;
    part.classList.add("portal-show__on");
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  var LEAST = 26;                                  // px: as in projector.css, read from the last row

  function fit() {
    if (!open) return;
    shown.style.fontSize = "";
    var look = getComputedStyle(shown), size = parseFloat(look.fontSize), below = controls.hidden ? closing : controls;
    var room = Math.max(parseFloat(look.minHeight), innerHeight - below.offsetHeight);
    while (shown.offsetHeight > room + 1 && size > LEAST) {
      size = Math.max(LEAST, size - 2);
      shown.style.fontSize = size + "px";
    }
  }

  function hangsOver(way) {
    return way > 0 ? scrollY + innerHeight < root.scrollHeight - 2 : scrollY > 2;
  }

  function go(where) {
    at = Math.max(0, Math.min(slides.length - 1, where));
    count.textContent = (at + 1) + " / " + slides.length;
    put(slides[at]);
    wind();
    fit();
  }

  function enter(opener) {
    open = true;
    from = opener;
    root.classList.add("portal-showing");
    if (root.requestFullscreen) root.requestFullscreen().catch(function () { /* refused: the window is wall enough */ });
  }

  function leave() {
    if (!open) return;
    open = false;
    stop();
    root.classList.remove("portal-showing", "portal-dealing");
    deal.classList.remove("portal-deal--on");
    controls.hidden = closing.hidden = true;
    shown.classList.remove("portal-show__on");
    shown.style.fontSize = "";
    if (document.fullscreenElement) document.exitFullscreen();
    from.focus();
  }

  // A card holds what the other side must not see: it is shown alone, with no way to the next.
  function one(card, opener) {
    enter(opener);
    root.classList.add("portal-dealing");
    deal.classList.add("portal-deal--on");
    closing.hidden = false;
    put(card);
    fit();
  }

  document.addEventListener("keydown", function (event) {
    if (!open || event.ctrlKey || event.altKey || event.metaKey) return;
    var key = event.key, way = { ArrowDown: 1, PageDown: 1, ArrowUp: -1, PageUp: -1 }[key];
    var to = { ArrowRight: at + 1, ArrowDown: at + 1, PageDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, PageUp: at - 1, Home: 0, End: slides.length - 1 }[key];
    if (key === "Escape") leave();
    else if (way && hangsOver(way)) scrollBy(0, way * innerHeight * 0.7);
    else if (root.classList.contains("portal-dealing")) return;
    else if (key === "t" || key === "T") tickOrStop();
    else if (to !== undefined) go(to);
    else return;
    event.preventDefault();
  });
  addEventListener("resize", fit);
  document.addEventListener("fullscreenchange", function () { if (!document.fullscreenElement) leave(); });

  var start = document.querySelector("[data-chieu=len]");
  start.addEventListener("click", function () { enter(start); controls.hidden = false; go(0); });
  var closing = bar([button("Đóng thẻ", leave)]);
  controls.hidden = closing.hidden = true;
  show.appendChild(controls);
  deal.appendChild(closing);
  document.querySelector("[data-chieu=the]").addEventListener("click", function () {
    root.classList.add("portal-cards-only");
    print();
    root.classList.remove("portal-cards-only");
  });
  cards.forEach(function (card) {
    var name = card.querySelector("h3").textContent, opener = button("Chỉ hiện thẻ này", function () { one(card, opener); });
    opener.setAttribute("aria-label", "Chỉ hiện thẻ " + name);
    card.appendChild(bar([opener]));
  });
})();
