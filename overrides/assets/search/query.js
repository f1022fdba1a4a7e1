/* What the reader typed → what to look for: abbreviations, synonyms, raw Telex, joined words, typos, sound slips. */
(function (root) {
  'use strict';
  var T = root.timKiem;
  var LONGEST = 300, MOST = 32, SPAN = 9;
  var SYNONYM = 0.6, SOFT = 0.9, SPOKEN = 5, KEPT = 6, WAYS = 4, OFTEN = 7;
  var TONES = /[\u0300\u0301\u0303\u0309\u0323].*[\u0300\u0301\u0303\u0309\u0323]/;      // two in one syllable: two syllables
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

  /* What the loaded files know of phrases that begin with this key: [{from, to: [{tokens, weight}], clear}]. */
  function meanings(store, key) {
    if (store.meanings[key]) return store.meanings[key];
    var found = [];
    store.pairsFrom(key + ' #').forEach(function (at) {
      store.lines(at).forEach(function (line) {
        var sides = line.replace('*', '').split('>');
        found.push({ from: phrase(sides[0]), clear: line[0] === '*', to: sides[1].split(',').map(function (other) {
          return other[0] === '!' ? { tokens: [token(other.slice(1))], weight: 1 } : { tokens: phrase(other), weight: SYNONYM };
        }) });
      });
    });
    if (store.holds(key + ' #')) store.meanings[key] = found;
    return found;
  }

  /* Whether two keys stand together in a phrase that people say, though perhaps no page writes it. */
  function isSpoken(store, one, two) {
    return meanings(store, one).some(function (entry) { return entry.from.length > 1 && entry.from[1].key === two; });
  }

  function fits(entry, list, at, bare) {
    if (entry.from.length === 1) {
      return list[at].form === entry.from[0].form && (!bare || entry.clear || !entry.from[0].marked) ||
        (bare && entry.clear);
    }
    return entry.from.every(function (one, i) { var said = list[at + i]; return !said.marked || said.form === one.form; });
  }

  /* Spans of the query that can be said otherwise: [{start, end, ways}], longest first, not overlapping. */
  function spans(store, list) {
    var found = [], bare = !list.some(function (one) { return one.marked; });
    for (var at = 0; at < list.length; at++) {
      var here = keys(list.slice(at, at + SPAN)) + ' ', best = 0, ways = [], said = null;
      meanings(store, list[at].key).forEach(function (entry) {
        var length = entry.from.length;
        if (length < best || here.indexOf(keys(entry.from) + ' ') !== 0 || !fits(entry, list, at, bare)) return;
        ways = length > best ? entry.to : ways.concat(entry.to);
        if (length > best) said = entry.from;
        best = length;
      });
      if (best) found.push({ start: at, end: at + best, ways: ways.slice(0, WAYS), said: said });
      at += best ? best - 1 : 0;
    }
    return found;
  }

  /* The tokens of a reading; a phrase that is known tells the marks of its words: "trau bo" → trâu bò. */
  function withMarks(reading) {
    var tokens = reading.tokens.slice();
    reading.spans.forEach(function (span) {
      span.said.forEach(function (one, i) { if (!tokens[span.start + i].marked) tokens[span.start + i] = one; });
    });
    return tokens;
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
      if (key.slice(0, pair[0].length) === pair[0] && /^[aeiouy]/.test(T.fold(rest))) found.push(pair[1] + rest);
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

  /* "hoagiaivien" → hoa, giai, vien; "lấnđất" → lấn, đất: the fewest known parts, the most frequent ones, with one tone each;
     null when there are none. */
  function split(store, typed) {
    var key = typed.key, form = typed.form.length === key.length ? typed.form : key, best = [[0, []]];
    if (key.length < 4 || key.length > 24) return null;
    for (var end = 1; end <= key.length; end++) {
      for (var start = Math.max(0, end - 7); start < end; start++) {
        if (!best[start] || end - start < 2) continue;
        var part = T.searchForm(form.slice(start, end)), often = store.words[T.fold(part)];
        if (!often || TONES.test(part.normalize('NFD'))) continue;
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

  /* A typed token → the tokens meant, where that shows without looking at the neighbours. */
  function mend(store, typed, last) {
    var full = own(store.core.tat, typed.key), alpha = /^[a-z]+$/.test(typed.key);
    function as(list, kind) { list.forEach(function (one) { one.mended = kind; }); return list; }
    if (full && (!store.words[typed.key] || /^[^\p{Ll}]{2,}$/u.test(typed.raw))) return as(phrase(full.split('|')[0]), 'short');
    if (store.lang !== 'vi' || store.words[typed.key] || store.has(typed.key)) return [typed];
    var decoded = typed.marked ? '' : T.decodeKeys(typed.raw);
    if (decoded && store.words[T.fold(T.searchForm(decoded))]) return as([token(T.searchForm(decoded))], 'keys');
    if (!alpha || (last && begins(store, typed.key))) return [typed];
    var parts = split(store, typed);
    if (parts && (typed.key.length > 6 || TONES.test(typed.form.normalize('NFD')) || !candidates(store, typed.key, 1).length)) return as(parts.map(token), 'joined');
    typed.unknown = true;
    return [typed];
  }

  /* How well a key stands between its neighbours: sections that hold the pairs. */
  function support(store, before, key, after) {
    function of(one, two) {
      var found = one && two && store.get(one + ' ' + two);
      return (found ? found[''].sections.length : 0) + (one && two && isSpoken(store, one, two) ? SPOKEN : 0);
    }
    var left = of(before, key), right = of(key, after);
    return { left: left, right: right, sum: Math.log(1 + left) + Math.log(1 + right) };
  }

  /* The best of the keys that may have been meant for list[at], or '' when none is better than `floor`. */
  function choose(store, list, at, others, floor, accept) {
    var said = list[at], before = at ? list[at - 1].key : '', after = at + 1 < list.length ? list[at + 1].key : '';
    var sound = slips(said.key), best = '';
    others.forEach(function (key) {
      var there = support(store, before, key, after), like = sound.indexOf(key) >= 0, kept = said.marked && keepsMarks(store, said.form, key);
      if (accept && (!accept(there, like) || (said.marked && !kept))) return;
      var score = there.sum + store.words[key] / 10 + (like ? 2 : 0) + (kept ? KEPT : 0);
      if (score > floor) { floor = score; best = key; }
    });
    return best;
  }

  /* Whether a key is written somewhere as the typed form with one slip: "cứha" → "chứa", not "chưa". */
  function keepsMarks(store, form, key) {
    var sounds = slips(form);
    return Object.keys(store.get(key) || {}).some(function (other) { return near(form, other) || sounds.indexOf(other) >= 0; });
  }

  function contextKeys(list, at, others) {
    var found = [];
    others.forEach(function (key) {
      found.push(key);
      if (at) found.push(list[at - 1].key + ' ' + key);
      if (at + 1 < list.length) found.push(key + ' ' + list[at + 1].key);
    });
    return found;
  }

  /* A known key in place of a typed word, with the typed marks where it is written so. */
  function mended(store, said, key, kind) {
    var sounds = slips(said.form), forms = Object.keys(store.get(key) || {}).filter(function (other) {
      return said.marked && other !== key && (sounds.indexOf(other) >= 0 || near(said.form, other));
    });
    return { form: forms[0] || key, key: key, marked: forms.length > 0, mended: kind };
  }

  /* Words that no page knows become the known word that fits best between their neighbours. */
  function mendUnknown(store, list) {
    var turn = Promise.resolve(0);
    list.forEach(function (one, at) {
      if (!one.unknown) return;
      var others = candidates(store, one.key, 10);
      turn = turn.then(function (failed) {
        return store.need(contextKeys(list, at, others)).then(function (more) {
          var best = choose(store, list, at, others, -1);
          if (best) list[at] = mended(store, one, best, 'sure');
          return failed + more;
        });
      });
    });
    return turn;
  }

  /* Words that never stand beside their neighbours: a typo or a sound slip that made another word. A second reading. */
  function mendMisplaced(store, list, kept) {
    var asked = [];
    list.forEach(function (one, at) {
      if (kept[at] || one.mended || one.unknown || !store.words[one.key] || list.length < 2) return;
      var forms = store.get(one.key), odd = one.marked && forms && !forms[one.form];
      var now = support(store, at ? list[at - 1].key : '', one.key, at + 1 < list.length ? list[at + 1].key : '');
      var edge = !at || at === list.length - 1, often = store.words[one.key] >= OFTEN;
      if (odd || (!now.left && !now.right && !store.stop[one.key] && !(edge && often))) asked.push({ at: at, now: now, odd: odd, others: candidates(store, one.key, 8) });
    });
    asked = asked.slice(0, 3);
    var wanted = [];
    asked.forEach(function (ask) { wanted = wanted.concat(contextKeys(list, ask.at, ask.others)); });
    return (wanted.length ? store.need(wanted) : Promise.resolve(0)).then(function (failed) {
      var other = null;
      asked.forEach(function (ask) {
        var inner = ask.at && ask.at + 1 < list.length;
        var best = choose(store, other || list, ask.at, ask.others, ask.now.sum + 1, function (there, like) {
          return like || ask.odd ? there.sum > 1 : inner ? there.left && there.right : there.sum > 1.5;
        });
        if (!best) return;
        other = other || list.slice();
        other[ask.at] = mended(store, list[ask.at], best, 'soft');
      });
      return { other: other, failed: failed };
    });
  }

  /* Shown to the reader: what was typed, with the mended words in their place. */
  function written(store, list) {
    var marked = list.some(function (one) { return one.marked; });
    return list.map(function (one) { return one.mended && marked && !one.marked && store.lang === 'vi' ? store.usual(one.key) : one.form; }).join(' ');
  }

  function keysOf(list) {
    var found = [];
    list.forEach(function (one, i) {
      found.push(one.key, one.key + ' =', one.key + ' #*');
      if (i) found.push(list[i - 1].key + ' ' + one.key);
    });
    return found;
  }

  /* → Promise of {readings: [{tokens, spans, weight}], typed, shown, failed}. With `exact`, nothing is mended. */
  T.understand = function (store, text, exact) {
    var clean = T.clean(String(text).slice(0, LONGEST));
    var typed = T.tokens(clean, store.lang).slice(0, MOST), list = [], failed = 0;
    var open = false, strange = typed.filter(function (one) { return !store.words[one.key]; });
    function count(more) { failed += more; }
    return store.need(strange.map(function (one) { return one.key; })).then(count).then(function () {
      typed.forEach(function (one, i) {
        one.raw = clean.slice(one.start, one.end);
        one.marked = one.form !== one.key;
        list = list.concat(exact ? [one] : mend(store, one, i === typed.length - 1));
      });
      open = typed.length > 0 && !/\s$/.test(clean) && list[list.length - 1] === typed[typed.length - 1];
      return store.need(keysOf(list));
    }).then(count).then(function () {
      list.forEach(function (one) { if (one.mended === 'keys' && !(store.get(one.key) || {})[one.form]) one.marked = false; });
      return exact ? 0 : mendUnknown(store, list);
    }).then(count).then(function () {
      return store.need(keysOf(list));
    }).then(count).then(function () {
      var kept = [];
      spans(store, list).forEach(function (span) { for (var i = span.start; i < span.end; i++) kept[i] = true; });
      return exact || store.lang !== 'vi' ? { other: null, failed: 0 } : mendMisplaced(store, list, kept);
    }).then(function (second) {
      count(second.failed);
      var readings = [{ tokens: list, weight: 1 }].concat(second.other ? [{ tokens: second.other, weight: SOFT }] : []), wanted = [];
      readings.forEach(function (reading) {
        reading.spans = exact ? [] : spans(store, reading.tokens);
        reading.marked = reading.tokens.some(function (one) { return one.marked; });
        reading.tokens = withMarks(reading);
        wanted = wanted.concat(keysOf(reading.tokens), starts(reading.tokens));
        reading.spans.forEach(function (span) { span.ways.forEach(function (way) { wanted = wanted.concat(keysOf(way.tokens)); }); });
      });
      return store.need(wanted).then(count).then(function () {
        var last = second.other || list, changed = last.some(function (one) { return one.mended; });
        return { readings: readings, typed: typed, clean: clean, open: open, failed: failed, shown: changed ? written(store, last) : '' };
      });
    });
  };

  function starts(list) {
    if (!list.length) return [];
    return [list[0].key + ' ^' + (list.length > 1 ? list[1].key : '')];
  }
})(typeof window === 'undefined' ? globalThis : window);
