/**
 * Guards a read of samples `from` ≤ i < `to`.
 *
 * @throws RangeError unless they are whole numbers within `samples`
 */
export function requireRange(from: number, to: number, samples: number): void {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to > samples || from > to)
    throw new RangeError(`samples ${from}…${to} of ${samples}`);
}
