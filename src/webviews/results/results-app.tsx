import { useLayoutEffect } from 'preact/hooks';
import { KeyDialog } from '../shared/keys';
import { DocumentMessage } from '../shared/message';
import { useStore } from '../shared/store';
import { Strip } from '../shared/strip';
import { Charts } from './charts/charts';
import { Comparison } from './comparison';
import { EventStage } from './event-stage';
import { EventTable } from './event-table';
import { FilterBar } from './filter-bar';
import { isFiltered } from './listing';
import { notesOf } from './notes';
import type { ResultsServices } from './services';
import { type Ready, type ResultsState, readyOf } from './state';
import { Statistics } from './statistics';
import { ResultsToolbar } from './toolbar';
import { TraceStrip } from './trace-strip';
import { WhyPanel } from './why-panel';

const mouse = [
  ['Click a row', 'show the event'],
  ['Shift + click', 'select all up to here'],
  ['Ctrl + click', 'add to or remove from the selection'],
  ['Click the recording', 'place the cursor there'],
  ['Alt + click the recording', 'explain the detection there'],
  ['Double click the recording', 'add an event there'],
  ['Wheel', 'zoom the recording'],
  ['Shift + wheel', 'scroll the recording'],
] as const;

/** Common props of the page's components: state and services. */
export interface Part {
  services: ResultsServices;
  ready: Ready;
}

const whole = (state: ResultsState) => state;

/** The results editor, or a message if the events cannot be shown. */
export function ResultsApp({ services }: { services: ResultsServices }) {
  const state = useStore(services.store, whole);
  const ready = readyOf(state);
  if (!ready)
    return (
      <DocumentMessage
        heading="Results"
        snapshot={state.snapshot as Exclude<ResultsState['snapshot'], { kind: 'ready' }>}
        run={services.run}
      />
    );
  return <Events services={services} ready={ready} state={state} />;
}

function Events({ services, ready, state }: Part & { state: ResultsState }) {
  const { send, act } = services;
  const { results, view, event } = ready;
  const part = { services, ready };
  useLayoutEffect(() => services.table.current?.focus(true), [services]);
  return (
    <>
      <main class="results">
        <h1 class="visually-hidden">Results</h1>
        <ResultsToolbar {...part} />
        <Strip notes={notesOf(results, state.failure, services)} />
        {(view.filterShown || isFiltered(view.listing)) && <FilterBar {...part} />}
        <div class="body">
          <div class="list-side">
            <EventTable {...part} />
            {results.comparison && <Comparison {...part} comparison={results.comparison} />}
            <Statistics tables={results.tables} unit={results.unit} />
          </div>
          <div class="stage">
            {event !== undefined && <EventStage results={results} event={event} answers={state.answers} />}
            <TraceStrip {...part} trace={state.answers.trace} />
            {state.why && <WhyPanel results={results} why={state.why} onAdd={() => act('addEvent')} />}
            <Charts
              results={results}
              snippets={state.answers.snippets?.values}
              measure={view.measure}
              event={event}
              onMeasure={(measure) => send({ type: 'change', patch: { measure } })}
            />
          </div>
        </div>
        <div class="visually-hidden" role="status" aria-live="polite">
          {state.announcement}
        </div>
      </main>
      <KeyDialog
        label="Keys of the results editor"
        open={state.keysOpen}
        keys={results.keys}
        mouse={mouse}
        onClose={() => send({ type: 'keysClosed' })}
      />
    </>
  );
}
