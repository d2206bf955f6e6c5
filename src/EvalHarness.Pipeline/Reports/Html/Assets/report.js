// Filters and keys for the examples. Nothing else on the page needs a script.
(function () {
  'use strict';
  var form = document.getElementById('filters');
  if (!form) return;
  var examples = Array.prototype.slice.call(document.querySelectorAll('#example-list > details'));
  var output = form.querySelector('output');
  var texts = null;

  function rightMatches(example, right, against) {
    if (!right) return true;
    return example.dataset.right.split('|').some(function (entry) {
      var at = entry.lastIndexOf('=');
      return entry.slice(at + 1) === right && (!against || entry.slice(0, at) === against);
    });
  }

  function apply() {
    var wanted = form.elements;
    var text = wanted.text.value.trim().toLowerCase();
    if (text && !texts) texts = examples.map(function (example) { return example.textContent.toLowerCase(); });
    var shown = 0;
    examples.forEach(function (example, i) {
      var visible = (!wanted.comparison.value || example.dataset.comparison === wanted.comparison.value)
        && (!wanted.outcome.value || example.dataset.outcomes.split(' ').indexOf(wanted.outcome.value) >= 0)
        && rightMatches(example, wanted.right.value, wanted.against.value)
        && (!text || texts[i].indexOf(text) >= 0);
      example.hidden = !visible;
      if (visible) shown += 1;
    });
    output.textContent = shown.toLocaleString('en') + (shown === examples.length ? ' shown' : ' of ' + examples.length.toLocaleString('en') + ' shown');
  }

  // Up and down move between examples, Escape closes the one that is open.
  document.getElementById('example-list').addEventListener('keydown', function (event) {
    var current = event.target.closest('#example-list > details');
    if (!current) return;
    if (event.key === 'Escape') {
      current.open = false;
      current.querySelector('summary').focus();
    }
    if (event.target.parentElement !== current || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    var visible = examples.filter(function (example) { return !example.hidden; });
    var next = visible[visible.indexOf(current) + (event.key === 'ArrowDown' ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.querySelector('summary').focus();
  });

  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('input', apply);
  form.hidden = false;
  apply();
})();
