/* Where the words of a query stand in a text: marks on the original, and the piece of it that says most. */
(function (root) {
  'use strict';
  var T = root.timKiem;
  var WIDTH = 34;

  /* The keys to mark: of what was typed and of the ways to say it; question words count little. */
  T.wanted = function (store, query) {
    var found = Object.create(null);
    function add(tokens, weight) {
      tokens.forEach(function (token) { found[token.key] = Math.max(found[token.key] || 0, store.stop[token.key] ? 0.1 : weight); });
    }
    query.readings.forEach(function (reading) {
      add(reading.tokens, 1);
      reading.spans.forEach(function (span) { span.ways.forEach(function (way) { if (way.tokens.length < 7) add(way.tokens, 0.5); }); });
    });
    return found;
  };

  /* [[start, end]] of the hits among tokens; a question word is marked only beside a hit. */
  T.marks = function (tokens, wanted) {
    return tokens.filter(function (token, i) {
      var weight = wanted[token.key];
      return weight > 0.1 || (weight && ((tokens[i - 1] && wanted[tokens[i - 1].key] > 0.1) || (tokens[i + 1] && wanted[tokens[i + 1].key] > 0.1)));
    }).map(function (token) { return [token.start, token.end]; });
  };

  /* {text, marks}: the window of the text with the most different hits, neighbours counting more. */
  T.snippet = function (text, lang, wanted) {
    var tokens = T.tokens(text, lang), best = 0, bestScore = -1;
    for (var from = 0; from < tokens.length; from += 4) {
      var seen = Object.create(null), score = 0;
      for (var i = from; i < Math.min(from + WIDTH, tokens.length); i++) {
        var weight = wanted[tokens[i].key] || 0;
        if (!weight) continue;
        score += seen[tokens[i].key] ? weight * 0.1 : weight;
        if (i > from && wanted[tokens[i - 1].key] && !seen[tokens[i].key]) score += weight * 0.6;
        seen[tokens[i].key] = true;
      }
      if (score > bestScore + 0.01) { bestScore = score; best = from; }
    }
    if (!tokens.length) return { text: text.slice(0, 200), marks: [] };
    var last = Math.min(best + WIDTH, tokens.length) - 1;
    var start = best ? tokens[best].start : 0, end = last === tokens.length - 1 ? text.length : tokens[last].end;
    var marks = T.marks(tokens.slice(best, last + 1), wanted).map(function (mark) { return [mark[0] - start, mark[1] - start]; });
    return { text: text.slice(start, end), marks: marks, cutStart: best > 0, cutEnd: end < text.length };
  };
})(typeof window === 'undefined' ? globalThis : window);
