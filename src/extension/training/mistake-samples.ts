import type { Mistake } from '../../common/api/engine/training';

/** Samples of a file's windows, row-major. */
export type ReadWindows = (file: string, windows: Int32Array) => Promise<Float32Array>;

/** The samples of each window, in the same order; null for a file that cannot be read any more. */
export async function mistakeSamples(
  mistakes: readonly Mistake[],
  readWindows: ReadWindows,
): Promise<(Float32Array | null)[]> {
  const samples = new Map<Mistake, Float32Array>();
  const files = new Set(mistakes.map(({ file }) => file));
  await Promise.all(
    [...files].map(async (file) => {
      const own = mistakes.filter((mistake) => mistake.file === file);
      const values = await readWindows(
        file,
        Int32Array.from(own, ({ row }) => row),
      ).catch(() => undefined);
      if (!values) return;
      const length = values.length / own.length;
      own.forEach((mistake, i) => {
        samples.set(mistake, values.slice(i * length, (i + 1) * length));
      });
    }),
  );
  return mistakes.map((mistake) => samples.get(mistake) ?? null);
}
