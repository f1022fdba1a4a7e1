// Quizzes and practice cases: both are whole without this. Nothing is scored, nothing is kept.
(function () {
  "use strict";
  var all = function (where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); };

  function quiz(box) {
    all(box, ".portal-quiz__ask").forEach(function (ask) {
      var answers = all(ask, ".portal-quiz__all li"), said = ask.querySelector(".portal-quiz__said");
      ask.querySelector(".portal-quiz__all").hidden = true;
      ask.addEventListener("change", function (event) {
        var answer = answers[Number(event.target.value)], right = event.target.hasAttribute("data-dung");
        said.textContent = "";
        all(ask, ".portal-quiz__choice").forEach(function (label) { label.classList.remove("portal-quiz__choice--right", "portal-quiz__choice--wrong"); });
        event.target.closest(".portal-quiz__choice").classList.add("portal-quiz__choice--" + (right ? "right" : "wrong"));
        Array.prototype.slice.call(answer.childNodes).forEach(function (node) { said.appendChild(node.cloneNode(true)); });
      });
    });
  }

  // What a choice brings is written folded below it: the reader meets it at the top of the scene they chose.
  function story(box) {
    var scenes = all(box, ".portal-case__scene"), brought = null;
    function show(move) {
      var code = decodeURIComponent(location.hash.slice(1));
      var wanted = scenes.filter(function (scene) { return scene.id === code; })[0] || scenes[0];
      var said = wanted.querySelector(".portal-case__said");
      scenes.forEach(function (scene) { scene.hidden = scene !== wanted; });
      said.textContent = brought ? brought.textContent : "";
      brought = null;
      if (move) wanted.focus();
    }
    scenes.forEach(function (scene) {
      var details = scene.querySelector(".portal-case__all");
      if (!details) return;
      details.hidden = true;
      all(scene, ".portal-case__choices a").forEach(function (link, n) {
        link.addEventListener("click", function () { brought = all(details, "li")[n]; });
      });
    });
    show(false);
    addEventListener("hashchange", function () { show(true); });
  }

  all(document, ".portal-quiz").forEach(quiz);
  all(document, ".portal-case").forEach(story);
})();
