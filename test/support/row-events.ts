import { MEASURE_IDS, type MeasureId } from '../../src/common/events/event-columns';
import { defaultParameters } from '../../src/common/parameters/parameters';
import type { RowEvents } from '../../src/engine/experiments/experiment-events';
import { Random } from '../../src/engine/signal/random';

interface Study {
  /** Median amplitude in pA per group; their names. */
  groups: Record<string, number>;
  cells?: number;
  events?: number;
  /** All cells are in every group. */
  paired?: boolean;
}

/** Results of a study of invented events: cells of two per animal, amplitudes and decays log-normal about their cell's. */
export function rowEvents({ groups, cells = 4, events = 60, paired = false }: Study): RowEvents[] {
  const random = new Random(5);
  return Object.entries(groups).flatMap(([group, level], g) =>
    Array.from({ length: cells }, (_, k): RowEvents => {
      const [cell, animal] = paired ? [`c${k}`, `m${k >> 1}`] : [`${group} c${k}`, `m${2 * g + (k >> 1)}`];
      const own = level * Math.exp(0.12 * random.normal());
      const duration_s = 60;
      const count = Math.round(events * (1 + 0.2 * random.normal()));
      const times = Float64Array.from({ length: count }, () => duration_s * random.uniform()).sort();
      const drawn = (centre: number, spread: number) =>
        Float64Array.from(times, () => centre * Math.exp(spread * random.normal()));
      const columns = Object.fromEntries(MEASURE_IDS.map((id) => [id, new Float64Array(count)])) as Record<
        MeasureId,
        Float64Array
      >;
      Object.assign(columns, {
        time: times,
        amplitude: drawn(-own, 0.35),
        risetime: drawn(0.0007, 0.2),
        halfdecay: drawn(0.004, 0.25),
      });
      const file = `/study/${group}/${cell}.abf`;
      return {
        row: {
          ...{ line: 2 + g * cells + k, recording: file, cell, animal, group, condition: '' },
          ...{ parameters: null, channel: null, sweep: null, direction: null, include: true, note: '' },
        },
        file,
        writtenBy: 'miniML 0.2.0',
        fits: undefined,
        average: { values: averageOf(own), count, before: 200 },
        facts: {
          model: { name: 'base', path: '/base.h5', sha256: '0123456789abcdef0123456789abcdef' },
          parameters: defaultParameters(),
          recipe: defaultParameters(),
          rate_hz: 20_000,
          unit: 'pA',
          samples: duration_s * 20_000,
          statistics: { events: count, duration_s, frequency_hz: count / duration_s },
          excluded: [],
          missing: [],
          warnings: [],
        } as unknown as RowEvents['facts'],
        columns,
      };
    }),
  );
}

/** 10 ms before the steepest rise and 40 ms after it. */
function averageOf(amplitude: number): Float64Array {
  return Float64Array.from({ length: 1000 }, (_, i) => {
    const ms = (i - 200) / 20;
    return ms < 0 ? 0 : -amplitude * 1.25 * (1 - Math.exp(-ms / 0.4)) * Math.exp(-ms / 6);
  });
}
