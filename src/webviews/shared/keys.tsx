import './key-dialog.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { KeyListEntry } from '../../common/api/views/keys';
/** Label of an action's first key. */
export function keyOf<Action extends string>(
  action: Action,
  keys: readonly KeyListEntry<Action>[],
): string | undefined {
  return keys.find((entry) => entry.action === action)?.keys[0];
}

/** Tooltip of a control: its label, and the first key of its action. */
export function withKey<Action extends string>(
  label: string,
  action: Action,
  keys: readonly KeyListEntry<Action>[],
): string {
  const key = keyOf(action, keys);
  return key === undefined ? label : `${label} (${key})`;
}

type Meaning = readonly [keys: readonly string[], meaning: string];

interface Group {
  place: string;
  rows: Meaning[];
}

interface KeyDialogProps {
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
  const groups = matching([...groupsOf(keys), mouseGroup(mouse)], wanted);
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
        {groups.map((group) => (
          <KeyGroup key={group.place} {...group} />
        ))}
      </div>
      <p>Each key can be changed in Keyboard Shortcuts: search for “miniML”.</p>
    </dialog>
  );
}

/** Keys by where they act, in the order in which places first come. */
function groupsOf(keys: KeyDialogProps['keys']): Group[] {
  const places = [...new Set(keys.map(({ place }) => place))];
  return places.map((place) => ({
    place,
    rows: keys
      .filter((entry) => entry.place === place)
      .map(({ title, keys: names }): Meaning => [names, title]),
  }));
}

function mouseGroup(mouse: KeyDialogProps['mouse']): Group {
  return { place: 'With the mouse', rows: mouse.map(([gesture, meaning]): Meaning => [[gesture], meaning]) };
}

/** Rows whose keys or meaning hold what is searched for; groups without any are left out. */
function matching(groups: readonly Group[], wanted: string): Group[] {
  const searched = wanted.trim().toLowerCase();
  const fits = ([names, meaning]: Meaning) =>
    `${names.join(' ')} ${meaning}`.toLowerCase().includes(searched);
  return groups
    .map(({ place, rows }) => ({ place, rows: rows.filter(fits) }))
    .filter(({ rows }) => rows.length > 0);
}

function KeyGroup({ place, rows }: Group) {
  return (
    <section class="key-group">
      <h3>{place}</h3>
      <dl>
        {rows.map(([names, meaning]) => [
          <dt key={`${meaning} keys`}>{names.map((name) => [<kbd key={name}>{name}</kbd>, ' '])}</dt>,
          <dd key={meaning}>{meaning}</dd>,
        ])}
      </dl>
    </section>
  );
}
