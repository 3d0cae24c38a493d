/** Training windows that were recorded alike: of one length, rate and unit. */
export interface WindowKind {
  windows: number;
  /** Samples of the recording in a window; the windows may have been resampled since. */
  samples: number;
  /** null where the file does not say it. */
  rate_hz: number | null;
  /** '' where the file does not say it. */
  unit: string;
}

/** The windows of each kind, the most frequent first. */
export function kindsOf(windows: Iterable<Omit<WindowKind, 'windows'>>): WindowKind[] {
  const kinds = new Map<string, WindowKind>();
  for (const { samples, rate_hz, unit } of windows) {
    const key = JSON.stringify([samples, rate_hz, unit]);
    const kind = kinds.get(key);
    if (kind) kind.windows++;
    else kinds.set(key, { windows: 1, samples, rate_hz, unit });
  }
  return [...kinds.values()].sort((a, b) => b.windows - a.windows);
}

/** Duration of a window, null if its rate is unknown. */
export function durationOf_s({ samples, rate_hz }: Pick<WindowKind, 'samples' | 'rate_hz'>): number | null {
  return rate_hz === null ? null : samples / rate_hz;
}
