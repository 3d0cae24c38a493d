import './key-dialog.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { KeyListEntry } from '../../common/api/views/keys';

type Meaning = readonly [keys: readonly string[], meaning: string];

export interface KeyDialogProps {
  label: string;
  open: boolean;
  keys: readonly KeyListEntry<string>[];
  mouse: readonly (readonly [gesture: string, meaning: string])[];
  onClose(): void;
}

/**
 * The key list of an editor, opened by `?`, with its mouse gestures and a search box. Until the box is used the
 * reported focus stays unchanged, so that the first key after it has its meaning; the editor blocks other actions
 * meanwhile.
 */
export function KeyDialog({ label, open, keys, mouse, onClose }: KeyDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [wanted, setWanted] = useState('');
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open === open) return;
    if (open) element.showModal();
    else element.close();
    if (open) element.focus();
    else setWanted('');
  }, [open]);
  const fits = ([names, meaning]: Meaning) =>
    `${names.join(' ')} ${meaning}`.toLowerCase().includes(wanted.trim().toLowerCase());
  const known = keys
    .filter((command) => command.keys.length > 0)
    .map(({ title, keys: names }): Meaning => [names, title]);
  const gestures = mouse.map(([gesture, meaning]): Meaning => [[gesture], meaning]);
  return (
    <dialog
      ref={dialog}
      class="key-dialog"
      // A long list can be scrolled by keys too.
      tabIndex={0}
      aria-label={label}
      onClose={onClose}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) currentTarget.close();
      }}
      // Escape only closes the list; it is not forwarded to the workbench.
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.stopPropagation();
      }}
    >
      <div class="key-dialog-head">
        <h2>Keys</h2>
        <input
          type="search"
          placeholder="Search"
          aria-label="Search the keys"
          value={wanted}
          onInput={({ currentTarget }) => setWanted(currentTarget.value)}
        />
      </div>
      <div class="key-dialog-body">
        <KeyTable rows={known.filter(fits)} />
        <KeyTable rows={gestures.filter(fits)} />
      </div>
      <p>Each key can be changed in Keyboard Shortcuts: search for “miniML”.</p>
    </dialog>
  );
}

function KeyTable({ rows }: { rows: readonly Meaning[] }) {
  if (rows.length === 0) return null;
  return (
    <dl>
      {rows.map(([names, meaning]) => [
        <dt key={`${meaning} keys`}>{names.map((name) => [<kbd key={name}>{name}</kbd>, ' '])}</dt>,
        <dd key={meaning}>{meaning}</dd>,
      ])}
    </dl>
  );
}
