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

/** A time range in seconds; the end is exclusive. */
export interface TimeRange {
  from_s: number;
  to_s: number;
}

/** Nobody types more, and parsing that many costs nothing. */
const MOST_RANGES = 10_000;
const LONGEST_RANGE = 50;

const NUMBER = String.raw`\d+(?:\.\d+)?`;
const RANGE = String.raw`\s*${NUMBER}\s*[-–—]\s*${NUMBER}\s*`;

/** Pattern of time ranges, for editors that check it themselves; it cannot compare the two ends. */
export const TIME_RANGES_PATTERN = `^${RANGE}(?:[,;]${RANGE})*$`;

const RANGES = new RegExp(TIME_RANGES_PATTERN);

/**
 * Parses time ranges such as "12.5–14, 80–81.2": seconds with a decimal point, a hyphen or a dash between start and
 * end, commas (or semicolons) between ranges.
 *
 * @returns sorted by start, possibly overlapping; undefined if the text is not a list of ranges
 */
export function parseTimeRanges(text: string): TimeRange[] | undefined {
  if (text.length > LONGEST_RANGE * MOST_RANGES || !RANGES.test(text)) return undefined;
  const ranges = text.split(/[,;]/).map((range) => {
    const [from_s, to_s] = range.split(/[-–—]/).map(Number);
    return { from_s: from_s!, to_s: to_s! };
  });
  const usable = ranges.length <= MOST_RANGES && ranges.every(({ from_s, to_s }) => from_s < to_s);
  return usable ? ranges.sort((a, b) => a.from_s - b.from_s) : undefined;
}
