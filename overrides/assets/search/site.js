/* The site around the search: where its pages and its index are, and the nodes that results and suggestions are made of. */
(function (root) {
  'use strict';
  var T = root.timKiem;
  var store = null, opening = null, base = './';

  T.begin = function (rootAddress) {
    base = rootAddress;
    T.lang = document.documentElement.lang === 'en' ? 'en' : 'vi';
  };

  /* The one place where addresses are made: directories on a server, index.html on a disk. */
  T.address = function (url) {
    var parts = url.split('#'), file = location.protocol === 'file:' && /(^|\/)$/.test(parts[0]) ? 'index.html' : '';
    return base + parts[0] + file + (parts[1] ? '#' + parts[1] : '');
  };

  T.store = function () {
    if (store) return Promise.resolve(store);
    opening = opening || T.open(base + 'assets/search/' + T.lang + '/', T.lang).then(function (opened) { store = opened; return store; })
      .catch(function (error) { opening = null; throw error; });
    return opening;
  };

  T.make = function (tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  };

  /* A text with its marks as nodes: nothing is ever read as HTML. */
  T.marked = function (node, text, marks) {
    var at = 0;
    marks.forEach(function (mark) {
      var from = mark[0], end = mark[1];
      if (from > at) node.appendChild(document.createTextNode(text.slice(at, from)));
      node.appendChild(T.make('mark', '', text.slice(from, end)));
      at = end;
    });
    node.appendChild(document.createTextNode(text.slice(at)));
    return node;
  };

  T.placeOf = function (section) { return section.url + (section.anchor ? '#' + section.anchor : ''); };
  T.nameOf = function (section) { return section.title + (section.heading ? ' – ' + section.heading : ''); };

  T.searchUrl = function (text, options) {
    var query = '?q=' + encodeURIComponent(T.clean(text)) + (options && options.exact ? '&dung=1' : '') + (options && options.kind ? '&loai=' + options.kind : '');
    return T.address((T.lang === 'en' ? 'en/' : '') + 'tim-kiem/') + query;
  };
})(window);
