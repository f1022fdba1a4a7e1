// Law pages: beside each article and clause a small button that copies its address.
(function () {
  "use strict";
  var here = document.currentScript;
  function name(id) {
    var parts = id.split("-"), said = [], i;
    for (i = 0; i + 1 < parts.length; i += 2) said.unshift(parts[i] + " " + parts[i + 1].replace("dd", "đ"));
    return said.join(" ").replace("dieu", "Điều").replace("khoan", "khoản").replace("diem", "điểm");
  }
  Array.prototype.forEach.call(document.querySelectorAll(".portal-text [id^='dieu-']"), function (place) {
    var button = document.createElement("button"), mark = document.createElement("span");
    button.type = "button";
    button.className = "portal-anchor";
    button.setAttribute("data-lam", "chep");
    button.setAttribute("data-neo", place.id);
    button.setAttribute("data-xong", here.getAttribute("data-xong"));
    button.setAttribute("aria-label", here.getAttribute("data-chep").replace("{}", name(place.id)));
    mark.textContent = "#";
    button.appendChild(mark);
    (place.querySelector("h2, h3") || place.querySelector(":scope > .portal-points__no + span") || place).appendChild(button);
  });
})();
