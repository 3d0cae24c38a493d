import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ExperimentReady, ExperimentSnapshot } from '../../common/api/views/experiment';
import { KeyDialog } from '../shared/keys';
import { DocumentMessage } from '../shared/message';
import { useStore } from '../shared/store';
import { Strip } from '../shared/strip';
import { Comparison } from './comparison/comparison';
import { Details } from './details';
import { listedRows } from './listing';
import { notesOf } from './notes';
import { RowTable } from './row-table';
import type { ExperimentServices } from './services';
import type { ExperimentState } from './state';
import { ExperimentToolbar } from './toolbar';

const mouse = [
  ['Click a row', 'select it'],
  ['Shift + click', 'select all up to here'],
  ['Ctrl + click', 'add to or remove from the selection'],
  ['Double click a row', 'open its results, or its recording'],
  ['Click a heading', 'sort by it'],
] as const;

/** Common props of the page's components. */
export interface Part {
  services: ExperimentServices;
  state: ExperimentState;
  experiment: ExperimentReady;
}

const whole = (state: ExperimentState) => state;

/** The experiment editor, or a message if the table cannot be shown. */
export function ExperimentApp({ services }: { services: ExperimentServices }) {
  const state = useStore(services.store, whole);
  const { snapshot } = state;
  if (snapshot.kind !== 'ready')
    return (
      <DocumentMessage
        heading="Experiment"
        snapshot={snapshot as Exclude<ExperimentSnapshot, ExperimentReady>}
        run={services.run}
      />
    );
  return <Experiment services={services} state={state} experiment={snapshot} />;
}

function Experiment(part: Part) {
  const { services, state, experiment } = part;
  const { view } = state;
  useLayoutEffect(() => services.table.current?.focus(true), [services]);
  return (
    <>
      <main class="experiment">
        <h1 class="visually-hidden">Experiment</h1>
        <ExperimentToolbar {...part} />
        <Progress experiment={experiment} />
        <Strip notes={notesOf(part)} />
        {(view.filterShown || view.filter !== '') && <FilterBar {...part} />}
        <div class="body">
          <RowTable {...part} />
          {view.detailsShown && <Details {...part} />}
        </div>
        {view.comparisonShown && <Comparison {...part} />}
      </main>
      <KeyDialog
        label="Keys of the experiment editor"
        open={state.keysOpen}
        keys={experiment.keys}
        mouse={mouse}
        onClose={() => services.send({ type: 'keysClosed' })}
      />
    </>
  );
}

/** "3 of 24, 12.5 %, 0.4 recordings/s, 2 min left", above a bar. */
function Progress({ experiment: { progress } }: { experiment: ExperimentReady }) {
  if (!progress) return null;
  const { phase, fraction, text } = progress;
  const words = [phase, text].filter(Boolean).join(': ');
  return (
    <div class="progress">
      <div
        class="progress-track"
        role="progressbar"
        aria-label="Detection in the recordings"
        aria-valuetext={words}
        {...(fraction !== null && {
          'aria-valuenow': Math.round(100 * fraction),
          'aria-valuemin': 0,
          'aria-valuemax': 100,
        })}
      >
        <div class="progress-done" style={{ width: `${100 * (fraction ?? 0)}%` }} />
      </div>
      <span class="progress-text">{words}</span>
    </div>
  );
}

function FilterBar({ services, state, experiment }: Part) {
  const field = useRef<HTMLInputElement>(null);
  const { filter } = state.view;
  return (
    <div class="filter-bar">
      <input
        ref={field}
        class="filter-field"
        type="search"
        aria-label="Filter rows"
        placeholder="Words in any column: TTX stale"
        value={filter}
        onInput={({ currentTarget }) => services.send({ type: 'filter', filter: currentTarget.value })}
        onKeyDown={({ key }) => {
          if (key === 'Enter' || key === 'ArrowDown') services.table.current?.focus();
          if (key === 'Escape') services.act('clearFilter');
        }}
      />
      <span class="filter-count" role="status">
        {listedRows(state).length} of {experiment.rows.length}
      </span>
    </div>
  );
}
