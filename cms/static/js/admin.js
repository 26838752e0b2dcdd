// The admin's own small helps. A file over the limit is told before it travels: what was typed stays.
const MEGABYTE = 1024 * 1024;
const LIMIT_MB = 8; // of pictures and documents; another field says its own, data-limit-mb

document.addEventListener('change', (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.type !== 'file') return;
  const limit = Number(input.dataset.limitMb ?? LIMIT_MB);
  const heavy = [...input.files].find((file) => file.size > limit * MEGABYTE);
  const known = input.parentElement.querySelector('[data-file-limit]');
  known?.remove();
  if (!heavy) return;
  input.value = '';
  const note = document.createElement('p');
  note.className = 'error-message';
  note.dataset.fileLimit = '';
  note.setAttribute('role', 'alert');
  note.textContent = `«${heavy.name}» è troppo pesante: il limite è ${limit} MB. Scegline un altro, il resto rimane scritto.`;
  input.after(note);
  event.stopPropagation();
}, true);

// Wagtail takes the answer to an autosave as said of the form as it is now (UnsavedController.clear): what was typed
// while it travelled would stay unsaved, under a «Salvato», until the next letter. Where they differ, save again.
const BOOKKEEPING = /^(csrfmiddlewaretoken|next|overwrite_revision_id|loaded_revision_|comments-)/;
let sent = null;

const textOf = (data, updated = {}) =>
  JSON.stringify([...data].filter(([name]) => !BOOKKEEPING.test(name)).map(([name, value]) => [name, updated[name] ?? value]));

document.addEventListener('w-autosave:save', ({ detail }) => {
  sent = [...detail.formData];
});

document.addEventListener('w-autosave:success', ({ target, detail }) => {
  if (!(target instanceof HTMLFormElement) || !sent) return;
  const updated = detail.data?.field_updates ?? {};
  if (textOf(sent, updated) === textOf(new FormData(target), updated)) return;
  target.dispatchEvent(new CustomEvent('w-unsaved:add', { bubbles: true, cancelable: true, detail: { type: 'edits' } }));
});
