/* A query that was understood → sections in order. The index holds the weights; this adds them up. */
(function (root) {
  'use strict';
  var T = root.timKiem;
  T.tuning = {
    single: 3, pair: 2.1,
    stop: 0.2, stopPair: 0.5, halfStopPair: 0.8,
    other: 0.1, plain: 0.7,        // a hit with other marks than typed; than none typed among marked words
    cover: 0.15,                   // how much it helps to hold all pairs
    begins: 0.25, beginsInside: 0.03,  // a title that begins with the query, of all it could reach; a heading within a page
    title: 6,                      // a word in a title, the more the shorter the title
    cited: 12, besideCite: 0.3,    // a section that cites the article asked for; the words of a query that is nothing but a citation
    synonym: 0.6, span: 2, common: 0.3,
    page: 0.6                      // share of the page as a whole, beside its best section
  };

  /* An accumulator over sections and over groups (a page, or one article of a law). */
  function Sum(store) {
    this.sections = new Float64Array(store.size);
    this.groups = new Float64Array(store.size);
    this.cover = new Float64Array(store.size);
  }

  /* The first section of the group that a section belongs to stands for the group. */
  function groups(store) {
    if (store.groups) return store.groups;
    var found = store.groups = new Int32Array(store.size);
    for (var i = 0; i < store.size; i++) found[i] = i && !store.apart[i] && store.pageOf[i] === store.pageOf[i - 1] ? found[i - 1] : i;
    return found;
  }

  function idf(store, df) { return Math.log(1 + (store.size - df + 0.5) / (df + 0.5)); }

  /* One list from several forms of a key, each with its own share; levels add up to 16 at most. */
  function merged(store, lists, shares) {
    if (lists.length === 1 && shares[0] === 1) {
      return { sections: lists[0].sections, values: Float64Array.from(lists[0].levels, function (level) { return (level - 0.5) / 16; }) };
    }
    var sum = Object.create(null), order = [];
    lists.forEach(function (list, which) {
      for (var i = 0; i < list.sections.length; i++) {
        var at = list.sections[i];
        if (!(at in sum)) { sum[at] = 0; order.push(at); }
        sum[at] = Math.min(1, sum[at] + (list.levels[i] - 0.5) / 16 * shares[which]);
      }
    });
    order.sort(function (a, b) { return a - b; });
    return { sections: order, values: order.map(function (at) { return sum[at]; }) };
  }

  /* {sections, values, weight} of a single token, or null. */
  function single(store, token, anyMarked) {
    var forms = store.get(token.key), t = T.tuning;
    if (!forms) return null;
    var names = Object.keys(forms), exact = anyMarked && forms[token.form];
    var other = !exact ? 1 : token.marked ? t.other : t.plain;
    var found = merged(store, names.map(function (name) { return forms[name]; }), names.map(function (name) { return !exact || name === token.form ? 1 : other; }));
    var df = exact && token.marked ? forms[token.form].sections.length : found.sections.length;
    found.weight = t.single * idf(store, df) * (store.stop[token.key] ? t.stop : 1);
    return found;
  }

  function pair(store, one, two) {
    var found = store.get(one.key + ' ' + two.key), t = T.tuning;
    if (!found) return null;
    var list = merged(store, [found['']], [1]), stops = !!store.stop[one.key] + !!store.stop[two.key];
    list.weight = t.pair * idf(store, list.sections.length) * (stops === 2 ? t.stopPair : stops ? t.halfStopPair : 1);
    list.isPair = true;
    return list;
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
    list.weight = (before ? t.pair : t.single) * idf(store, list.sections.length);
    list.isPair = !!before;
    return list;
  }

  function add(store, sum, list, factor) {
    var group = groups(store), open = -1, most = 0, weight = list.weight * factor;
    for (var i = 0; i < list.sections.length; i++) {
      var at = list.sections[i], value = weight * list.values[i];
      sum.sections[at] += value;
      if (group[at] !== open) { if (open >= 0) sum.groups[open] += most; open = group[at]; most = 0; if (list.isPair) sum.cover[open] += list.weight; }
      if (value > most) most = value;
    }
    if (open >= 0) sum.groups[open] += most;
  }

  function addTokens(store, sum, tokens, anyMarked, factor, open) {
    var t = T.tuning, mass = { pairs: 0, all: 0 };
    tokens.forEach(function (token, i) {
      var last = open && i === tokens.length - 1;
      var list = single(store, token, anyMarked), two = i ? pair(store, tokens[i - 1], token) : null;
      if (last && (i ? !two : !list)) {
        if (i) two = openLast(store, tokens[i - 1], token); else list = openLast(store, null, token);
      }
      if (list) {
        add(store, sum, list, factor);
        mass.all += list.weight;
        var named = store.get(token.key + ' =');
        if (named) {
          var title = merged(store, [named['']], [1]);
          title.weight = t.title * idf(store, title.sections.length) * (store.stop[token.key] ? t.stop : 1);
          add(store, sum, title, factor);
        }
      }
      if (two) { add(store, sum, two, factor); mass.pairs += two.weight; mass.all += two.weight; }
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
    var tokens = reading.tokens, anyMarked = tokens.some(function (token) { return token.marked; });
    var citing = cite && cite.key && store.get(cite.key);
    var total = new Sum(store), mass = addTokens(store, total, tokens, anyMarked, citing && cite.whole ? t.besideCite : 1, open);
    reading.spans.forEach(function (span) {
      var own = new Sum(store), best = new Sum(store), inside = tokens.slice(span.start, span.end);
      addTokens(store, own, inside, anyMarked, 1, false);
      span.ways.forEach(function (way) {
        if (way.weight < 1 && isCommon(store, inside)) return;
        var other = new Sum(store), scale = (way.weight < 1 ? t.synonym : 1) * Math.min(1, (inside.length + t.span) / way.tokens.length);
        addTokens(store, other, way.tokens, true, scale, false);
        for (var i = 0; i < store.size; i++) {
          if (other.sections[i] > best.sections[i]) best.sections[i] = other.sections[i];
          if (other.groups[i] > best.groups[i]) best.groups[i] = other.groups[i];
        }
      });
      for (var i = 0; i < store.size; i++) {
        total.sections[i] += Math.max(0, best.sections[i] - own.sections[i]);
        total.groups[i] += Math.max(0, best.groups[i] - own.groups[i]);
      }
    });
    if (citing) {
      var list = merged(store, [citing[cite.key]], [1]);
      list.weight = t.cited;
      add(store, total, list, 1);
    }
    return finish(store, total, mass, tokens, open);
  }

  function finish(store, total, mass, tokens, open) {
    var t = T.tuning, group = groups(store), best = new Float64Array(store.size), where = new Int32Array(store.size);
    for (var i = 0; i < store.size; i++) {
      if (total.sections[i] > best[group[i]]) { best[group[i]] = total.sections[i]; where[group[i]] = i; }
    }
    for (i = 0; i < store.size; i++) {
      if (group[i] !== i || !best[i]) continue;
      best[i] = (t.page * total.groups[i] + (1 - t.page) * best[i]) * (1 + (mass.pairs ? t.cover * Math.min(1, total.cover[i] / mass.pairs) : 0));
    }
    headings(store, tokens, open).forEach(function (at) {
      if (best[group[at]] > 0) { best[group[at]] += mass.all * (group[at] === at ? t.begins : t.beginsInside); where[group[at]] = at; }
    });
    for (i = 0; i < store.size; i++) best[i] *= store.priors[store.pageOf[i]] / 40;
    return { scores: best, where: where };
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

  function order(store, scored, readings) {
    var bestOf = Object.create(null);
    for (var i = 0; i < store.size; i++) {
      var score = 0, where = i;
      scored.forEach(function (one, which) {
        var value = one.scores[i] * readings[which].weight;
        if (value > score) { score = value; where = one.where[i]; }
      });
      var page = store.pageOf[i];
      if (score && (!(page in bestOf) || score > bestOf[page].score)) bestOf[page] = { section: where, score: score, page: page };
    }
    return Object.keys(bestOf).map(function (page) { return bestOf[page]; })
      .sort(function (a, b) { return b.score - a.score || a.section - b.section; });
  }
})(typeof window === 'undefined' ? globalThis : window);
