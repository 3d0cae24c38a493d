import './strip.css';
import { useState } from 'preact/hooks';
import { Button, Icon } from './controls';

export type NoteLevel = 'bad' | 'doubt' | 'info';

/** One sentence about the contents of the view, with a button. */
export interface Note {
  /** Unique id, and its class: "note-…". */
  id: string;
  level: NoteLevel;
  text: string;
  /** One; two where there is a decision to make. */
  actions?: readonly { label: string; title?: string; run(): void }[];
  /** Only for notes that can be taken away. */
  onDismiss?(): void;
}

const icons = { bad: 'error', doubt: 'warning', info: 'info' } as const;
const gravity: readonly NoteLevel[] = ['bad', 'doubt', 'info'];

/** The most severe note in one line under the toolbar; the others behind "+2". */
export function Strip({ notes }: { notes: readonly Note[] }) {
  const [all, setAll] = useState(false);
  const sorted = notes.toSorted((a, b) => gravity.indexOf(a.level) - gravity.indexOf(b.level));
  const more = sorted.length - 1;
  return (
    <div class="strip">
      {sorted.slice(0, all ? undefined : 1).map((note, i) => (
        <Line key={note.id} note={note}>
          {i === 0 && more > 0 && (
            <button
              type="button"
              class="link strip-more"
              aria-expanded={all}
              aria-label={all ? 'Fewer notes' : `${more} more ${more === 1 ? 'note' : 'notes'}`}
              onClick={() => setAll(!all)}
            >
              {all ? 'Fewer' : `+${more}`}
            </button>
          )}
        </Line>
      ))}
    </div>
  );
}

function Line({ note, children }: { note: Note; children: preact.ComponentChildren }) {
  const { id, level, text, actions = [], onDismiss } = note;
  return (
    <div class={`note note-${id} note-level-${level}`} role={level === 'bad' ? 'alert' : 'status'}>
      <Icon name={icons[level]} />
      <span class="note-text">{text}</span>
      {actions.map(({ label, title, run }) => (
        <Button key={label} label={label} title={title} look="secondary" onClick={run} />
      ))}
      {children}
      {onDismiss && <Button label="Dismiss" icon="close" look="icon" onClick={onDismiss} />}
    </div>
  );
}
