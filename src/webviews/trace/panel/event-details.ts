import type { EventColumns } from '../../../common/api/views/events';
import { duration } from '../../../common/text/duration';
import { fixed, significant, withUnit } from '../../../common/text/numbers';

/** All measures of one event, and why it is one, in a few lines. */
export function eventDetails(events: EventColumns, event: number, unit: string): string[] {
  const at = (name: Exclude<keyof EventColumns, 'border'>) => events[name][event];
  const measures = [
    `amplitude ${withUnit(significant(at('amplitude')), unit)}`,
    `rise ${duration(at('risetime_s'))}`,
    `half decay ${duration(at('halfdecay_s'))}`,
    `half-width ${duration(at('halfwidth_s'))}`,
    `charge ${withUnit(significant(at('charge') * 1000), unit === 'pA' ? 'fC' : `${unit} ms`)}`,
    ...(Number.isFinite(at('interval_s')) ? [`${duration(at('interval_s'))} after the one before`] : []),
  ];
  const times = at('gradient') / at('gradient_threshold');
  const reason = `Probability ${fixed(at('score'), 2)}; steepest rise ${significant(times, 2)} × the gradient threshold.`;
  const border = events.border[event] === 1 ? ['At the trace edge: not in averages and statistics.'] : [];
  return [
    `Event ${event + 1} at ${withUnit(fixed(at('time_s'), 4), 's')}: ${measures.join(', ')}.`,
    reason,
    ...border,
  ];
}
