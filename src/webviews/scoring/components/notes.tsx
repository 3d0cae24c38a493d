import { Button, Icon } from '../../shared/controls';
import type { Commands } from '../commands';
import { type Note, notesFor } from '../notes';
import type { ScoringState } from '../store';

/** Lines under the toolbar: what the user should know, with what can be done about it. */
export function Notes({ state, on }: { state: ScoringState; on: Commands }) {
  return (
    <div class="notes" role="status">
      {notesFor(state).map((note) => (
        <NoteLine key={note.id} note={note} on={on} />
      ))}
    </div>
  );
}

function NoteLine({ note: { id, icon, text, buttons }, on }: { note: Note; on: Commands }) {
  return (
    <div class={`note note-${id}`}>
      <Icon name={icon} />
      <span class="note-text">{text}</span>
      <span class="note-buttons">
        {buttons.map(({ label, run }) => (
          <Button key={label} label={label} look="secondary" onClick={() => run(on)} />
        ))}
      </span>
    </div>
  );
}
