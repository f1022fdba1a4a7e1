/* Loads the search only when it is wanted; on file:// sends forms to index.html. */
(function () {
  'use strict';
  var root = document.currentScript.getAttribute('data-goc') || './', asked = false;
  function start() {
    if (asked) return;
    asked = true;
    var script = document.createElement('script');
    script.src = root + 'assets/search/client.js';
    script.onload = function () { window.timKiem.begin(root); };
    script.onerror = function () { asked = false; script.remove(); };
    document.head.appendChild(script);
  }
  function inSearch(event) {
    var box = event.target;
    return box.closest && box.closest('.portal-search');
  }
  document.addEventListener('focusin', function (event) { if (inSearch(event)) start(); });
  document.addEventListener('input', function (event) { if (inSearch(event)) start(); });
  document.addEventListener('submit', function (event) {
    var form = inSearch(event);
    if (form && location.protocol === 'file:' && /\/$/.test(form.action)) form.action += 'index.html';
  }, true);
  if (document.getElementById('tim-kiem')) start();
})();
