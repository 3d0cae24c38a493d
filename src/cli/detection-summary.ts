import type { Detection, Statistics, Summary } from '../common/events/detection';
import { AVERAGED_FIELDS, type SummarisedField } from '../common/events/event-columns';
import { VIEW_MEASURES } from '../common/events/measure-views';
import { amountOfTime } from '../common/text/duration';
import { amount } from '../common/text/numbers';

/** Summary of a detection for people, in a few lines. */
export function detectionSummary(file: string, detection: Detection, written: readonly string[]): string {
  const { statistics: s, unit, backend, seconds, windows_per_s } = detection;
  const border = detection.events.filter((event) => event.border).length;
  const count = `${s.events} ${s.events === 1 ? 'event' : 'events'}`;
  const frequency = Number.isFinite(s.frequency_hz) ? ` (${amount(s.frequency_hz)} Hz)` : '';
  const lines = [
    `${file}: ${count} in ${amountOfTime(s.duration_s)}${frequency}${border > 0 ? `, and ${border} at the trace edge` : ''}`,
  ];
  if (s.events > 0) lines.push(...summaryLines(s, unit));
  lines.push(`  ${amount(windows_per_s)} windows/s on ${backend}, ${amountOfTime(seconds)} in all`);
  lines.push(
    ...(written.length > 0
      ? written.map((path) => `  → ${path}`)
      : ['  not written (--out DIR writes results)']),
  );
  return lines.join('\n');
}

/** One line per measure that the average event has too. */
function summaryLines(statistics: Statistics, traceUnit: string): string[] {
  const measures = VIEW_MEASURES.filter(({ summary }) => isAveraged(summary));
  const width = Math.max(...measures.map(({ name }) => name.length)) + 2;
  return measures.map(({ name, summary, unit, factor }) => {
    const shown = (value: number) => `${amount(value * factor(traceUnit))} ${unit(traceUnit)}`.trimEnd();
    return `  ${name.toLowerCase().padEnd(width)}${spread(statistics[summary!], shown)}`;
  });
}

function isAveraged(field: SummarisedField | undefined): boolean {
  return field !== undefined && (AVERAGED_FIELDS as readonly string[]).includes(field);
}

function spread({ mean, sd, median }: Summary, shown: (value: number) => string): string {
  return `${shown(mean)} ± ${shown(sd)} (median ${shown(median)})`;
}
