import { fieldNumber } from '../../files/csv';

/** How numbers are written in the lines of a table. */
export interface NumberFormat {
  separator: string;
  decimalComma: boolean;
  fields: number;
  /** "1,5" may be one number or two: nothing in the lines tells. */
  ambiguous: boolean;
}

const NUMBER = /^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$|^[-+]?(nan|inf(inity)?)$/i;
const LONGEST_LINE = 1 << 20;

/**
 * The format that all of some lines of numbers have: separator (tab, semicolon, comma, blanks) and decimal comma. A
 * single line may be both "1,5" and "1" and "5"; more lines and the heading above tell.
 *
 * @returns undefined if there is no such format
 */
export function formatOf(lines: readonly string[], heading = ''): NumberFormat | undefined {
  const texts = lines.map((line) => line.trim());
  if (texts.length === 0 || texts.some((text) => text === '' || text.length > LONGEST_LINE)) return undefined;
  const comma = texts.some((text) => text.includes(','));
  const point = texts.some((text) => text.includes('.'));
  const separator = ['\t', ';'].find((one) => texts[0].includes(one));
  if (separator !== undefined) return sameIn(texts, separator, !point);
  if (!comma) return sameIn(texts, ' ', false);
  const columns = sameIn(texts, ',', false);
  if (point || heading.includes(',') || texts.some((text) => /,\s/.test(text))) return columns;
  const decimals = sameIn(texts, ' ', true);
  if (!columns || !decimals) return columns ?? decimals;
  if (countsUp(texts)) return columns;
  return { ...decimals, ambiguous: !areDecimals(texts.map((text) => /,(\d*)/.exec(text)?.[1] ?? '')) };
}

/** Whether digits after a comma can only be decimals: written with a zero first, or to a fixed number of places. */
function areDecimals(digits: readonly string[]): boolean {
  const places = digits[0].length;
  return (
    digits.some((one) => /^0\d/.test(one)) || (places > 1 && digits.every((one) => one.length === places))
  );
}

function sameIn(
  texts: readonly string[],
  separator: string,
  decimalComma: boolean,
): NumberFormat | undefined {
  const fields = splitLine(texts[0], separator).length;
  const same = texts.every((text) => {
    const own = splitLine(text, separator);
    return own.length === fields && own.every((field) => NUMBER.test(field));
  });
  return same ? { separator, decimalComma, fields, ambiguous: false } : undefined;
}

/** Whether the whole numbers before the commas rise in equal steps, as sample numbers and times do. */
function countsUp(texts: readonly string[]): boolean {
  const first = texts.map((text) => Number(text.split(',')[0]));
  const step = first[1] - first[0];
  return first.length > 2 && step > 0 && first.every((value, i) => i === 0 || value - first[i - 1] === step);
}

/** The fields of a line, without quotes. */
export function splitLine(line: string, separator: string): string[] {
  const text = line.trim();
  const fields = separator === ' ' ? text.split(/ +/) : text.split(separator);
  // Some programs end lines with a separator.
  if (fields.length > 1 && fields[fields.length - 1].trim() === '') fields.pop();
  return fields.map((field) =>
    field
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );
}

/** The number in a field: NaN for an empty one; undefined for other text. */
export function numberIn(field: string, { decimalComma }: NumberFormat): number | undefined {
  const value = decimalComma ? fieldNumber(field) : Number(field);
  if (field === '' || /^[-+]?nan$/i.test(field)) return Number.NaN;
  if (!Number.isNaN(value)) return value;
  const [, sign] = /^([-+]?)inf(?:inity)?$/i.exec(field) ?? [];
  return sign === undefined ? undefined : sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
