import { UserError } from '../../common/errors';

/**
 * Finds a series of a file by name, by the last part of a path if that is unique ("mini_data" for "cell 1/mini_data"),
 * or by number from 0. The first one is the default.
 *
 * @throws UserError when there is no series of that name or number
 */
export function chosenSeries(
  path: string,
  names: readonly string[],
  wanted: string | number | undefined,
): number {
  if (wanted === undefined) return 0;
  if (typeof wanted === 'string') {
    const name = wanted.replace(/^\/+/, '');
    const exact = names.indexOf(name);
    if (exact >= 0) return exact;
    const endings = names.flatMap((n, i) => (n.endsWith(`/${name}`) ? [i] : []));
    if (endings.length === 1) return endings[0];
  }
  const number = typeof wanted === 'number' ? wanted : /^\d+$/.test(wanted) ? Number(wanted) : Number.NaN;
  if (Number.isInteger(number) && number >= 0 && number < names.length) return number;
  throw new UserError(`${path} has no series ${JSON.stringify(wanted)}. Choose ${choices(names)}.`);
}

const MOST_NAMED = 8;

function choices(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).map((name, i) => `${i} (${name})`);
  const more = names.length > MOST_NAMED ? `, … ${names.length - 1}` : '';
  return `one of ${named.join(', ')}${more}`;
}
