import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ComparisonView } from '../../common/api/views/results';
import { duration } from '../../common/text/duration';
import { count, fixed, probability, significant, withUnit } from '../../common/text/numbers';
import { Button } from '../shared/controls';
import { createCanvas } from '../shared/drawing/canvas';
import { shownRange } from '../shared/drawing/range';
import { traceLine } from '../shared/drawing/trace-line';
import { useTheme } from '../shared/theme';
import type { Part } from './results-app';
import type { ResultsServices } from './services';
import { type Difference, differencesOf } from './transitions';

const signs = { gained: '+', lost: '−', moved: '↔' } as const;

/** Comparison of two results: counts of gained, lost and moved events, and each one to jump to. */
export function Comparison({ services, ready, comparison }: Part & { comparison: ComparisonView }) {
  const { name, gained, lost, moved, matched, tolerance_s } = comparison;
  const current = ready.view.difference;
  const list = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    if (current !== null) list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const differences = useMemo(() => differencesOf(comparison), [comparison]);
  const segments = useSegments(services, ready.results, differences);
  return (
    <section class="comparison" aria-label="Comparison">
      <div class="comparison-head">
        <span class="comparison-summary" role="status">
          {`Compared with ${name}: ${fixed(gained.length, 0)} gained, ${fixed(lost.length, 0)} lost, ${fixed(moved.length, 0)} moved; ${count(matched, 'event')} in both, within ${duration(tolerance_s)}.`}
        </span>
        <Button
          label="Close the comparison"
          icon="close"
          look="icon"
          onClick={() => services.run('endComparison')}
        />
      </div>
      <ol class="differences" ref={list}>
        {differences.map((difference, index) => (
          <li key={`${difference.kind} ${difference.location}`} class={index === current ? 'current' : ''}>
            <button
              class="difference"
              type="button"
              aria-current={index === current ? 'true' : undefined}
              onClick={() => services.send({ type: 'showDifference', index })}
            >
              <EventThumbnail samples={segments.get(difference.location)} />
              <span class="difference-words">{wordsOf(difference, ready.results.rate_hz)}</span>
              <span class="difference-facts">{factsOf(difference, ready)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function wordsOf({ kind, location, difference_s }: Difference, rate_hz: number | null): string {
  const time = rate_hz === null ? fixed(location, 0) : withUnit(fixed(location / rate_hz, 4), 's');
  const by = difference_s === undefined ? '' : ` by ${duration(difference_s)}`;
  return `${signs[kind]} ${kind} at ${time}${by}`;
}

/** "−8.1 pA, p 0.97"; the other results do not give the probability of a lost event. */
function factsOf({ kind, location }: Difference, { results }: Part['ready']): string {
  const { tables, unit, comparison } = results;
  if (kind === 'lost') {
    const lost = comparison?.lost.find((event) => event.location === location);
    return lost && Number.isFinite(lost.amplitude) ? withUnit(significant(lost.amplitude), unit) : '';
  }
  const event = tables.events.location.indexOf(location);
  if (event < 0) return '';
  const { amplitude, score } = tables.events;
  return `${withUnit(significant(amplitude[event]), unit)}, p ${probability(score[event])}`;
}

/** Differences beyond these have no picture: nobody goes through as many by eye. */
const MOST_PICTURES = 200;

/** Segments of the trace around differences, by location; empty where there is no recording. */
function useSegments(
  services: ResultsServices,
  { points_before, points_after }: Part['ready']['results'],
  differences: readonly Difference[],
): ReadonlyMap<number, Float32Array> {
  const [segments, setSegments] = useState<ReadonlyMap<number, Float32Array>>(new Map());
  useEffect(() => {
    let outdated = false;
    const locations = differences.slice(0, MOST_PICTURES).map(({ location }) => location);
    const length = points_before + points_after;
    services.snippets(locations).then(
      (values) => {
        const rows = locations.map(
          (location, i) => [location, values.slice(i * length, (i + 1) * length)] as const,
        );
        if (!outdated) setSegments(new Map(rows.filter(([, row]) => row.some(Number.isFinite))));
      },
      // Why there is no recording is told beside the trace.
      () => setSegments(new Map()),
    );
    return () => {
      outdated = true;
    };
  }, [services, points_before, points_after, differences]);
  return segments;
}

function EventThumbnail({ samples }: { samples: Float32Array | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(() => {
    const begun = canvas.current && samples && createCanvas(canvas.current).begin();
    if (!begun) return;
    const { context, width, height } = begun;
    const known = samples.filter(Number.isFinite);
    context.strokeStyle = theme.raw;
    context.lineWidth = 1;
    traceLine(
      context,
      known,
      { x: 1, y: 1, width: width - 2, height: height - 2 },
      shownRange(known, null, 0.05),
    );
  }, [samples, theme]);
  return (
    <span class="difference-picture" aria-hidden="true">
      <canvas ref={canvas} />
    </span>
  );
}
