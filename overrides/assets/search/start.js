/* Loads the search only when it is wanted; on file:// sends forms to index.html. */
(function () {
  'use strict';
  var root = document.currentScript.getAttribute('data-goc') || './', page = document.getElementById('tim-kiem'), asked = {};

  function load(name, then) {
    var script = document.createElement('script');
    script.src = root + 'assets/search/' + name + '.js';
    script.async = false;                        // both at once, one after the other: the part stands on the client
    script.onload = then;
    script.onerror = function () { asked = {}; script.remove(); if (page) tell(page.firstElementChild); };
    document.head.appendChild(script);
  }

  function tell(line) {
    line.hidden = false;
    line.lastElementChild.onclick = function () { location.reload(); };
  }

  /* The client, and one part of it: the results of the search page or the suggestions under a box. */
  function start(part) {
    if (asked[part]) return;
    if (!asked.results && !asked.box) load('client', null);
    asked[part] = true;
    load(part, function () {
      if (!window.timKiem.begin) return;
      window.timKiem.begin(root);
      window.timKiem[part]();
    });
  }

  function inSearch(event) {
    var box = event.target;
    return box.closest && box.closest('.portal-search');
  }
  function wanted(event) {
    var form = inSearch(event);
    if (form) start(page && form.classList.contains('portal-search--large') ? 'results' : 'box');
  }
  document.addEventListener('focusin', wanted);
  document.addEventListener('input', wanted);
  document.addEventListener('submit', function (event) {
    var form = inSearch(event);
    if (form && location.protocol === 'file:' && /\/$/.test(form.action)) form.action += 'index.html';
  }, true);
  if (page) start('results');
})();
