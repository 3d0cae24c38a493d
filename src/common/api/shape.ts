/*
 * Checks of messages at the borders of processes. A shape says in one place what a value must be: its type, the range of
 * its numbers, the length of its lists. Handlers get nothing else.
 */

/** A check whether an unknown value is a `T`. `at` names the value; the result is what is wrong, undefined if nothing is. */
export type Shape<T> = ((value: unknown, at: string) => string | undefined) & {
  /** Never set: it tells the compiler which type is checked. */
  readonly type?: T;
};

/** The shape of each request of a protocol, so that a missing one does not compile. */
export type RequestShapes<R extends { [M in keyof R]: (request: never) => unknown }> = {
  [M in keyof R]: Shape<Parameters<R[M]>[0]>;
};

const LONGEST_TEXT = 100_000;
const LONGEST_LIST = 10_000_000;

function must(at: string, expected: string): string {
  return `${at} must be ${expected}.`;
}

/** A whole number in a range. */
export function whole(from = 0, to = Number.MAX_SAFE_INTEGER): Shape<number> {
  return (value, at) =>
    Number.isSafeInteger(value) && isWithin(value as number, from, to)
      ? undefined
      : must(at, `a whole number from ${from} to ${to}`);
}

/** A finite number in a range. */
export function decimal(from = -Number.MAX_VALUE, to = Number.MAX_VALUE): Shape<number> {
  return (value, at) =>
    Number.isFinite(value) && isWithin(value as number, from, to)
      ? undefined
      : must(at, `a number from ${from} to ${to}`);
}

function isWithin(value: number, from: number, to: number): boolean {
  return value >= from && value <= to;
}

export function text(longest = LONGEST_TEXT, pattern?: RegExp): Shape<string> {
  return (value, at) => {
    if (typeof value !== 'string' || value.length > longest)
      return must(at, `text of at most ${longest} characters`);
    return pattern && !pattern.test(value) ? `${at} is not one that is expected here.` : undefined;
  };
}

export const flag: Shape<boolean> = (value, at) =>
  typeof value === 'boolean' ? undefined : must(at, 'true or false');

/** One of some texts or numbers. */
export function oneOf<const T extends string | number>(values: readonly T[]): Shape<T> {
  return (value, at) => (values.includes(value as T) ? undefined : must(at, `one of ${values.join(', ')}`));
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null ? undefined : shape(value, at));
}

/** A field that may be absent. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, at) => (value === undefined ? undefined : shape(value, at));
}

export function either<A, B>(one: Shape<A>, other: Shape<B>): Shape<A | B> {
  return (value, at) => (one(value, at) === undefined ? undefined : other(value, at));
}

export function list<T>(shape: Shape<T>, longest = LONGEST_LIST): Shape<T[]> {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > longest) return must(at, `a list of at most ${longest}`);
    return firstProblem(value, (each, i) => shape(each, `${at}[${i}]`));
  };
}

type Numbers = Float64Array | Int32Array | Int8Array | Uint8Array;

/** A typed array whose values are all whole numbers in a range. */
export function wholes<A extends Numbers>(
  type: new (length: number) => A,
  { from = 0, to = Number.MAX_SAFE_INTEGER, longest = LONGEST_LIST } = {},
): Shape<A> {
  const each = whole(from, to);
  return (value, at) => {
    if (!(value instanceof type) || value.length > longest)
      return must(at, `a ${type.name} of at most ${longest}`);
    for (let i = 0; i < value.length; i++) {
      const problem = each(value[i], `${at}[${i}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** Bytes of a file. */
export function bytes(most: number): Shape<Uint8Array> {
  return (value, at) =>
    value instanceof Uint8Array && value.length <= most ? undefined : must(at, `at most ${most} bytes`);
}

/** An object with these fields. Others are not looked at: handlers take fields by their name. */
export function fields<T extends object>(shapes: { [K in keyof Required<T>]: Shape<T[K]> }): Shape<T> {
  const entries = Object.entries<Shape<unknown>>(shapes);
  return (value, at) => {
    if (!isPlainObject(value)) return must(at, 'an object');
    return firstProblem(entries, ([name, shape]) =>
      shape(Object.hasOwn(value, name) ? value[name] : undefined, at === '' ? name : `${at}.${name}`),
    );
  };
}

/** As both shapes of the same object say. */
export function both<A, B>(one: Shape<A>, other: Shape<B>): Shape<A & B> {
  return (value, at) => one(value, at) ?? other(value, at);
}

/** A segment of a trace: samples `from` ≤ i < `to`. */
export function ordered<T extends { from: number; to: number }>(shape: Shape<T>): Shape<T> {
  return (value, at) => {
    const problem = shape(value, at);
    if (problem !== undefined) return problem;
    const { from, to } = value as T;
    return from <= to ? undefined : must(at === '' ? 'from' : `${at}.from`, 'at most to');
  };
}

export const nothing: Shape<Record<string, never>> = fields({});

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function firstProblem<T>(values: readonly T[], check: (value: T, i: number) => string | undefined) {
  for (const [i, value] of values.entries()) {
    const problem = check(value, i);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
