/** Index of the first element of an ascending array that is not below `value`; the length if none is. */
export function firstAtLeast(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the element of an ascending array nearest to `value`; -1 for an empty one. */
export function nearest(ascending: ArrayLike<number>, value: number): number {
  const right = firstAtLeast(ascending, value);
  if (right === 0) return ascending.length === 0 ? -1 : 0;
  if (right === ascending.length) return right - 1;
  return value - ascending[right - 1] <= ascending[right] - value ? right - 1 : right;
}
