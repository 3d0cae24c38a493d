/**
 * Numbers written as one JSON array without being in memory at once. Each block is requested when the previous one has
 * been written.
 */
export class Streamed {
  constructor(readonly blocks: () => Iterable<ArrayLike<number>>) {}
}

const PIECE = 8192;

/**
 * JSON of a value in pieces, so that a document may be longer than the longest string. Typed arrays are written as
 * arrays, NaN and infinities as null; undefined members are omitted.
 */
export function* jsonPieces(value: unknown): Generator<string> {
  if (value instanceof Streamed) yield* array(numbersOf(value));
  else if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    yield* array(slices(value as unknown as ArrayLike<number>));
  else if (Array.isArray(value)) yield* array(itemsOf(value));
  else if (typeof value === 'object' && value !== null) yield* object(value);
  else yield JSON.stringify(value) ?? 'null';
}

function* object(value: object): Generator<string> {
  let separator = '{';
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    yield `${separator}${JSON.stringify(key)}:`;
    yield* jsonPieces(member);
    separator = ',';
  }
  yield separator === '{' ? '{}' : '}';
}

/** Joins runs of items, each run a string of items with commas between them. */
function* array(runs: Iterable<string>): Generator<string> {
  let separator = '[';
  for (const run of runs) {
    if (run === '') continue;
    yield separator + run;
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

function* itemsOf(values: readonly unknown[]): Generator<string> {
  for (const value of values) yield [...jsonPieces(value)].join('');
}

function* numbersOf({ blocks }: Streamed): Generator<string> {
  for (const block of blocks()) yield* slices(block);
}

function* slices(numbers: ArrayLike<number>): Generator<string> {
  for (let from = 0; from < numbers.length; from += PIECE) {
    const to = Math.min(from + PIECE, numbers.length);
    yield JSON.stringify(Array.from({ length: to - from }, (_, i) => numbers[from + i])).slice(1, -1);
  }
}
