import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ComparisonView } from '../../common/api/views/results';
import { duration } from '../../common/text/duration';
import { count, fixed, probability, significant, withUnit } from '../../common/text/numbers';
import { Button } from '../shared/controls';
import { type Difference, differencesOf } from './differences';
import type { Part } from './results-app';

const signs = { gained: '+', lost: '−', moved: '↔' } as const;

/** Comparison of two results: counts of gained, lost and moved events, and each one to jump to. */
export function Comparison({ services, ready, comparison }: Part & { comparison: ComparisonView }) {
  const { name, gained, lost, moved, matched, tolerance_s } = comparison;
  const current = ready.view.difference;
  const list = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    if (current !== null) list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);
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
        {differencesOf(comparison).map((difference, index) => (
          <li key={`${difference.kind} ${difference.location}`} class={index === current ? 'current' : ''}>
            <button
              class="difference"
              type="button"
              aria-current={index === current ? 'true' : undefined}
              onClick={() => services.send({ type: 'showDifference', index })}
            >
              {wordsOf(difference, ready.results.rate_hz)}
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
    return lost ? withUnit(significant(lost.amplitude), unit) : '';
  }
  const event = tables.events.location.indexOf(location);
  if (event < 0) return '';
  const { amplitude, score } = tables.events;
  return `${withUnit(significant(amplitude[event]), unit)}, p ${probability(score[event])}`;
}
