import { useLayoutEffect } from 'preact/hooks';
import type { Why } from '../../common/api/engine/results';
import type { ResultsReady } from '../../common/api/views/results';
import { fixed, probability, significant, withUnit } from '../../common/text/numbers';
import { Link } from '../shared/controls';
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

interface WhyPanelProps {
  results: ResultsReady;
  why: Why;
  onAdd(): void;
}

/** Explanation of a point of the recording, with the numbers that decided. */
function WhyPanel({ results: { rate_hz, unit }, why, onAdd }: WhyPanelProps) {
  const at =
    rate_hz === null ? `sample ${fixed(why.sample, 0)}` : withUnit(fixed(why.sample / rate_hz, 4), 's');
  const numbers = [
    Number.isFinite(why.probability) &&
      `probability ${probability(why.probability)} (threshold ${why.model_threshold})`,
    Number.isFinite(why.gradient) &&
      `steepest rise ${withUnit(significant(why.gradient), `${unit}/s`)} (threshold ${significant(why.gradient_threshold)})`,
  ];
  return (
    <div class="why" role="status">
      <span class="why-text">
        At {at}: {why.text}
      </span>
      <span class="why-numbers">{numbers.filter(Boolean).join(' · ')}</span>
      {why.verdict !== 'event' && why.verdict !== 'added' && <Link onClick={onAdd}>Add an event here</Link>}
    </div>
  );
}
