/** Seconds per unit that a time may be written in. */
const UNITS_S: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, μs: 1e-6 };

/** Pattern of a duration, for editors that check it themselves: "12 ms", "0.4ms", "200 µs". */
export const DURATION_PATTERN = String.raw`^\s*(\d+(?:\.\d+)?|\.\d+)\s*(s|ms|us|µs|μs)\s*$`;

const DURATION = new RegExp(DURATION_PATTERN);

/** Parses a duration into seconds; undefined if the text is not one. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = (text.length <= 40 ? DURATION.exec(text) : undefined) ?? [];
  return number === undefined ? undefined : Number(number) * UNITS_S[unit];
}
