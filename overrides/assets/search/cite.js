/* Finds what a query cites: "khoản 2 điều 3 luật hòa giải", "đ.21", "d21 luat 35", "nd15", "35/2013/QH13". */
(function (root) {
  'use strict';
  var T = root.timKiem;
  var LINK = { cua: 1, theo: 1, va: 1, trong: 1, tai: 1, so: 1, nam: 1, thuoc: 1, bo: 1, ve: 1 };

  /* The keys of a query, "nd15" and "d21" cut in two. */
  function words(tokens) {
    var found = [];
    tokens.forEach(function (token) {
      var cut = /^([a-z]{1,4}?)(\d+[a-z]?(?:\/.*)?)$/.exec(token.key);
      if (cut && !/^\d/.test(token.key)) found.push(cut[1], cut[2]); else found.push(token.key);
    });
    return found;
  }

  function read(store) {
    if (store.laws) return store.laws;
    store.laws = store.core.luat.map(function (row) {
      var law = { section: row[0], names: row[1].split('|'), slug: row[3], articles: Object.create(null) };
      row[2].split(' ').forEach(function (run) {
        var parts = /^(\d+)(\w*)(?:-(\d+))?@(\d+)$/.exec(run);
        if (!parts) return;
        for (var i = +parts[1]; i <= +(parts[3] || parts[1]); i++) law.articles[i + parts[2]] = +parts[4] + i - parts[1];
      });
      return law;
    });
    return store.laws;
  }

  /* How many words of a name stand in order from `at` on; link words may be missing on either side. */
  function follow(query, at, name) {
    var matched = 0, from = 0, i = at;
    for (; i < query.length; i++) {
      var next = name.indexOf(query[i], from);
      if (next >= 0 && next - from <= 3) { matched += LINK[query[i]] || query[i] === 'luat' ? 0 : 1; from = next + 1; continue; }
      if (!LINK[query[i]] && query[i] !== 'luat') break;
    }
    return { matched: matched, end: i, over: name.length - from };
  }

  /* The law a query names best: {law, words matched, start, end} or null. */
  function bestLaw(store, query) {
    var best = null;
    read(store).forEach(function (law, order) {
      law.names.forEach(function (text) {
        var name = text.split(' '), numbered = /\d/.test(text);
        for (var at = 0; at < query.length; at++) {
          if (query[at] !== name[0] && query[at] !== 'luat' && !(name[0] === 'bo' && query[at] === name[1])) continue;
          var found = follow(query, at, name), exact = found.over === 0;
          if (!found.matched || (numbered && !exact) || (!exact && query[at] !== 'luat')) continue;
          if (numbered) found.matched += 3;
          var score = found.matched * 10 + (exact ? 5 : 0) - found.over - order / 1000;
          if (!best || score > best.score) best = { law: law, score: score, start: at, end: found.end, exact: exact };
        }
      });
    });
    return best;
  }

  /* {section, key: under which the sections stand that cite the article} or null. */
  T.cite = function (store, tokens) {
    if (!store.core.luat.length) return null;
    var query = words(tokens), article = '', at = -1;
    for (var i = 0; i < query.length - 1; i++) {
      if ((query[i] === 'dieu' || (query[i] === 'd' && (i === 0 || /^\d/.test(query[i - 1])) )) && /^\d+[a-z]?$/.test(query[i + 1])) {
        article = query[i + 1]; at = i;
        break;
      }
    }
    var found = bestLaw(store, query), rest = query.length - (at >= 0 ? 2 : 0) - (found ? found.end - found.start : 0);
    if (at >= 0) rest -= query.filter(function (word, j) { return j < at && /^(khoan|diem|k|\d+|[a-z])$/.test(word); }).length;
    if (found && at < 0 && (!found.exact || rest > 0)) found = null;
    if (!found && at < 0) return null;
    var law = found ? found.law : rest <= 0 && store.core.luat_goc !== null ? read(store)[store.core.luat_goc] : null;
    if (!law) return null;
    var section = at >= 0 ? law.articles[article] : law.section;
    return { section: section === undefined ? law.section : section, whole: rest <= 0,
      key: article && '@' + law.slug + '/#dieu-' + article };
  };
})(typeof window === 'undefined' ? globalThis : window);
