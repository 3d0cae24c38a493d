import type { Channel } from '../../common/traces/channel';

/** SI units that files keep currents and potentials in, and what everybody reads and thinks in. */
const familiar: Readonly<Record<string, { unit: string; scaling: number }>> = {
  A: { unit: 'pA', scaling: 1e12 },
  V: { unit: 'mV', scaling: 1000 },
};

/** How a channel is opened to be shown: amperes as pA, volts as mV; undefined where it stays as it is. */
export function familiarUnit({ unit }: Channel): { unit: string; scaling: number } | undefined {
  return familiar[unit];
}
