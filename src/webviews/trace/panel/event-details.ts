import type { EventColumns } from '../../../common/api/views/events';
import type { MeasureId } from '../../../common/events/event-columns';
import { VIEW_MEASURES } from '../../../common/events/measure-views';
import { fixed, significant, withUnit } from '../../../common/text/numbers';

/** The first and the second sentence begin with these. */
const SAID_APART: readonly MeasureId[] = ['time', 'score'];

/** All measures of one event, and the numbers that made it one, in a few lines. */
export function eventDetails(events: EventColumns, event: number, unit: string): string[] {
  const at = (name: Exclude<keyof EventColumns, 'border'>) => events[name][event];
  const measures = VIEW_MEASURES.filter(({ id }) => !SAID_APART.includes(id)).flatMap((measure) => {
    const value = measure.values(events, unit)[event];
    const name = measure.name.toLowerCase();
    return Number.isFinite(value) ? [`${name} ${withUnit(significant(value), measure.unit(unit))}`] : [];
  });
  const times = at('gradient') / at('gradient_threshold');
  const reason = `Probability ${fixed(at('score'), 2)}; steepest rise ${significant(times, 2)} × the gradient threshold.`;
  const border = events.border[event] === 1 ? ['At the trace edge: not in averages and statistics.'] : [];
  return [
    `Event ${event + 1} at ${withUnit(fixed(at('time_s'), 4), 's')}: ${measures.join(', ')}.`,
    reason,
    ...border,
  ];
}
