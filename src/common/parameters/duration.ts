/** Seconds in each unit that a time may be written in. */
const UNITS_S: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, μs: 1e-6 };

/** What a length of time looks like, for editors that check it themselves: "12 ms", "0.4ms", "200 µs". */
export const DURATION_PATTERN = String.raw`^\s*(\d+(?:\.\d+)?|\.\d+)\s*(s|ms|us|µs|μs)\s*$`;

const DURATION = new RegExp(DURATION_PATTERN);

/** Seconds of a length of time as it is written; undefined where the text is none. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = (text.length <= 40 ? DURATION.exec(text) : undefined) ?? [];
  return number === undefined ? undefined : Number(number) * UNITS_S[unit];
}
