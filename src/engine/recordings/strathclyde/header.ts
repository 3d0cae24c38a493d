import { UserError } from '../../../common/errors';
import { fieldNumber } from '../../files/csv';
import { decodeText } from '../../files/text';

/** The "KEY=value" lines at the start of WinWCP and WinEDR files. */
export interface KeyedHeader {
  has(key: string): boolean;
  text(key: string): string;
  /** @throws UserError when the header has no such number */
  number(key: string): number;
  /**
   * A whole number within limits.
   *
   * @throws UserError for other values
   */
  count(key: string, least: number, most: number): number;
}

/** Parses the header. Both programs write decimal commas on systems that use them. */
export function keyedHeader(path: string, bytes: Uint8Array): KeyedHeader {
  const entries = new Map<string, string>();
  for (const line of Buffer.from(bytes)
    .toString('latin1')
    .split(/[\r\n]+/)) {
    const [, key, value] = /^([A-Z]+\d*)=(.*)$/i.exec(line.split('\0', 1)[0]) ?? [];
    if (key !== undefined && !entries.has(key)) entries.set(key, decodeText(Buffer.from(value, 'latin1')));
  }
  const number = (key: string) => {
    const value = fieldNumber(entries.get(key) ?? '');
    if (!Number.isFinite(value)) throw new UserError(`${path} is damaged: its header has no number ${key}.`);
    return value;
  };
  return {
    has: (key) => entries.has(key),
    text: (key) => entries.get(key) ?? '',
    number,
    count(key, least, most) {
      const value = number(key);
      if (!Number.isInteger(value) || value < least || value > most)
        throw new UserError(`${path} is damaged: its header has ${key}=${value}.`);
      return value;
    },
  };
}

/** Parses the start of a recording, "31/12/2026 12:34:56", to ISO 8601; undefined if invalid. */
export function startOf(text: string): string | undefined {
  const [, day, month, year, time] = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}:\d{2}:\d{2})$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time.padStart(8, '0')}`;
}
