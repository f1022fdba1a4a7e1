/* What the reader typed → what to look for: abbreviations, synonyms, raw Telex, joined words, typos, sound slips. */
(function (root) {
  'use strict';
  var T = root.timKiem;
  var LONGEST = 300, MOST = 32, SPAN = 9;
  var SYNONYM = 0.6;
  var SLIPS = [['l', 'n'], ['n', 'l'], ['tr', 'ch'], ['ch', 'tr'], ['s', 'x'], ['x', 's'], ['d', 'gi'], ['d', 'r'], ['gi', 'd'], ['gi', 'r'],
    ['r', 'd'], ['r', 'gi'], ['v', 'd'], ['d', 'v']];

  function token(form) {
    var key = T.fold(form);
    return { form: form, key: key, marked: key !== form };
  }
  function phrase(text) { return text.split(' ').map(token); }
  function keys(list) { return list.map(function (one) { return one.key; }).join(' '); }
  T.phrase = phrase;

  function own(table, key) { return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined; }

  /* keys of a phrase → [{from, to: tokens, weight, clear}], made once. */
  function meanings(store) {
    if (store.meanings) return store.meanings;
    var found = store.meanings = Object.create(null);
    function add(from, to, weight, clear) {
      var at = keys(from);
      (found[at] = found[at] || []).push({ from: from, to: to, weight: weight, clear: clear });
    }
    store.core.nghia.forEach(function (line) {
      var words = line.split('|').map(function (word) {
        var mark = /^(\+?)(\*?)(.*)$/.exec(word);
        return { held: !!mark[1], clear: !!mark[2], tokens: phrase(mark[3]) };
      });
      words.forEach(function (from) {
        words.forEach(function (to) { if (to !== from && to.held) add(from.tokens, to.tokens, SYNONYM, from.clear); });
      });
    });
    Object.keys(store.core.tat).forEach(function (short) {
      store.core.tat[short].split('|').forEach(function (full) { add(phrase(full), [token(short)], 1, false); });
    });
    return found;
  }

  function fits(entry, list, at, bare) {
    if (entry.from.length === 1) {
      return list[at].form === entry.from[0].form && (!bare || entry.clear || !entry.from[0].marked) ||
        (bare && entry.clear);
    }
    return entry.from.every(function (one, i) { var said = list[at + i]; return !said.marked || said.form === one.form; });
  }

  /* Spans of the query that can be said otherwise: [{start, end, ways: [{tokens, weight}]}], longest first, not overlapping. */
  function spans(store, list) {
    var known = meanings(store), found = [], bare = !list.some(function (one) { return one.marked; });
    for (var at = 0; at < list.length; at++) {
      for (var length = Math.min(SPAN, list.length - at); length > 0; length--) {
        var ways = (known[keys(list.slice(at, at + length))] || []).filter(function (entry) { return fits(entry, list, at, bare); });
        if (!ways.length) continue;
        found.push({ start: at, end: at + length, ways: ways.slice(0, 6).map(function (way) { return { tokens: way.to, weight: way.weight }; }) });
        at += length - 1;
        break;
      }
    }
    return found;
  }

  /* One letter more, less, other, or two swapped. */
  function near(one, two) {
    var gap = one.length - two.length;
    if (gap > 1 || gap < -1 || one === two) return false;
    var i = 0;
    while (i < one.length && one[i] === two[i]) i++;
    if (!gap) return one.slice(i + 1) === two.slice(i + 1) || (one[i] === two[i + 1] && one[i + 1] === two[i] && one.slice(i + 2) === two.slice(i + 2));
    return gap > 0 ? one.slice(i + 1) === two.slice(i) : one.slice(i) === two.slice(i + 1);
  }

  function slips(key) {
    var found = [];
    SLIPS.forEach(function (pair) {
      var rest = key.slice(pair[0].length);
      if (key.slice(0, pair[0].length) === pair[0] && /^[aeiouy]/.test(rest)) found.push(pair[1] + rest);
    });
    return found;
  }

  /* Known keys that may have been meant; sound slips first, then the most frequent. */
  function candidates(store, key, most) {
    var sound = slips(key).filter(function (other) { return store.words[other]; });
    var rest = key.length < 2 ? [] : Object.keys(store.words).filter(function (other) { return sound.indexOf(other) < 0 && near(key, other); });
    rest.sort(function (a, b) { return store.words[b] - store.words[a] || (a < b ? -1 : 1); });
    return sound.concat(rest).slice(0, most);
  }

  /* "hoagiaivien" → ["hoa", "giai", "vien"]: the fewest known parts, the most frequent ones; null when there are none. */
  function split(store, key) {
    if (key.length < 4 || key.length > 24) return null;
    var best = [[0, []]];
    for (var end = 1; end <= key.length; end++) {
      for (var start = Math.max(0, end - 7); start < end; start++) {
        var part = key.slice(start, end), often = store.words[part];
        if (!best[start] || !often || part.length < 2) continue;
        var cost = best[start][0] + 12 - often / 2;
        if (!best[end] || cost < best[end][0]) best[end] = [cost, best[start][1].concat(part)];
      }
    }
    return best[key.length] && best[key.length][1].length > 1 ? best[key.length][1] : null;
  }

  function begins(store, key) {
    for (var word in store.words) if (word.slice(0, key.length) === key) return true;
    return false;
  }

  function known(store, key) { return store.words[key] || !/^[a-z]+$/.test(key); }

  /* Each typed token → {tokens, kind}: same, or mended without looking at its neighbours. */
  function mend(store, typed, last, raw) {
    var full = own(store.core.tat, typed.key);
    if (full && (!store.words[typed.key] || /^[^\p{Ll}]{2,}$/u.test(raw))) {
      return { tokens: phrase(full.split('|')[0]), kind: 'short' };
    }
    if (store.lang !== 'vi' || store.words[typed.key]) return { tokens: [typed], kind: 'same' };
    var decoded = T.decodeKeys(raw), key = decoded && T.fold(T.searchForm(decoded));
    if (decoded && store.words[key]) return { tokens: [token(T.searchForm(decoded))], kind: 'keys' };
    if (!/^[a-z]+$/.test(typed.key)) return { tokens: [typed], kind: 'same' };
    if (last && begins(store, typed.key)) return { tokens: [typed], kind: 'same' };
    var parts = split(store, typed.key);
    if (parts && !candidates(store, typed.key, 1).length) return { tokens: parts.map(token), kind: 'joined' };
    if (parts && typed.key.length > 6) return { tokens: parts.map(token), kind: 'joined' };
    return { tokens: [typed], kind: 'unknown', parts: parts };
  }

  /* How well a key stands between its neighbours: sections that hold the pairs. */
  function support(store, before, key, after) {
    function of(pair) { var found = store.get(pair); return found ? found[''].sections.length : 0; }
    var left = before ? of(before + ' ' + key) : 0, right = after ? of(key + ' ' + after) : 0;
    return { left: left, right: right, sum: Math.log(1 + left) + Math.log(1 + right) };
  }

  function pairKeys(before, key, after) {
    return (before ? [before + ' ' + key] : []).concat(after ? [key + ' ' + after] : []);
  }

  /* Mend tokens that no page knows (always) or that stand with neighbours they never stand with (softly). */
  function mendByNeighbours(store, list, unknown) {
    var asked = [];
    list.forEach(function (one, i) {
      var before = i ? list[i - 1].key : '', after = i + 1 < list.length ? list[i + 1].key : '';
      if (!unknown[i] && (!known(store, one.key) || /\d/.test(one.key))) return;
      var now = support(store, before, one.key, after);
      var forms = store.get(one.key);
      var odd = one.marked && forms && !forms[one.form];
      if (!unknown[i] && (store.stop[one.key] && !odd || (now.left && (now.right || !after) && !odd) || (!before && now.right) || (now.sum > 4))) return;
      asked.push({ at: i, before: before, after: after, now: now, odd: odd, others: candidates(store, one.key, unknown[i] ? 10 : 6) });
    });
    asked = asked.slice(0, 5);
    var wanted = [];
    asked.forEach(function (ask) { ask.others.forEach(function (key) { wanted.push(key); wanted = wanted.concat(pairKeys(ask.before, key, ask.after)); }); });
    return (wanted.length ? store.need(wanted) : Promise.resolve(0)).then(function (failed) {
      var changed = false, sure = false, mended = list.slice();
      asked.forEach(function (ask) {
        var said = list[ask.at], floor = unknown[ask.at] ? -1 : ask.now.sum + (ask.odd ? 1 : 2), best = '', bestScore = floor;
        var sound = slips(said.key);
        ask.others.forEach(function (key) {
          var there = support(store, ask.before, key, ask.after);
          if (!unknown[ask.at] && !ask.odd && ask.before && ask.after && !(there.left && there.right) && sound.indexOf(key) < 0) return;
          var score = there.sum + store.words[key] / 20 + (sound.indexOf(key) >= 0 ? 1.5 : 0);
          if (score > bestScore) { bestScore = score; best = key; }
        });
        if (!best) return;
        changed = true;
        if (unknown[ask.at]) sure = true;
        mended[ask.at] = { form: sameMarks(store, said, best), key: best, marked: false };
      });
      return { tokens: mended, changed: changed, sure: sure, failed: failed };
    });
  }

  /* The written form shown for a mended key: with the marks that were typed where such a form exists. */
  function sameMarks(store, said, key) { return store.usual(key); }

  function written(store, list) {
    return list.map(function (one) { return one.marked || !known(store, one.key) || store.lang !== 'vi' ? one.form : store.usual(one.key); }).join(' ');
  }

  function keysOf(list) {
    var found = [];
    list.forEach(function (one, i) {
      found.push(one.key);
      if (i) found.push(list[i - 1].key + ' ' + one.key);
    });
    return found;
  }

  /* → Promise of {readings: [{tokens, spans, weight}], typed, shown, failed}. With `exact`, nothing is mended. */
  T.understand = function (store, text, exact) {
    var clean = T.clean(String(text).slice(0, LONGEST));
    var typed = T.tokens(clean, store.lang).slice(0, MOST);
    typed.forEach(function (one) { one.raw = clean.slice(one.start, one.end); one.marked = one.form !== one.key; });
    var list = [], unknown = [], changed = false;
    typed.forEach(function (one, i) {
      var mended = exact ? { tokens: [one], kind: 'same' } : mend(store, one, i === typed.length - 1, one.raw);
      if (mended.kind !== 'same' && mended.kind !== 'unknown') changed = true;
      mended.tokens.forEach(function (part) { unknown.push(mended.kind === 'unknown'); list.push(part); });
    });
    var open = typed.length > 0 && !/\s$/.test(clean) && list[list.length - 1] === typed[typed.length - 1];
    return store.need(keysOf(list)).then(function (failed) {
      var first = { tokens: list, weight: 1 };
      return (exact || store.lang !== 'vi' ? Promise.resolve({ tokens: list }) : mendByNeighbours(store, list, unknown)).then(function (second) {
        var readings = second.changed ? (second.sure ? [{ tokens: second.tokens, weight: 1 }] : [first, { tokens: second.tokens, weight: 0.9 }]) : [first];
        readings.forEach(function (reading) { reading.spans = exact ? [] : spans(store, reading.tokens); });
        var wanted = [];
        readings.forEach(function (reading) {
          wanted = wanted.concat(keysOf(reading.tokens));
          reading.spans.forEach(function (span) { span.ways.forEach(function (way) { wanted = wanted.concat(keysOf(way.tokens)); }); });
          starts(reading.tokens).forEach(function (key) { wanted.push(key); });
        });
        return store.need(wanted).then(function (more) {
          var shown = readings[readings.length - 1].tokens;
          return { readings: readings, typed: typed, clean: clean, open: open, failed: failed + (second.failed || 0) + more,
            shown: changed || second.changed ? written(store, shown) : '' };
        });
      });
    });
  };

  function starts(list) {
    if (!list.length) return [];
    return [list[0].key + ' ^' + (list.length > 1 ? list[1].key : '')];
  }
})(typeof window === 'undefined' ? globalThis : window);
