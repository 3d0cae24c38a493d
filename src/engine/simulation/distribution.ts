import type { Random } from '../signal/random';
import type { Distribution } from './settings';

export function draw(random: Random, distribution: Distribution): number {
  switch (distribution.kind) {
    case 'log-normal':
      return distribution.median * Math.exp(random.normal(0, distribution.spread));
    case 'log-uniform':
      return Math.exp(random.uniform(Math.log(distribution.from), Math.log(distribution.to)));
  }
}

/** Median of a distribution. */
export function medianOf(distribution: Distribution): number {
  return distribution.kind === 'log-normal'
    ? distribution.median
    : Math.sqrt(distribution.from * distribution.to);
}
