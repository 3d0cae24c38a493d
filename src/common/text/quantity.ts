/** A number with as many digits as it deserves, with a true minus sign; "–" where there is none. */
export function amount(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  const magnitude = Math.abs(value);
  const text =
    magnitude !== 0 && (magnitude >= 1e6 || magnitude < 1e-3)
      ? value.toExponential(digits - 1)
      : Number(value.toPrecision(digits)).toLocaleString('en', {
          maximumFractionDigits: 20,
          useGrouping: magnitude >= 10_000,
        });
  return text.replaceAll('-', '−');
}

/** Seconds in the unit that suits them: "1.52 ms", "12.3 s". */
export function time(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (Math.abs(seconds) < 1e-3) return `${amount(seconds * 1e6)} µs`;
  return Math.abs(seconds) < 1 ? `${amount(seconds * 1e3)} ms` : `${amount(seconds)} s`;
}
