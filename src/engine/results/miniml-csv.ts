import type { DetectedEvent, Detection, Statistics } from '../../common/events/detection';
import { csvLine } from '../files/csv';

/** Rows of miniML's `*_individual.csv`, a column an event. */
const INDIVIDUAL: Readonly<Record<string, (event: DetectedEvent) => number>> = {
  location: (e) => e.location,
  score: (e) => e.score,
  amplitude: (e) => e.amplitude,
  charge: (e) => e.charge,
  risetime: (e) => e.risetime_s,
  decaytime: (e) => e.halfdecay_s,
  halfwidth: (e) => e.halfwidth_s,
  interval: (e) => e.interval_s,
};

/** Rows of miniML's `*_avgs.csv`. */
const AVERAGES: Readonly<Record<string, (statistics: Statistics) => number>> = {
  'amplitude mean': (s) => s.amplitude.mean,
  'amplitude std': (s) => s.amplitude.sd,
  'amplitude median': (s) => s.amplitude.median,
  'charge mean': (s) => s.charge.mean,
  'risetime mean': (s) => s.risetime_s.mean,
  'decaytime mean': (s) => s.halfdecay_s.mean,
  'halfwidth mean': (s) => s.halfwidth_s.mean,
  tau_avg: (s) => s.decay_tau_s,
  frequency: (s) => s.frequency_hz,
  'iei mean': (s) => s.interval_s.mean,
};

/** The text of miniML's `*_individual.csv`: a row a measure, a column an event, those at the border left out. */
export function individualCsv({ events }: Pick<Detection, 'events'>): string {
  const counted = events.filter((event) => !event.border);
  const header = line(['', ...counted.map((_, i) => `event_${i}`)]);
  const rows = Object.entries(INDIVIDUAL).map(([name, of]) =>
    line([name, ...counted.map((e) => float(of(e)))]),
  );
  return header + rows.join('');
}

/** The text of miniML's `*_avgs.csv`: a name and a value a line. */
export function averagesCsv({ statistics }: Pick<Detection, 'statistics'>): string {
  return Object.entries(AVERAGES)
    .map(([name, of]) => line([name, float(of(statistics))]))
    .join('');
}

function line(fields: string[]): string {
  return csvLine(fields, '\n');
}

/** As pandas writes a column of floats: whole numbers with a point, nothing for NaN. */
function float(value: number): string {
  if (Number.isNaN(value)) return '';
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value);
}
