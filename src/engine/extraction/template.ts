import type { Template } from '../../common/api/engine/extraction';

/**
 * (1 − e^(−t / rise)) · e^(−t / decay) after an eighth of a window of baseline, over a third of a window.
 *
 * Source: Clements and Bekkers, Biophys J 73:220 (1997); its size as in miniML's extraction of training data.
 *
 * @param window samples in a training window
 */
export function makeTemplate(window: number, t_rise_s: number, t_decay_s: number, rateHz: number): Template {
  const baseline = window / 8;
  const duration = Math.trunc(window / 3);
  const values = Float64Array.from({ length: Math.ceil(baseline + duration) }, (_, i) => {
    const t = (i - baseline) / rateHz;
    return t < 0 ? 0 : (1 - Math.exp(-t / t_rise_s)) * Math.exp(-t / t_decay_s);
  });
  const peak = values.reduce((most, v) => Math.max(most, v), 0);
  return {
    values: values.map((v) => v / peak),
    baseline_s: baseline / rateHz,
    duration_s: duration / rateHz,
    t_rise_s,
    t_decay_s,
  };
}
