/* A query that was understood → sections in order. The index holds the weights; this adds them up. */
(function (root) {
  'use strict';
  var T = root.timKiem;
  T.tuning = {
    single: 3, pair: 2.1,
    stop: 0.2, stopPair: 0.5, halfStopPair: 0.8,
    other: 0.1, plain: 0.7,        // a hit with other marks than typed; than none typed among marked words
    begins: 0.25, beginsInside: 0.03,  // a title that begins with the query, of all it could reach; a heading within a page
    title: 6,                      // a word in a title, the more the shorter the title
    cited: 12, besideCite: 0.3,    // a section that cites the article asked for; the words of a query that is nothing but a citation
    synonym: 0.7, otherName: 0.85, // another word for a part of the query; for all of it: the same matter by its other name
    span: 2, common: 0.3,
    least: 0.1,                    // share of the best score below which nothing is shown
    page: 0.6                      // share of the page as a whole, beside its best section
  };

  /* An accumulator over sections and over groups (a page, or one article of a law); `touched` are the sections with a score. */
  function Sum(size) {
    this.sections = new Float64Array(size);
    this.groups = new Float64Array(size);
    this.touched = [];
  }

  /* One of the accumulators of a store, emptied. */
  function emptied(store, name) {
    var sum = store.sums[name] = store.sums[name] || new Sum(store.size), group = groups(store);
    sum.touched.forEach(function (at) { sum.sections[at] = sum.groups[group[at]] = 0; });
    sum.touched.length = 0;
    return sum;
  }

  /* The first section of the group that a section belongs to stands for the group. */
  function groups(store) {
    if (store.groups) return store.groups;
    var found = store.groups = new Int32Array(store.size);
    for (var i = 0; i < store.size; i++) found[i] = i && !store.apart[i] && store.pageOf[i] === store.pageOf[i - 1] ? found[i - 1] : i;
    return found;
  }

  /* How much it says that a key stands in `df` of `size` sections (of so many pages, when it is looked for in titles). */
  function idf(size, df) { return Math.log(1 + (size - df + 0.5) / (df + 0.5)); }

  /* One list from several, each with its own share; a section has 1 at most. */
  function merged(store, lists, shares) {
    var sum = emptied(store, 'merged').sections, order = store.sums.merged.touched;
    lists.forEach(function (list, which) {
      for (var i = 0; i < list.sections.length; i++) {
        var at = list.sections[i];
        if (!sum[at]) order.push(at);
        sum[at] = Math.min(1, sum[at] + (list.levels[i] - 0.5) / 16 * shares[which]);
      }
    });
    if (lists.length > 1) order.sort(function (a, b) { return a - b; });
    return { sections: Int32Array.from(order), values: Float64Array.from(order, function (at) { return sum[at]; }) };
  }

  /* {sections, values, weight} of what `make` gives, made once. */
  function once(store, name, make) {
    if (!(name in store.lists)) store.lists[name] = make();
    return store.lists[name];
  }

  /* The list of a single token, or null. */
  function single(store, token, anyMarked) {
    var forms = store.get(token.key), t = T.tuning;
    if (!forms) return null;
    var exact = (anyMarked || token.marked) && forms[token.form] ? token.form : '', other = !exact ? 1 : token.marked ? t.other : t.plain;
    return once(store, token.key + '|' + exact + (token.marked ? '!' : ''), function () {
      var names = Object.keys(forms);
      var found = merged(store, names.map(function (name) { return forms[name]; }), names.map(function (name) { return name === exact ? 1 : other; }));
      var df = exact && token.marked ? forms[exact].sections.length : found.sections.length;
      found.weight = t.single * idf(store.size, df) * (store.stop[token.key] ? t.stop : 1);
      return found;
    });
  }

  /* The list of an entry that has no forms: a pair, a title word, a citation. */
  function plain(store, key, weigh) {
    var found = store.get(key);
    return found && once(store, key, function () {
      var list = merged(store, [found[key in found ? key : '']], [1]);
      list.weight = weigh(list.sections.length);
      return list;
    });
  }

  function pair(store, one, two) {
    var t = T.tuning, stops = !!store.stop[one.key] + !!store.stop[two.key];
    return plain(store, one.key + ' ' + two.key, function (df) { return t.pair * idf(store.size, df) * (stops === 2 ? t.stopPair : stops ? t.halfStopPair : 1); });
  }

  function title(store, token) {
    var t = T.tuning;
    return plain(store, token.key + ' =', function (df) { return t.title * idf(store.priors.length, df) * (store.stop[token.key] ? t.stop : 1); });
  }

  /* Everything that begins like the unfinished last word. */
  function openLast(store, before, token) {
    var t = T.tuning, keys = before ? store.pairsFrom(before.key + ' ' + token.key)
      : Object.keys(store.words).filter(function (word) { return word.slice(0, token.key.length) === token.key; });
    var lists = [];
    keys.forEach(function (key) {
      var forms = store.get(key);
      for (var form in forms || {}) lists.push(forms[form]);
    });
    if (!lists.length) return null;
    var list = merged(store, lists, lists.map(function () { return 1; }));
    list.weight = (before ? t.pair : t.single) * idf(store.size, list.sections.length);
    return list;
  }

  function add(store, sum, list, factor) {
    var group = groups(store), open = -1, most = 0, weight = list.weight * factor;
    for (var i = 0; i < list.sections.length; i++) {
      var at = list.sections[i], value = weight * list.values[i];
      if (!sum.sections[at]) sum.touched.push(at);
      sum.sections[at] += value;
      if (group[at] !== open) { if (open >= 0) sum.groups[open] += most; open = group[at]; most = 0; }
      if (value > most) most = value;
    }
    if (open >= 0) sum.groups[open] += most;
  }

  function addTokens(store, sum, tokens, anyMarked, factor, open) {
    var mass = 0;
    tokens.forEach(function (token, i) {
      var last = open && i === tokens.length - 1;
      var list = single(store, token, anyMarked), two = i ? pair(store, tokens[i - 1], token) : null;
      if (last && (i ? !two : !list)) {
        if (i) two = openLast(store, tokens[i - 1], token); else list = openLast(store, null, token);
      }
      if (list) {
        add(store, sum, list, factor);
        mass += list.weight;
        var named = title(store, token);
        if (named) add(store, sum, named, factor);
      }
      if (two) { add(store, sum, two, factor); mass += two.weight; }
    });
    return mass;
  }

  /* A phrase that stands nearly everywhere needs no other words. */
  function isCommon(store, tokens) {
    return tokens.every(function (token, i) {
      var forms = store.get(i ? tokens[i - 1].key + ' ' + token.key : token.key), found = forms && forms[i ? '' : token.form];
      return found && found.sections.length > T.tuning.common * store.size;
    });
  }

  /* Scores of one reading: plain tokens and pairs add up; of a span that can be said otherwise the best way counts. */
  function read(store, reading, open, cite) {
    var t = T.tuning;
    var tokens = reading.tokens, anyMarked = reading.marked;
    var citing = cite && cite.key && plain(store, cite.key, function () { return t.cited; }), group = groups(store);
    var total = emptied(store, 'total'), mass = addTokens(store, total, tokens, anyMarked, citing && cite.whole ? t.besideCite : 1, open);
    reading.spans.forEach(function (span) {
      var own = emptied(store, 'own'), best = emptied(store, 'best'), inside = tokens.slice(span.start, span.end);
      addTokens(store, own, inside, anyMarked, 1, false);
      span.ways.forEach(function (way) {
        if (way.weight < 1 && isCommon(store, inside)) return;
        var other = emptied(store, 'other'), scale = (way.weight === 1 ? 1 : inside.length === tokens.length ? t.otherName : t.synonym) * Math.min(1, (inside.length + t.span) / way.tokens.length);
        addTokens(store, other, way.tokens, true, scale, false);
        other.touched.forEach(function (at) {
          if (!best.sections[at]) best.touched.push(at);
          best.sections[at] = Math.max(best.sections[at], other.sections[at]);
          best.groups[group[at]] = Math.max(best.groups[group[at]], other.groups[group[at]]);
        });
      });
      best.touched.forEach(function (at) {
        var gain = Math.max(0, best.sections[at] - own.sections[at]), more = best.groups[group[at]] - own.groups[group[at]];
        if (!total.sections[at]) total.touched.push(at);
        total.sections[at] += gain;
        if (more > 0) { total.groups[group[at]] += more; best.groups[group[at]] = 0; }
      });
    });
    if (citing) add(store, total, citing, 1);
    return finish(store, total, mass, tokens, open);
  }

  function finish(store, total, mass, tokens, open) {
    var t = T.tuning, group = groups(store), best = new Float64Array(store.size), where = new Int32Array(store.size), touched = [];
    total.touched.forEach(function (at) {
      if (!best[group[at]]) touched.push(group[at]);
      if (total.sections[at] > best[group[at]]) { best[group[at]] = total.sections[at]; where[group[at]] = at; }
    });
    touched.forEach(function (at) {
      best[at] = t.page * total.groups[at] + (1 - t.page) * best[at];
    });
    headings(store, tokens, open).forEach(function (at) {
      if (best[group[at]] > 0) { best[group[at]] += mass * (group[at] === at ? t.begins : t.beginsInside); where[group[at]] = at; }
    });
    touched.forEach(function (at) { best[at] *= store.priors[store.pageOf[at]] / 40; });
    return { scores: best, where: where, touched: touched };
  }

  /* Sections whose heading begins with the whole query (judged by its first two words and all its pairs). */
  function headings(store, tokens, open) {
    if (!tokens.length) return [];
    var key = tokens[0].key + ' ^' + (tokens.length > 1 ? tokens[1].key : ''), found = store.get(key), lists = found ? [found['']] : [];
    if (open && tokens.length === 2 && !found) lists = store.pairsFrom(key).map(function (longer) { return store.get(longer)['']; });
    var sections = [];
    lists.forEach(function (list) { sections = sections.concat(Array.from(list.sections)); });
    for (var i = 2; i < tokens.length && sections.length; i++) {
      var two = pair(store, tokens[i - 1], tokens[i]) || (open && i === tokens.length - 1 && openLast(store, tokens[i - 1], tokens[i]));
      var held = two ? new Set(two.sections) : new Set();
      sections = sections.filter(function (at) { return held.has(at); });
    }
    return sections;
  }

  /* T.search(store, text, {exact}) → Promise of {hits: [{section, score}], pinned, shown, readings, failed}; one hit a page. */
  T.search = function (store, text, options) {
    var exact = !!(options && options.exact);
    return T.understand(store, text, exact).then(function (query) {
      var cite = T.cite(store, query.readings[0].tokens), wanted = cite && cite.key ? [cite.key] : [];
      if (query.open) {
        query.readings.forEach(function (reading) {
          var tokens = reading.tokens, last = tokens[tokens.length - 1];
          if (tokens.length > 1 && !store.has(tokens[tokens.length - 2].key + ' ' + last.key)) wanted.push(tokens[tokens.length - 2].key + ' ' + last.key + '*');
          if (tokens.length === 2) wanted.push(tokens[0].key + ' ^' + last.key + '*');
          if (tokens.length === 1 && !store.words[last.key]) wanted.push(last.key + '*');
        });
      }
      return store.need(wanted).then(function (failed) {
        query.failed += failed;
        query.pinned = cite;
        query.hits = T.rank(store, query);
        return query;
      });
    });
  };

  /* Understood and loaded → hits, best first. */
  T.rank = function (store, query) {
    return order(store, query.readings.map(function (reading) { return read(store, reading, query.open, query.pinned); }), query.readings);
  };

  /* The best score of what holds every word just as it was typed; 0 when nothing does. */
  function exactBest(store, tokens, scored) {
    var group = groups(store), held = null, best = 0;
    tokens.forEach(function (token) {
      var list = (store.get(token.key) || {})[token.form], here = new Set();
      if (list) list.sections.forEach(function (at) { if (!held || held.has(at)) here.add(at); });
      held = here;
    });
    held.forEach(function (at) { best = Math.max(best, scored.scores[group[at]]); });
    return best;
  }

  /* The best section of each page over all readings, best first; what is far below the best is no answer. */
  function order(store, scored, readings) {
    var scores = new Float64Array(store.size), where = new Int32Array(store.size), pages = [], top = 0;
    var most = scored.length > 1 ? exactBest(store, readings[0].tokens, scored[0]) : 0;
    scored.forEach(function (one, which) {
      for (var i = 0; i < one.touched.length; i++) {
        var at = one.touched[i], page = store.pageOf[at], score = one.scores[at] * readings[which].weight;
        if (which && most) score = Math.min(score, 0.999 * most);
        if (!scores[page] && score) pages.push(page);
        if (score > scores[page]) { scores[page] = score; where[page] = one.where[at]; }
        if (score > top) top = score;
      }
    });
    return pages.filter(function (page) { return scores[page] > top * T.tuning.least; })
      .map(function (page) { return { section: where[page], score: scores[page] }; })
      .sort(function (a, b) { return b.score - a.score || a.section - b.section; });
  }
})(typeof window === 'undefined' ? globalThis : window);
