/* The index as the browser holds it: loads script files by name (http and file:// alike) and reads their numbers. */
(function (root) {
  'use strict';
  var T = root.timKiem;
  var HALF = 45, LEVELS = 16, WAIT = 20000;
  var VALUE = {};
  for (var code = 33, value = 0; code < 127; code++) {
    if ('"\\|~'.indexOf(String.fromCharCode(code)) < 0) VALUE[String.fromCharCode(code)] = value++;
  }
  var arrived = Object.create(null);

  /* Every file of the index calls this. */
  T.nhan = function (name, data) { arrived[name] = data; };

  T.numbers = function (text) {
    var found = [], sum = 0, scale = 1;
    for (var i = 0; i < text.length; i++) {
      var digit = VALUE[text[i]];
      if (digit >= HALF) { sum += (digit - HALF) * scale; scale *= HALF; continue; }
      found.push(sum + digit * scale);
      sum = 0; scale = 1;
    }
    return found;
  };

  /* Section numbers and levels (1…16) of one key. */
  T.postings = function (text) {
    var numbers = T.numbers(text), sections = new Int32Array(numbers.length), levels = new Uint8Array(numbers.length), last = -1;
    for (var i = 0; i < numbers.length; i++) {
      last += 1 + Math.floor(numbers[i] / LEVELS);
      sections[i] = last;
      levels[i] = numbers[i] % LEVELS + 1;
    }
    return { sections: sections, levels: levels };
  };

  function loadScript(address) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement('script');
      var timer = setTimeout(function () { script.remove(); reject(new Error(address)); }, WAIT);
      script.src = address;
      script.async = true;
      script.onload = function () { clearTimeout(timer); script.remove(); resolve(); };
      script.onerror = function () { clearTimeout(timer); script.remove(); reject(new Error(address)); };
      document.head.appendChild(script);
    });
  }

  /* T.open(folder, lang, load?) → Promise<Store>; load(address) is replaced where there is no document. */
  T.open = function (folder, lang, load) {
    load = load || loadScript;
    return load(folder + 'goc.js').then(function () {
      if (!arrived.goc) throw new Error('goc');
      return new Store(folder, lang, load, arrived.goc);
    });
  };

  function Store(folder, lang, load, core) {
    this.lang = lang;
    this.folder = folder + core.thu_muc + '/';
    this.load = load;
    this.core = core;
    this.firstKeys = core.khoa ? core.khoa.split('|') : [];
    this.stop = Object.create(null);
    core.dung.split(' ').forEach(function (word) { this[word] = true; }, this.stop);
    this.shards = {};
    this.blocks = {};
    this.pending = {};
    this.read = Object.create(null);
    this.lists = Object.create(null);
    this.meanings = Object.create(null);
    this.sums = {};
    this._pages();
    this._vocabulary();
  }

  Store.prototype._pages = function () {
    var pageOf = [], apart = [];
    T.numbers(this.core.trang).forEach(function (number, page) {
      for (var i = 0; i < number >> 1; i++) { pageOf.push(page); apart.push(number & 1); }
    });
    this.size = pageOf.length;
    this.priors = T.numbers(this.core.uu_tien);
    this.kinds = T.numbers(this.core.loai[1]);
    this.pageOf = Int32Array.from(pageOf);
    this.apart = Uint8Array.from(apart);
    var first = 0;
    this.blockStarts = T.numbers(this.core.khoi).map(function (count) { first += count; return first - count; });
  };

  Store.prototype._vocabulary = function () {
    var words = this.words = Object.create(null), last = '';
    this.core.tu.replace(/(\d)([a-z]*)([A-P])/g, function (all, shared, rest, often) {
      last = last.slice(0, +shared) + rest;
      words[last] = often.charCodeAt(0) - 64;
    });
  };

  /* The number of the file whose keys are around this one; -1 before the first. */
  function place(starts, wanted) {
    var low = 0, high = starts.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (starts[middle] <= wanted) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  Store.prototype._file = function (name) {
    var store = this;
    if (name in arrived) return Promise.resolve();
    if (!this.pending[name]) {
      this.pending[name] = this.load(this.folder + name + '.js').then(function () {
        if (!(name in arrived)) throw new Error(name);
      }).catch(function (error) { delete store.pending[name]; throw error; });
    }
    return this.pending[name];
  };

  Store.prototype._shard = function (number) {
    var store = this;
    return this._file('k' + number).then(function () {
      if (store.shards[number]) return;
      store.shards[number] = Object.create(null);
      arrived['k' + number].split('~').forEach(function (entry) {
        var parts = entry.split('|');
        store.shards[number][parts[0]] = parts;
      });
    });
  };

  /* Load what holds these keys; "key *" asks for all pairs that begin so ("loi di*"). Failures are reported, not thrown. */
  Store.prototype.need = function (keys) {
    var store = this, wanted = {};
    keys.forEach(function (key) {
      var prefix = key.slice(-1) === '*', from = prefix ? key.slice(0, -1) : key;
      var first = Math.max(0, place(store.firstKeys, from)), last = prefix ? place(store.firstKeys, from + '{') : first;
      for (var i = first; i <= Math.min(last, first + 3); i++) if (!store.shards[i]) wanted[i] = true;
    });
    if (!this.firstKeys.length) return Promise.resolve(0);
    return Promise.all(Object.keys(wanted).map(function (number) {
      return store._shard(number).then(function () { return 0; }, function () { return 1; });
    })).then(function (failures) { return failures.reduce(function (sum, one) { return sum + one; }, 0); });
  };

  Store.prototype._entry = function (key) {
    var shard = this.shards[Math.max(0, place(this.firstKeys, key))];
    return shard && shard[key];
  };

  /* The plain lines of an entry that holds no postings. */
  Store.prototype.lines = function (key) { return this._entry(key).slice(1); };

  /* Whether every key that begins so is loaded. */
  Store.prototype.holds = function (prefix) {
    var first = Math.max(0, place(this.firstKeys, prefix)), last = place(this.firstKeys, prefix + '{');
    while (first <= last && this.shards[first]) first++;
    return first > last;
  };

  Store.prototype.has = function (key) { return !!this._entry(key); };

  /* {form: postings} of a single key that was loaded; of a pair {'': postings}. */
  Store.prototype.get = function (key) {
    if (key in this.read) return this.read[key];
    var entry = this._entry(key), found = null;
    if (entry) {
      found = {};
      if (key.indexOf(' ') > 0) found[''] = T.postings(entry[1]);
      else for (var i = 1; i < entry.length; i += 2) found[entry[i] || key] = T.postings(entry[i + 1]);
      this.read[key] = found;
    }
    return found;
  };

  /* Loaded pairs that begin with this ("loi di" → "loi di", "loi dia" …). */
  Store.prototype.pairsFrom = function (prefix) {
    var found = [], first = Math.max(0, place(this.firstKeys, prefix));
    for (var i = first; i <= Math.min(first + 3, this.firstKeys.length - 1); i++) {
      for (var key in this.shards[i] || {}) if (key.slice(0, prefix.length) === prefix) found.push(key);
    }
    return found;
  };

  /* The way a key is most often written. */
  Store.prototype.usual = function (key) {
    var forms = this.get(key), best = key, most = 0;
    for (var form in forms || {}) {
      if (forms[form].sections.length > most) { most = forms[form].sections.length; best = form; }
    }
    return best;
  };

  Store.prototype.kindOf = function (section) { return this.core.loai[0][this.kinds[this.pageOf[section]]]; };

  /* {url, title, kind, status, anchor, heading, text} of a section; Promise, rejected when its file fails. */
  Store.prototype.section = function (number) {
    var store = this, at = place(this.blockStarts, number);
    return this._file('b' + at).then(function () {
      if (!store.blocks[at]) {
        store.blocks[at] = [];
        arrived['b' + at].forEach(function (page) {
          page[4].forEach(function (part) {
            store.blocks[at].push({ url: page[0], title: page[1], kind: page[2], status: page[3], anchor: part[0], heading: part[1], text: part[2] });
          });
        });
      }
      return store.blocks[at][number - store.blockStarts[at]];
    });
  };
})(typeof window === 'undefined' ? globalThis : window);
