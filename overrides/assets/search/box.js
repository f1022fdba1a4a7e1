/* Type-ahead on the search boxes: a combobox whose list holds pages to open (pattern of the ARIA practices). */
(function (root) {
  'use strict';
  var T = root.timKiem = root.timKiem || {};
  var WAIT = 120, MOST = 6, made = 0;

  function suggest(field) {
    var id = 'tim-goi-y-' + (++made), list = T.make('ul', 'portal-suggest'), turn = 0, timer = 0, at = -1;
    list.id = id;
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', T.lang === 'en' ? 'Suggestions' : 'Gợi ý');
    field.form.appendChild(list);
    [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', id]].forEach(function (pair) {
      field.setAttribute(pair[0], pair[1]);
    });

    function close() {
      turn++;
      list.hidden = true;
      at = -1;
      field.setAttribute('aria-expanded', 'false');
      field.removeAttribute('aria-activedescendant');
    }

    function choose(next) {
      if (at >= 0 && list.children[at]) list.children[at].setAttribute('aria-selected', 'false');
      at = next;
      if (at < 0) return field.removeAttribute('aria-activedescendant');
      list.children[at].setAttribute('aria-selected', 'true');
      field.setAttribute('aria-activedescendant', list.children[at].id);
    }

    function open(sections, wanted) {
      list.textContent = '';
      sections.forEach(function (section, i) {
        var option = T.make('li', 'portal-suggest__item'), name = T.nameOf(section);
        option.id = id + '-' + i;
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', 'false');
        option.setAttribute('data-dia-chi', T.address(T.placeOf(section)));
        T.marked(option, name, T.marks(T.tokens(name, T.lang), wanted));
        list.appendChild(option);
      });
      at = -1;
      list.hidden = !sections.length;
      field.setAttribute('aria-expanded', String(!!sections.length));
      field.removeAttribute('aria-activedescendant');
    }

    function ask() {
      var mine = ++turn, text = field.value;
      if (!text.trim()) return close();
      T.store().then(function (store) {
        return T.search(store, text, {}).then(function (query) {
          var hits = query.hits.slice(0, MOST);
          if (query.pinned) hits = [query.pinned].concat(hits.filter(function (hit) { return hit.section !== query.pinned.section; })).slice(0, MOST);
          return Promise.all(hits.map(function (hit) { return store.section(hit.section).catch(function () { return null; }); })).then(function (sections) {
            if (mine === turn && document.activeElement === field) open(sections.filter(Boolean), T.wanted(store, query));
          });
        });
      }).catch(close);
    }

    field.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    field.addEventListener('keydown', function (event) {
      var count = list.hidden ? 0 : list.children.length;
      if (event.key === 'Escape' && count) { event.preventDefault(); close(); }
      else if (event.key === 'ArrowDown' && count) { event.preventDefault(); choose(at + 1 >= count ? -1 : at + 1); }
      else if (event.key === 'ArrowUp' && count) { event.preventDefault(); choose(at < 0 ? count - 1 : at - 1); }
      else if (event.key === 'ArrowDown' && field.value.trim()) ask();
      else if (event.key === 'Enter' && at >= 0 && count) { event.preventDefault(); location.href = list.children[at].getAttribute('data-dia-chi'); }
    });
    field.addEventListener('blur', function () { setTimeout(close, 200); });
    list.addEventListener('mousedown', function (event) {
      var option = event.target.closest('li');
      if (option) { event.preventDefault(); location.href = option.getAttribute('data-dia-chi'); }
    });
    if (field.value.trim() && document.activeElement === field) ask();
  }

  /* Called once the client stands. The search page's own field needs no suggestions: its results follow the typing. */
  T.box = function () {
    var own = document.getElementById('tim-kiem') ? '.portal-search--large' : 'nothing';
    Array.prototype.forEach.call(document.querySelectorAll('.portal-search input[name="q"]'), function (field) {
      if (!field.closest(own)) suggest(field);
    });
  };
})(window);
