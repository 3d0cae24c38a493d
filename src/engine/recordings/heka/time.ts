/** PatchMaster's time of 1 January 1990; its counter wraps at 2^32 s. */
const JANUARY_1990 = 1_580_970_496;
const WRAP = 2 ** 32;
const TO_1601 = 9_561_652_096;
const FROM_1601_TO_1970 = 11_644_473_600;

/**
 * A PatchMaster time, in seconds, as ISO 8601 in the rig's local time; undefined if there is none. HEKA,
 * TimeFormat.txt.
 */
export function startOf(stored_s: number): string | undefined {
  if (!(stored_s > 0)) return undefined;
  const since1990 = stored_s - JANUARY_1990;
  const unix_s = (since1990 < 0 ? since1990 + WRAP : since1990) + TO_1601 - FROM_1601_TO_1970;
  const date = new Date(unix_s * 1000);
  const year = date.getUTCFullYear();
  return year >= 1980 && year <= 9999 ? date.toISOString().slice(0, -1) : undefined;
}
