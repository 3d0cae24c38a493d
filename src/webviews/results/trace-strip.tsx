import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { tracePlot } from './charts/trace-plot';
import { PlotCanvas } from './plot-canvas';
import type { Part } from './results-app';
import type { Answers } from './state';

/** The recording around the event, if available. */
export function TraceStrip({ services, ready, trace }: Part & { trace: Answers['trace'] }) {
  const { results, view, stretch } = ready;
  const [columns, setColumns] = useState(0);
  const none = results.noRecording !== null;
  useLayoutEffect(() => {
    if (!none && columns > 0)
      services.showTrace({ stretch, columns, withPrediction: results.has_prediction });
  }, [services, stretch.from, stretch.to, columns, none, results.has_prediction, trace === null]);
  const { current, cursor } = view;
  const plot = useMemo(
    () => (trace ? tracePlot(results, { ...trace, stretch, current, cursor }) : null),
    [results, trace, stretch.from, stretch.to, current, cursor],
  );
  const sampleAt = (x: number) => Math.round(x * (results.rate_hz ?? 1));
  return (
    <div
      class={`trace-strip${none ? ' without' : ''}`}
      role="group"
      tabIndex={0}
      aria-label="Recording around the event"
    >
      {none ? (
        <p class="trace-reason">{results.noRecording}</p>
      ) : (
        <PlotCanvas
          class="trace-plot"
          plot={plot}
          onColumns={setColumns}
          onClick={({ x, event }) => services.point(sampleAt(x), event.altKey ? 'why' : 'cursor')}
          onDblClick={({ x }) => services.point(sampleAt(x), 'add')}
          onWheel={({ x, event: { shiftKey, deltaX, deltaY } }) => {
            if (shiftKey) services.send({ type: 'pan', share: Math.sign(deltaY + deltaX) * 0.1 });
            else services.send({ type: 'zoom', factor: deltaY > 0 ? 1.25 : 0.8, centre: sampleAt(x) });
          }}
        />
      )}
    </div>
  );
}
