// The admin's own small helps. A file over the limit is told before it travels: what was typed stays.
const MEGABYTE = 1024 * 1024;
const LIMIT_MB = 8;

document.addEventListener('change', (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.type !== 'file') return;
  const heavy = [...input.files].find((file) => file.size > LIMIT_MB * MEGABYTE);
  const known = input.parentElement.querySelector('[data-file-limit]');
  known?.remove();
  if (!heavy) return;
  input.value = '';
  const note = document.createElement('p');
  note.className = 'error-message';
  note.dataset.fileLimit = '';
  note.setAttribute('role', 'alert');
  note.textContent = `«${heavy.name}» è troppo pesante: il limite è ${LIMIT_MB} MB. Scegline un altro, il resto rimane scritto.`;
  input.after(note);
  event.stopPropagation();
}, true);
