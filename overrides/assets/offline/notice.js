// A new edition took over while this page was open: say so, once; reload only when the reader asks.
(function () {
  "use strict";
  var box = document.createElement("div"), vi = document.documentElement.lang !== "en";
  var words = vi ? ["Cổng vừa có bản mới. Đang điền hay đọc dở thì cứ làm xong đã.", "Mở bản mới", "Để sau"]
    : ["A new edition of the portal has arrived. Finish what you are doing first if you like.", "Open it", "Later"];
  function button(text, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "portal-button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }
  box.className = "portal-notice";
  box.setAttribute("role", "status");
  document.body.appendChild(box);
  box.appendChild(document.createElement("p")).textContent = words[0];
  box.appendChild(button(words[1], function () { location.reload(); }));
  box.appendChild(button(words[2], function () { box.remove(); }));
})();
