/**
 * The largest of the `size` samples around each one, as scipy.ndimage.maximum_filter1d: the window of sample i
 * begins at i − floor(size / 2) − origin, and the signal is mirrored at its ends with the last sample repeated.
 * Linear in the signal's length whatever the size.
 *
 * @throws RangeError when the size is not a positive integer, or the origin moves the window off its sample
 */
export function maximumFilter<T extends Float64Array | Float32Array>(x: T, size: number, origin = 0): T {
  const before = Math.floor(size / 2) + origin;
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`a window of ${size} samples`);
  if (before < 0 || before >= size) throw new RangeError(`origin ${origin} for a window of ${size} samples`);
  const n = x.length;
  const out = x.slice() as T;
  if (n === 0) return out;
  // Monotonic queue of candidates for a maximum, as a ring buffer: there are at most `size`.
  const positions = new Int32Array(size);
  const values = new Float64Array(size);
  let head = 0;
  let waiting = 0;
  const end = n - 1 - before + size;
  for (let i = -before; i < end; i++) {
    const value = x[mirrored(i, n)];
    if (waiting > 0 && positions[head] <= i - size) {
      head = (head + 1) % size;
      waiting--;
    }
    while (waiting > 0 && values[(head + waiting - 1) % size] <= value) waiting--;
    values[(head + waiting) % size] = value;
    positions[(head + waiting) % size] = i;
    waiting++;
    const centre = i - size + 1 + before;
    if (centre >= 0) out[centre] = values[head];
  }
  return out;
}

/** … c b a | a b c | c b a … */
function mirrored(i: number, n: number): number {
  const period = 2 * n;
  const within = ((i % period) + period) % period;
  return within < n ? within : period - 1 - within;
}
