import type { Commands } from '../commands';
import { spokenText } from '../facts';
import type { ScoringState } from '../store';
import { FilterBar } from './filter-bar';
import { Footer } from './footer';
import { Hint } from './hint';
import { MessagePage } from './message-page';
import { Notes } from './notes';
import { Readout } from './readout';
import { Stage, type StageRefs } from './stage';
import { Toolbar } from './toolbar';

export interface PageProps {
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
        {set && <Toolbar set={set} on={on} />}
        {set && <FilterBar set={set} on={on} />}
        <Notes state={state} on={on} />
        <Stage set={set} refs={refs} on={on} />
        <Hint hint={set?.hint ?? null} />
        {set && <Readout set={set} on={on} />}
        {set && <Footer set={set} />}
        <div class="visually-hidden" role="status">
          {set && spokenText(set)}
        </div>
      </main>
      {message && <MessagePage message={message} on={on} />}
    </>
  );
}
