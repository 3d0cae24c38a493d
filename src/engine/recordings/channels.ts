import type { Channel } from '../../common/traces/channel';

/** Names of signals that were sent to the cell or to devices instead of measured. */
const STIMULUS =
  /^([iv]?[_ ]?(?:command|cmd)|stim(ul(us|i|ation))?|dac|ao|trigger|trig|ttl|digital|dig|sync|led|laser|opto|shutter|holding)(?![a-z])/i;

/** Whether the name of a channel or a dataset is that of a stimulus, a command or a marker. */
export function isStimulus(name: string): boolean {
  return STIMULUS.test(name.trim());
}

/** Moves stimuli after all other channels, so that the first channel is a measured one. */
export function stimuliLast<T extends { name: string }>(channels: readonly T[]): T[] {
  return [
    ...channels.filter(({ name }) => !isStimulus(name)),
    ...channels.filter(({ name }) => isStimulus(name)),
  ];
}

/**
 * Period after which column titles repeat: in episodes the same signals recur. Columns without a name do not count as
 * repeated; then every column is a channel.
 *
 * @param isCut whether the last episode may lack columns, as in a file that was cut short
 */
export function repetition(columns: readonly Channel[], isCut = false): number {
  const n = columns.length;
  for (let period = 1; period <= n / 2; period++) {
    if ((n % period !== 0 && !isCut) || columns.slice(0, period).some(({ name }) => name.trim() === ''))
      continue;
    const same = (a: Channel, b: Channel) => a.name === b.name && a.unit === b.unit;
    if (columns.every((column, i) => same(column, columns[i % period]))) return period;
  }
  return n;
}
