/** Something drawn into a recording between two times, in seconds. */
export interface Deflection {
  from_s: number;
  to_s: number;
  /** In the unit, at a time from `from_s`. */
  value(t: number): number;
}

/** Adds deflections, which are in order of time, to samples that begin at `from`. */
export function deflectionDrawer(deflections: readonly Deflection[], rateHz: number) {
  const longest = deflections.reduce((most, { from_s, to_s }) => Math.max(most, to_s - from_s), 0);
  return (values: Float64Array, from: number): void => {
    const to = from + values.length;
    const first = firstAfter(deflections, from / rateHz - longest);
    for (let d = first; d < deflections.length && deflections[d].from_s * rateHz < to; d++) {
      const { from_s, to_s, value } = deflections[d];
      const end = Math.min(to, Math.ceil(to_s * rateHz));
      for (let i = Math.max(from, Math.ceil(from_s * rateHz)); i < end; i++)
        values[i - from] += value(i / rateHz - from_s);
    }
  };
}

/** Index of the first that begins at or after a time. */
function firstAfter(deflections: readonly Deflection[], time_s: number): number {
  let low = 0;
  let high = deflections.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (deflections[middle].from_s < time_s) low = middle + 1;
    else high = middle;
  }
  return low;
}
