import type { PreparedWindows } from './prepare-windows';
import { FINGERPRINTS } from './segment-fingerprints';
import { type HashedFile, trainingRecordOf } from './training-record';

/** The attribute of a model that holds the fingerprints of the windows it was trained and validated with. */
export const WINDOWS_ATTRIBUTE = 'miniml_windows';

type Attributes = Readonly<Record<string, string | number>>;

/** The files a model and the models below it were trained with. */
export function taughtFiles(attributes: Attributes): HashedFile[] {
  const record = trainingRecordOf(attributes);
  return record ? [...record.data, ...(record.base_data ?? [])] : [];
}

/**
 * The fingerprints of all windows of a training as text for an attribute, with those of its base model: sorted,
 * each once, as base64 of float64 numbers.
 */
export function windowsAsText(marks: Float64Array, base: Attributes): string {
  const all = new Set([...marks.filter((mark) => !Number.isNaN(mark)), ...marksIn(base)]);
  const sorted = Float64Array.from(all).sort();
  return Buffer.from(sorted.buffer).toString('base64');
}

/**
 * Which windows a model was trained or validated with. A window counts if the hash of its file is in the model's
 * training record, or if its fingerprint is among the model's, as for the same windows in a merged file.
 *
 * @param hashes SHA-256 of each file of the windows, by its path
 * @returns 1 for each such window
 */
export function taughtWindows(
  attributes: Attributes,
  { refs, marks }: Pick<PreparedWindows, 'refs' | 'marks'>,
  hashes: ReadonlyMap<string, string>,
): Uint8Array {
  const files = new Set(taughtFiles(attributes).map(({ sha256 }) => sha256));
  const known = new Set(marksIn(attributes));
  return Uint8Array.from(refs, ({ file }, i) => {
    const own = marks.subarray(i * FINGERPRINTS, (i + 1) * FINGERPRINTS);
    return files.has(hashes.get(file) ?? '') || own.some((mark) => known.has(mark)) ? 1 : 0;
  });
}

function marksIn(attributes: Attributes): Float64Array {
  const text = attributes[WINDOWS_ATTRIBUTE];
  if (typeof text !== 'string') return new Float64Array();
  const bytes = Buffer.from(text, 'base64');
  const whole = Uint8Array.from(bytes.subarray(0, bytes.length - (bytes.length % 8)));
  return new Float64Array(whole.buffer);
}
