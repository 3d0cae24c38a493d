/** A stretch of time in seconds, its end left out. */
export interface TimeRange {
  from_s: number;
  to_s: number;
}

/** Nobody types more of them, and none of them costs anything until it is held against a trace. */
const MOST_RANGES = 10_000;
const LONGEST_RANGE = 50;

const NUMBER = String.raw`\d+(?:\.\d+)?`;
const RANGE = String.raw`\s*${NUMBER}\s*[-–—]\s*${NUMBER}\s*`;

/** What the text of time ranges looks like, for editors that check it themselves; which end is later they cannot see. */
export const TIME_RANGES_PATTERN = `^${RANGE}(?:[,;]${RANGE})*$`;

const RANGES = new RegExp(TIME_RANGES_PATTERN);

/**
 * Stretches of time as they are written, "12.5–14, 80–81.2": seconds with a decimal point, a hyphen or a dash
 * between start and end, commas (or semicolons) between stretches.
 *
 * @returns in the order of their starts; they may overlap. Undefined where the text is none
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
