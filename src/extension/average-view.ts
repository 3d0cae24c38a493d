import type { AverageView } from '../common/api/views/events';
import { describesDecay } from '../common/events/decay-fit';
import type { AverageEvent } from '../common/events/detection';

/** An average event as editors draw it: a fit that means nothing has no time constant. */
export function averageView(average: AverageEvent, pointsBefore: number): AverageView {
  const { values, count, amplitude, decay_tau_s, fit } = average;
  const meaningless = fit !== null && !describesDecay(fit, amplitude);
  return {
    values,
    pointsBefore,
    count,
    decayTau_s: Number.isFinite(decay_tau_s) && !meaningless ? decay_tau_s : null,
    fit: meaningless ? 'meaningless' : fit,
  };
}
