import type { Channel } from '../../common/traces/channel';

/**
 * Period after which column titles repeat: in episodes the same signals recur. Columns without a name do not count as
 * repeated; then every column is a channel.
 */
export function repetition(columns: readonly Channel[]): number {
  const n = columns.length;
  for (let period = 1; period <= n / 2; period++) {
    if (n % period !== 0 || columns.slice(0, period).some(({ name }) => name.trim() === '')) continue;
    const same = (a: Channel, b: Channel) => a.name === b.name && a.unit === b.unit;
    if (columns.every((column, i) => same(column, columns[i % period]))) return period;
  }
  return n;
}
