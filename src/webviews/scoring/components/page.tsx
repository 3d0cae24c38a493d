import { useEffect, useState } from 'preact/hooks';
import { KeyDialog } from '../../shared/keys';
import { DocumentMessage } from '../../shared/message';
import { Strip } from '../../shared/strip';
import type { Commands } from '../commands';
import { spokenText } from '../facts';
import { notesFor } from '../notes';
import type { ScoredSet } from '../scored-set';
import type { ScoringState } from '../store';
import { FilterBar } from './filter-bar';
import { Footer } from './footer';
import { Readout } from './readout';
import { Stage, type StageRefs } from './stage';
import { ScoringToolbar } from './toolbar';

const mouse = [
  ['Wheel', 'next or previous window'],
  ['Click a thumbnail', 'open the window'],
  ['Drag in the grid', 'select the windows inside'],
  ['Shift + click', 'select all up to here'],
  ['Ctrl + click', 'add to or remove from the selection'],
  ['Double click', 'open the window'],
] as const;

interface PageProps {
  state: ScoringState;
  refs: StageRefs;
  on: Commands;
}

/** The view: the windows with everything around them, or a message in their place. */
export function Page({ state, refs, on }: PageProps) {
  const { set, message } = state;
  return (
    <>
      <main class={`scoring${message ? ' hidden' : ''}`}>
        <h1 class="visually-hidden">Scoring</h1>
        {set && <ScoringToolbar set={set} on={on} />}
        {set && <FilterBar set={set} on={on} />}
        <Strip notes={notesFor(state, on)} />
        <Stage set={set} refs={refs} on={on} />
        <Hint hint={set?.hint ?? null} />
        {set && <Readout set={set} on={on} />}
        {set && <Footer set={set} />}
        <div class="visually-hidden" role="status">
          {set && spokenText(set)}
        </div>
      </main>
      {message && <DocumentMessage heading="Scoring" snapshot={message} run={on.run} />}
      <KeyDialog
        label="Keys of the scoring editor"
        open={state.keysShown}
        keys={set?.set.keys ?? []}
        mouse={mouse}
        onClose={on.closeKeys}
      />
    </>
  );
}

const SHOWN_MS = 2500;

/** A transient hint. */
function Hint({ hint }: { hint: ScoredSet['hint'] }) {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    if (!hint) return;
    setVisible(true);
    const timer = setTimeout(() => setVisible(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [hint]);
  return (
    <div class={`hint${visible ? ' visible' : ''}`} role="status">
      {hint?.text}
    </div>
  );
}
