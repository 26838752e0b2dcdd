// The reading page: its keys, the width of the preview, the rows and the sentences of «Chiedi modifiche».
const FIELDS = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]';
const keys = document.getElementById('keys');
const page = document.querySelector('iframe.reading-page');

// --- by keyboard: a key goes somewhere, never more; publishing takes Enter on the button
const act = (target) => {
  if (target.dataset.key === '?') return keys.showModal();
  if (target.dataset.key === 'm') return openAsk();
  if (target.matches('a')) return target.click();
  target.scrollIntoView({ block: target.matches('button') ? 'nearest' : 'start' });
  target.focus();
};

const onKey = (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || keys.open) return;
  if (event.target.closest?.(FIELDS)) return;
  const target = [...document.querySelectorAll('[data-key]')].find((one) => one.dataset.key.split(' ').includes(event.key));
  if (!target) return;
  event.preventDefault();
  event.stopPropagation();
  act(target);
};
window.addEventListener('keydown', onKey, true);
// The page inside keeps the keys for itself otherwise, and there would be no way back.
const listenInside = () => page.contentWindow.addEventListener('keydown', onKey, true);
page.addEventListener('load', listenInside);
if (page.contentDocument?.readyState === 'complete') listenInside();

const help = document.querySelector('.reading-help');
help.hidden = false;
help.addEventListener('click', () => keys.showModal());

// --- a phone shows the phone's width first
if (matchMedia('(max-width: 50rem)').matches) document.querySelector('[data-width][value=phone]').checked = true;

// --- asking
const form = document.querySelector('[data-ask]');
const reason = form.querySelector('textarea');
const openAsk = () => {
  form.closest('details').open = true;
  reason.scrollIntoView({ block: 'center' });
  reason.focus({ preventScroll: true });
};
document.querySelector('[data-key=m]').addEventListener('click', (event) => {
  event.preventDefault();
  openAsk();
});

const examples = form.querySelector('[data-examples]');
const sentences = (kind) => {
  const list = examples.querySelector(`[data-kind="${kind || 'general'}"]`);
  return [...list.children].map((item) => item.textContent);
};

const offer = (point) => {
  const area = point.querySelector('textarea');
  const chips = point.querySelector('[data-chips]');
  const kind = point.querySelector('select')?.selectedOptions[0].dataset.kind;
  chips.replaceChildren(...sentences(kind).map((words) => {
    const chip = document.createElement('button');
    chip.type = 'button';
    chip.textContent = words;
    chip.addEventListener('click', () => {
      area.value = [area.value.trim(), words].filter(Boolean).join(' ');
      area.focus();
    });
    return chip;
  }));
  chips.hidden = false;
};
examples.hidden = true;
form.querySelectorAll('[data-point]').forEach(offer);
form.addEventListener('change', (event) => {
  if (event.target.matches('select')) offer(event.target.closest('[data-point]'));
});

const rows = () => [...form.querySelectorAll('[data-row]')];
const add = form.querySelector('[data-add]');
// The general words are a point too.
const full = () => rows().every((row) => !row.hidden) && rows().length >= Number(form.dataset.most) - 1;

const another = () => {
  const waiting = rows().find((row) => row.hidden);
  if (waiting) return waiting;
  const last = rows().at(-1);
  const row = last.cloneNode(true);
  const number = rows().length;
  row.querySelector('legend').textContent = `Punto ${number + 1}`;
  row.querySelectorAll('.error-message').forEach((error) => error.remove());
  for (const name of ['field', 'text']) {
    const input = row.querySelector(`[name=${name}]`);
    row.querySelector(`label[for="${input.id}"]`).htmlFor = `point_${number}_${name}`;
    input.id = `point_${number}_${name}`;
    input.value = '';
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
  }
  last.after(row);
  return row;
};

rows().slice(1).forEach((row) => { row.hidden = !row.querySelector('textarea').value; });
add.hidden = full();
add.addEventListener('click', () => {
  const row = another();
  row.hidden = false;
  offer(row);
  row.querySelector('select').focus();
  add.hidden = full();
});
