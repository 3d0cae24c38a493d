/**
 * Messages between the test and the page travel as JSON. Like VS Code's own border it keeps typed arrays whole
 * and turns NaN outside them into null.
 */
export function encode(message: unknown): string {
  return JSON.stringify(message, (_key, value) =>
    ArrayBuffer.isView(value)
      ? { $array: value.constructor.name, values: Array.from(value as Float64Array, String) }
      : value,
  );
}

/** Runs in the page: it may use nothing from outside. */
export function decodeSource(): string {
  return `(text) => JSON.parse(text, (_key, value) =>
    value && value.$array ? globalThis[value.$array].from(value.values, Number) : value)`;
}
