import type { ResultsReady, ResultsRequests } from '../../common/api/views/results';
import { h, setText } from '../shared/dom';
import type { Ask } from '../shared/host';
import type { Theme } from '../shared/theme';
import { createPlotCanvas } from './charts/plot-canvas';
import { type TraceScene, tracePlot } from './charts/trace-plot';

export interface TraceStripHandlers {
  ask: Ask<ResultsRequests>;
  redraw(): void;
  failed(thrown: unknown): void;
  /** The user points at a sample: to move the cursor, to ask why, or to add an event. */
  point(sample: number, meaning: 'cursor' | 'why' | 'add'): void;
  zoom(factor: number, around: number): void;
  pan(share: number): void;
}

type Stretch = TraceScene['stretch'];

/** The recording around the event, where it is to be had. */
export function createTraceStrip(on: TraceStripHandlers) {
  const plot = createPlotCanvas('trace-plot');
  const reason = h('p', { class: 'trace-reason' });
  const element = h(
    'div',
    {
      class: 'trace-strip',
      tabIndex: 0,
      attributes: { role: 'group', 'aria-label': 'Recording around the event' },
    },
    plot.element,
    reason,
  );
  let fetched: (Pick<TraceScene, 'trace' | 'prediction'> & { key: string }) | undefined;
  let asked = '';

  const sampleAt = (event: MouseEvent, { rate_hz }: ResultsReady) => {
    const x = plot.xAt(event.clientX);
    return x === undefined ? undefined : Math.round(x * (rate_hz ?? 1));
  };
  let shown: ResultsReady | undefined;
  plot.element.addEventListener('click', (event) => {
    const sample = shown && sampleAt(event, shown);
    if (sample !== undefined) on.point(sample, event.detail > 1 ? 'cursor' : event.altKey ? 'why' : 'cursor');
  });
  plot.element.addEventListener('dblclick', (event) => {
    const sample = shown && sampleAt(event, shown);
    if (sample !== undefined) on.point(sample, 'add');
  });
  plot.element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const sample = shown && sampleAt(event, shown);
      if (sample === undefined) return;
      if (event.shiftKey) on.pan(Math.sign(event.deltaY + event.deltaX) * 0.1);
      else on.zoom(event.deltaY > 0 ? 1.25 : 0.8, sample);
    },
    { passive: false },
  );

  function fetchStretch(stretch: Stretch, withPrediction: boolean): void {
    const columns = plot.columns();
    const key = `${stretch.from} ${stretch.to} ${columns}`;
    if (key === asked || key === fetched?.key) return;
    asked = key;
    const query = { ...stretch, columns };
    Promise.all([on.ask('trace', query), withPrediction ? on.ask('prediction', query) : null]).then(
      ([trace, prediction]) => {
        if (asked !== key || 'reason' in trace) return;
        asked = '';
        fetched = { trace, prediction, key };
        on.redraw();
      },
      on.failed,
    );
  }

  return {
    element,
    focus: () => element.focus(),
    /** What was asked for and did not come is asked for anew with the next drawing. */
    askAgain() {
      asked = '';
    },
    draw(
      results: ResultsReady,
      { stretch, ...scene }: Pick<TraceScene, 'current' | 'cursor' | 'stretch'>,
      theme: Theme,
    ) {
      shown = results;
      const none = results.noRecording !== null;
      plot.element.classList.toggle('hidden', none);
      reason.classList.toggle('hidden', !none);
      setText(reason, results.noRecording ?? '');
      if (none) return;
      fetchStretch(stretch, results.has_prediction);
      if (!fetched) return;
      plot.draw(tracePlot(results, { ...scene, stretch, ...fetched }), theme);
    },
  };
}
