import type { DetectionView } from '../../../common/api/views/events';
import { duration } from '../../../common/text/duration';
import { count, fixed, meanAndSd, significant, withUnit } from '../../../common/text/numbers';

/** "43 events, 2 of them at the trace edge and not in the statistics, 1.43 Hz, −9.1 ± 3.2 pA. Took 2.1 s on CPU, 8 threads." */
export function summaryOf({ events, frequency_hz, seconds, backend }: DetectionView, unit: string): string {
  const n = events.amplitude.length;
  const counted = events.amplitude.filter((a, i) => Number.isFinite(a) && events.border[i] === 0);
  const atEdge = events.border.reduce((sum, border) => sum + border, 0);
  const parts = [
    count(n, 'event'),
    ...(atEdge > 0 ? [`${fixed(atEdge, 0)} of them at the trace edge and not in the statistics`] : []),
    ...(n > 0 ? [withUnit(significant(frequency_hz), 'Hz')] : []),
    ...(counted.length > 1 ? [`${amplitudes(counted, unit)} (SD)`] : []),
  ];
  return `${parts.join(', ')}. Took ${duration(seconds)} on ${backend}.`;
}

/** "−14.3 ± 3.7 pA" */
function amplitudes(values: Float64Array, unit: string): string {
  const mean = values.reduce((sum, a) => sum + a, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, a) => sum + (a - mean) ** 2, 0) / (values.length - 1));
  return meanAndSd(mean, sd, unit);
}
