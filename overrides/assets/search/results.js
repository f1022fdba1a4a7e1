/* The search page: reads ?q=, shows the results in #tim-kiem, follows typing and the back button. */
(function (root) {
  'use strict';
  var T = root.timKiem = root.timKiem || {};
  var FIRST = 5, MORE = 10, CUT = 0.22;
  var WORDS = {
    vi: {
      kinds: { 'tinh-huong': 'Tình huống', 'ky-nang': 'Kỹ năng', 'phap-luat': 'Pháp luật', 'tap-huan': 'Tập huấn', 'guong-hoa-giai': 'Gương hòa giải',
        'bieu-mau': 'Biểu mẫu', 'truyen-thong': 'Truyền thông', 'gioi-thieu': 'Giới thiệu', 'linh-vuc': 'Lĩnh vực', 'trang': 'Trang khác' },
      status: { con_hieu_luc: 'Còn hiệu lực', sap_sua: 'Sắp sửa đổi', het_hieu_luc: 'Hết hiệu lực', bi_thay: 'Đã bị thay thế' },
      all: 'Tất cả', filter: 'Lọc theo loại', pin: 'Điều luật bạn nhắc tới', searched: 'Đã tìm: ', exactly: 'Chỉ tìm đúng “%”', mended: 'Tìm cả từ gần giống',
      count: '% trang, trang sát ý nhất ở trên.', more: 'Xem thêm', busy: 'Đang tìm…', broken: 'Một phần bảng tìm chưa tải được, kết quả có thể thiếu.', again: 'Tìm lại',
      none: 'Không có trang nào nói về “%”.', tries: 'Thử cách này', fewer: 'Gõ ít chữ hơn, chỉ tên sự việc: ', law: 'Gõ số điều hoặc số luật: ',
      examples: ['vay nợ', 'lối đi'], laws: ['Điều 10', '35/2013'], az: 'Xem tất cả trang, xếp A–Z', fields: 'Chọn một lĩnh vực gần nhất', still: 'Vẫn chưa thấy?',
      ask: 'Cổng này chỉ nói về hòa giải ở cơ sở. Việc khác xin ', office: 'hỏi Văn phòng HĐND và UBND xã'
    },
    en: {
      kinds: { 'tinh-huong': 'Situations', 'ky-nang': 'Skills', 'phap-luat': 'Law', 'tap-huan': 'Training', 'guong-hoa-giai': 'Stories', 'bieu-mau': 'Forms',
        'truyen-thong': 'Outreach', 'gioi-thieu': 'About', 'linh-vuc': 'Fields', 'trang': 'Other pages' },
      status: { con_hieu_luc: 'In force', sap_sua: 'To be amended', het_hieu_luc: 'No longer in force', bi_thay: 'Replaced' },
      all: 'All', filter: 'Filter by kind', pin: 'The provision you named', searched: 'Searched for: ', exactly: 'Search only for “%”', mended: 'Search for similar words too',
      count: '% pages, the closest first.', more: 'Show more', busy: 'Searching…', broken: 'A part of the index did not load; results may be missing.', again: 'Search again',
      none: 'No page speaks of “%”.', tries: 'Try this', fewer: 'Use fewer words, just name the matter: ', law: 'Type the number of an article or a law: ',
      examples: ['debt', 'boundary'], laws: ['35/2013'], az: 'All pages, A–Z', fields: 'Choose the nearest field', still: 'Still not found?',
      ask: 'This portal speaks of grassroots mediation only. For other matters ', office: 'ask the commune office'
    }
  };
  var lang, words, make;

  function parameters() {
    var found = {};
    location.search.slice(1).split('&').forEach(function (pair) {
      var parts = pair.split('=');
      try { found[parts[0]] = decodeURIComponent((parts[1] || '').replace(/\+/g, ' ')); } catch (error) { found[parts[0]] = parts[1] || ''; }
    });
    return { text: found.q || '', exact: found.dung === '1', kind: words.kinds[found.loai] ? found.loai : '' };
  }

  function link(text, to) {
    var node = make('a', '', text);
    node.href = to;
    return node;
  }

  function Page(box) {
    this.box = box;
    this.turn = 0;
    this.status = make('p', 'portal-hidden');
    this.status.setAttribute('role', 'status');
    this.body = make('div');
    box.appendChild(this.status);
    box.appendChild(this.body);
    this.field = document.querySelector('.portal-search--large input[name="q"]') || document.querySelector('input[name="q"]');
  }

  Page.prototype.show = function (wish) {
    var page = this, turn = ++this.turn;
    if (!wish.text.trim()) { this.body.textContent = ''; this.status.textContent = ''; return Promise.resolve(); }
    var list = this.body.querySelector('ol.ket-qua');
    if (list) list.setAttribute('aria-busy', 'true');
    this.status.textContent = words.busy;
    return T.store().then(function (opened) {
      return T.search(opened, wish.text, wish).then(function (query) {
        if (turn === page.turn) return page.fill(opened, query, wish, turn);
      });
    }).catch(function () { if (turn === page.turn) page.broken(wish, true); });
  };

  /* The kept hits of one kind; the weak tail is cut. */
  function kept(opened, query) {
    var top = query.hits.length ? query.hits[0].score : 0;
    return query.hits.filter(function (hit) { return hit.score >= CUT * top; }).slice(0, 60);
  }

  Page.prototype.fill = function (opened, query, wish, turn) {
    var page = this, hits = kept(opened, query), counts = Object.create(null);
    hits.forEach(function (hit) { hit.kind = opened.kindOf(hit.section); counts[hit.kind] = (counts[hit.kind] || 0) + 1; });
    var chosen = wish.kind ? hits.filter(function (hit) { return hit.kind === wish.kind; }) : hits;
    if (!hits.length && !query.pinned) { this.nothing(wish, query); return; }
    var parts = document.createDocumentFragment();
    this.corrected(parts, query, wish);
    this.filters(parts, counts, hits.length, wish);
    parts.appendChild(make('p', 'portal-count', words.count.replace('%', chosen.length)));
    var list = make('ol', 'portal-found ket-qua');
    list.setAttribute('aria-busy', 'true');
    parts.appendChild(list);
    var wanted = T.wanted(opened, query), failed = query.failed;
    var pinned = query.pinned && !wish.kind ? [{ section: query.pinned.section, pinned: query.pinned }] : [];
    var order = pinned.concat(chosen.filter(function (hit) { return !pinned.length || hit.section !== pinned[0].section; }));

    function add(from, to) {
      return Promise.all(order.slice(from, to).map(function (hit) {
        return opened.section(hit.section).then(function (section) { return item(section, wanted, hit.pinned); }, function () { failed++; return null; });
      })).then(function (items) {
        if (turn === page.turn) items.forEach(function (one) { if (one) list.appendChild(one); });
      });
    }
    function more(from) {
      if (from >= order.length) return;
      var button = make('button', 'portal-button', words.more);
      button.type = 'button';
      button.onclick = function () {
        button.remove();
        list.setAttribute('aria-busy', 'true');
        add(from, from + MORE).then(function () {
          list.setAttribute('aria-busy', 'false');
          var next = list.children[from] && list.children[from].querySelector('a');
          if (next) next.focus();
          more(from + MORE);
        });
      };
      page.body.appendChild(button);
    }
    return add(0, FIRST).then(function () {
      if (turn !== page.turn) return;
      page.body.textContent = '';
      page.body.appendChild(parts);
      return add(FIRST, MORE).then(function () {
        if (turn !== page.turn) return;
        list.setAttribute('aria-busy', 'false');
        page.status.textContent = words.count.replace('%', chosen.length);
        if (failed) page.broken(wish, false);
        more(MORE);
      });
    });
  };

  Page.prototype.corrected = function (parts, query, wish) {
    if (!query.shown && !wish.exact) return;
    var line = make('p', 'portal-mean');
    if (query.shown) {
      line.appendChild(document.createTextNode(words.searched));
      line.appendChild(make('strong', '', query.shown));
      line.appendChild(document.createTextNode('. '));
      line.appendChild(link(words.exactly.replace('%', wish.text.slice(0, 80)), T.searchUrl(wish.text, { exact: true })));
    } else line.appendChild(link(words.mended, T.searchUrl(wish.text)));
    parts.appendChild(line);
  };

  Page.prototype.filters = function (parts, counts, all, wish) {
    var kinds = Object.keys(words.kinds).filter(function (kind) { return counts[kind]; });
    if (kinds.length < 2) return;
    var list = make('ul', 'portal-topics');
    list.setAttribute('aria-label', words.filter);
    [''].concat(kinds).forEach(function (kind) {
      var entry = make('li'), one = link((kind ? words.kinds[kind] : words.all) + ' ', T.searchUrl(wish.text, { exact: wish.exact, kind: kind }));
      one.className = 'portal-topics__item';
      one.appendChild(make('span', 'portal-topics__count', String(kind ? counts[kind] : all)));
      if (kind === wish.kind) one.setAttribute('aria-current', 'true');
      entry.appendChild(one);
      list.appendChild(entry);
    });
    parts.appendChild(list);
  };

  function item(section, wanted, pinned) {
    var entry = make('li', pinned ? 'portal-pin' : ''), where = make('p', 'portal-found__where', words.kinds[section.kind] || '');
    if (pinned) entry.appendChild(make('p', 'portal-pin__label', words.pin));
    if (words.status[section.status]) {
      where.appendChild(document.createTextNode(' '));
      where.appendChild(make('span', 'portal-chip portal-chip--' + (section.status === 'con_hieu_luc' ? 'ok' : section.status === 'sap_sua' ? 'soon' : 'ended'), words.status[section.status]));
    }
    var name = T.nameOf(section), place = T.placeOf(section), anchor = make('a', 'portal-found__name');
    anchor.href = T.address(place);
    anchor.setAttribute('data-ket-qua', place);
    T.marked(anchor, name, T.marks(T.tokens(name, lang), wanted));
    var piece = T.snippet(section.text.replace(/\n/g, ' '), lang, wanted), text = make('p');
    if (piece.cutStart) text.appendChild(document.createTextNode('… '));
    T.marked(text, piece.text, piece.marks);
    if (piece.cutEnd) text.appendChild(document.createTextNode(' …'));
    entry.appendChild(where);
    entry.appendChild(anchor);
    entry.appendChild(text);
    return entry;
  }

  Page.prototype.nothing = function (wish, query) {
    var box = make('section', 'portal-section'), said = words.none.replace('%', wish.text.slice(0, 80)), list = make('ul', 'portal-list');
    box.setAttribute('data-khong-thay', '');
    box.appendChild(make('p', 'portal-mean', said));
    box.appendChild(make('h2', '', words.tries));
    [[words.fewer, words.examples], [words.law, words.laws]].forEach(function (row) {
      var entry = make('li', '', row[0]);
      row[1].forEach(function (text, i) {
        if (i) entry.appendChild(document.createTextNode(', '));
        entry.appendChild(link(text, T.searchUrl(text)));
      });
      list.appendChild(entry);
    });
    [[words.fields, 'linh-vuc/'], [words.az, 'a-z/']].forEach(function (row) {
      var entry = make('li');
      entry.appendChild(link(row[0], T.address((lang === 'en' ? 'en/' : '') + row[1])));
      list.appendChild(entry);
    });
    box.appendChild(list);
    box.appendChild(make('h2', '', words.still));
    var ask = make('p', '', words.ask);
    ask.appendChild(link(words.office, T.address((lang === 'en' ? 'en/' : '') + 'gioi-thieu/phan-anh/')));
    ask.appendChild(document.createTextNode('.'));
    box.appendChild(ask);
    this.body.textContent = '';
    this.body.appendChild(box);
    this.status.textContent = said;
    if (query.failed) this.broken(wish, false);
  };

  Page.prototype.broken = function (wish, whole) {
    var page = this, line = make('p', 'portal-mean', words.broken + ' '), button = make('button', 'portal-button', words.again);
    line.setAttribute('role', 'alert');
    line.setAttribute('data-tai-loi', '');
    button.type = 'button';
    button.onclick = function () { page.show(wish); };
    line.appendChild(button);
    if (whole) this.body.textContent = '';
    this.body.insertBefore(line, this.body.firstChild);
  };

  /* On a server the page keeps its place in the history; on a disk forms and links load it anew. */
  Page.prototype.listen = function () {
    var page = this, timer = 0;
    function go(wish, push) {
      try {
        var to = T.searchUrl(wish.text, wish);
        if (push) history.pushState(null, '', to); else history.replaceState(null, '', to);
      } catch (error) { /* a disk allows no change of address */ }
      page.show(wish);
    }
    if (!this.field) return;
    this.field.addEventListener('input', function () {
      clearTimeout(timer);
      timer = setTimeout(function () { go({ text: page.field.value, exact: false, kind: '' }, false); }, 150);
    });
    this.field.form.addEventListener('submit', function (event) {
      if (location.protocol === 'file:') return;
      event.preventDefault();
      clearTimeout(timer);
      go({ text: page.field.value, exact: false, kind: '' }, location.search !== '' && parameters().text !== page.field.value);
    });
    window.addEventListener('popstate', function () {
      var wish = parameters();
      page.field.value = wish.text;
      page.show(wish);
    });
  };

  /* Called once the client stands: the page answers what its address asks for, or what was typed meanwhile. */
  T.results = function () {
    var box = document.getElementById('tim-kiem');
    lang = T.lang;
    words = WORDS[lang];
    make = T.make;
    var page = new Page(box), field = page.field, wish = parameters();
    if (field && wish.text && !field.value) field.value = wish.text;
    page.listen();
    page.show(field && field.value && field.value !== wish.text ? { text: field.value, exact: false, kind: '' } : wish);
  };
})(window);
