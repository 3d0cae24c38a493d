/** Parses a time into seconds: "12.5", "12,5", "1:30.25" or "1:00:00"; NaN for anything else. */
export function secondsOf(text: string): number {
  const parts = text.trim().replace(',', '.').split(':');
  if (parts.length > 3 || parts.some((part) => !/^\d+(\.\d*)?$/.test(part))) return Number.NaN;
  return parts.reduce((seconds, part) => seconds * 60 + Number(part), 0);
}
