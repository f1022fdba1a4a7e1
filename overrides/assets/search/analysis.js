/* Text → tokens: the specification is in scripts/portal/search/analysis.py, both sides pass tests/cases/search/. */
(function (root) {
  'use strict';
  var T = root.timKiem = root.timKiem || {};
  var INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
  var RUN = /[\p{L}\p{N}]+(?:[/-][\p{L}\p{N}]+)*/gu;
  var TONES = '\u0300\u0309\u0303\u0301\u0323';
  var SYLLABLE = /^(ngh|ng|gh|nh|ch|kh|ph|th|tr|qu(?=[aăâeêioơy])|gi(?=[aăâeêoôơuư])|[bcdđghklmnpqrstvx]|)([aăâeêioôơuưy]{1,3})(ng|nh|ch|[cmnpt]|)$/;

  /* Half a pair of surrogates goes too: an address cannot hold it. */
  T.clean = function (text) { return text.normalize('NFC').replace(INVISIBLE, '').replace(/\p{Cs}/gu, ''); };

  T.fold = function (text) {
    return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd');
  };

  /* [letters without the tone mark, the mark or ''] */
  function splitTone(word) {
    var tone = '';
    var letters = word.normalize('NFD').replace(/[\u0300\u0309\u0303\u0301\u0323]/g, function (mark) { tone = mark; return ''; });
    return [letters.normalize('NFC'), tone];
  }

  function placeTone(letters, tone) {
    var found = tone && SYLLABLE.exec(letters);
    if (!found) return (letters + tone).normalize('NFC');
    var vowels = found[2], at = vowels.length === 3 || (vowels.length === 2 && found[3]) ? 1 : 0;
    for (var i = 0; i < vowels.length; i++) if ('ăâêôơư'.indexOf(vowels[i]) >= 0) at = i;
    at += found[1].length;
    return (letters.slice(0, at + 1) + tone + letters.slice(at + 1)).normalize('NFC');
  }

  T.searchForm = function (word) {
    word = word.toLowerCase().normalize('NFC');
    var parts = splitTone(word);
    if (/^(h|k|l|m|s|t|v|qu)y$/.test(parts[0])) parts[0] = parts[0].slice(0, -1) + 'i';
    else if (!SYLLABLE.test(parts[0])) return word;
    return placeTone(parts[0], parts[1]);
  };

  T.forms = function (word, lang) {
    if (lang !== 'en') {
      var form = T.searchForm(word);
      return [form, T.fold(form)];
    }
    var plain = T.fold(word);
    if (plain.length > 4 && plain.slice(-3) === 'ies') return [plain, plain.slice(0, -3) + 'y'];
    return [plain, /[a-z]{3}s$/.test(plain) && !/[sui]s$/.test(plain) ? plain.slice(0, -1) : plain];
  };

  /* [{start, end, form, key}] of a cleaned text */
  T.tokens = function (text, lang) {
    var found = [];
    function add(word, start) {
      var pair = T.forms(word, lang);
      found.push({ start: start, end: start + word.length, form: pair[0], key: pair[1] });
    }
    text.replace(RUN, function (run, start) {
      if (/\p{N}/u.test(run)) return add(run, start);
      run.replace(/[\p{L}\p{N}]+/gu, function (part, at) { add(part, start + at); });
    });
    return found;
  };

  var TELEX = { f: 0, r: 1, x: 2, s: 3, j: 4 }, VNI = { 2: 0, 3: 1, 4: 2, 1: 3, 5: 4 };
  var SHAPES = [[/dd/, 'đ'], [/aa/, 'â'], [/ee/, 'ê'], [/oo/, 'ô'], [/uow/, 'ươ'], [/aw/, 'ă'], [/ow/, 'ơ'], [/uw/, 'ư']];
  var LATE = [[/^d(.+)d/, 'đ$1'], [/a([^aâ]*)a/, 'â$1'], [/e([^e]*)e/, 'ê$1'], [/o([^o]*)o/, 'ô$1'], [/uo([a-z]*)w/, 'ươ$1'],
    [/a([a-z]*)w/, 'ă$1'], [/o([a-z]*)w/, 'ơ$1'], [/u([a-z]*)w/, 'ư$1']];
  var DIGITS = [[/d(.*)9/, 'đ$1'], [/uo(.*)7/, 'ươ$1'], [/a(.*)6/, 'â$1'], [/e(.*)6/, 'ê$1'], [/o(.*)6/, 'ô$1'], [/o(.*)7/, 'ơ$1'],
    [/u(.*)7/, 'ư$1'], [/a(.*)8/, 'ă$1']];

  function shape(word, rules) {
    rules.forEach(function (rule) { word = word.replace(rule[0], rule[1]); });
    return word;
  }

  /* What raw Telex or VNI keys were meant to write ("hoaf", "ho2a" → "hòa"), or '' */
  T.decodeKeys = function (word) {
    var tone = '', plain = word.toLowerCase().normalize('NFC');
    if (plain.length > 12) return '';
    if (/\d/.test(plain)) {
      if (!/^\p{L}+[\p{L}\d]*$/u.test(plain)) return '';
      plain = shape(plain, DIGITS).replace(/[1-5]/g, function (digit) { tone = tone || TONES[VNI[digit]]; return ''; });
      return SYLLABLE.test(plain) ? placeTone(plain, tone) : '';
    }
    var candidates = [plain];
    for (var i = plain.length - 1; i > 0; i--) {
      if (plain[i] in TELEX && /[aeiouy]/.test(plain.slice(0, i))) candidates.push(plain.slice(0, i) + plain.slice(i + 1) + plain[i]);
    }
    for (i = 0; i < candidates.length; i++) {
      var word_ = candidates[i], last = word_[word_.length - 1];
      var bare = last in TELEX ? word_.slice(0, -1) : word_;
      tone = last in TELEX ? TONES[TELEX[last]] : '';
      var letters = shape(shape(bare, SHAPES), LATE);
      if (letters + tone !== plain && SYLLABLE.test(letters) && splitTone(plain)[1] === '') return placeTone(letters, tone);
      if (letters !== plain && SYLLABLE.test(splitTone(letters)[0])) return letters.normalize('NFC');
    }
    return '';
  };
})(typeof window === 'undefined' ? globalThis : window);
