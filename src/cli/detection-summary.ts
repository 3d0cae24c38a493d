import type { Detection, Summary } from '../common/events/detection';
import { amount, time } from '../common/text/quantity';

/** What a person wants to know of a detection, in a few lines. */
export function detectionSummary(file: string, detection: Detection, written: readonly string[]): string {
  const { statistics: s, unit, backend, seconds, windows_per_s } = detection;
  const border = detection.events.filter((event) => event.border).length;
  const count = `${s.events} ${s.events === 1 ? 'event' : 'events'}`;
  const frequency = Number.isFinite(s.frequency_hz) ? ` (${amount(s.frequency_hz)} Hz)` : '';
  const lines = [
    `${file}: ${count} in ${time(s.duration_s)}${frequency}${border > 0 ? `, and ${border} at the borders` : ''}`,
  ];
  if (s.events > 0)
    lines.push(
      `  amplitude   ${spread(s.amplitude, (v) => `${amount(v)} ${unit}`)}`,
      `  rise time   ${spread(s.risetime_s, time)}`,
      `  half decay  ${spread(s.halfdecay_s, time)}`,
      `  half-width  ${spread(s.halfwidth_s, time)}`,
      `  charge      ${spread(s.charge, (v) => `${amount(v)} ${unit}·s`)}`,
    );
  lines.push(`  ${amount(windows_per_s)} windows/s on ${backend}, ${time(seconds)} in all`);
  lines.push(
    ...(written.length > 0
      ? written.map((path) => `  → ${path}`)
      : ['  not written: --out names a folder for it']),
  );
  return lines.join('\n');
}

function spread({ mean, sd, median }: Summary, shown: (value: number) => string): string {
  return `${shown(mean)} ± ${shown(sd)} (median ${shown(median)})`;
}
