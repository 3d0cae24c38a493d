export type Range = readonly [min: number, max: number];

const margin = 0.06;

/**
 * The amplitude axis for what is visible: the range with a margin. The one before stays as long as it fits, so
 * that the trace does not jump while one moves along it.
 */
export function fittedRange(visible: Range | undefined, before: Range | undefined): Range {
  if (!visible) return before ?? [-1, 1];
  const [min, max] = visible;
  const span = max - min || Math.abs(max) * 0.1 || 1;
  if (before && before[0] <= min && before[1] >= max && span > (before[1] - before[0]) * 0.7) return before;
  // Room beyond the data for the marks of events.
  return [min - span * margin * 2, max + span * margin];
}

/** Magnified around its middle; `factor` below 1 magnifies. */
export function scaledRange([min, max]: Range, factor: number, around = (min + max) / 2): Range {
  return [around - (around - min) * factor, around + (max - around) * factor];
}
