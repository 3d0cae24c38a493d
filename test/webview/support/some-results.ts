import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { writeResults } from '../../../src/engine/results/write';
import { eventAt, someDetection } from '../../support/detection';

/** Writes results of a recording that is not there, with four events that have all measures. */
export async function someResults(folder: string, locations = [1000, 2000, 4000, 7000]): Promise<string> {
  const detection = someDetection();
  const width = 400;
  detection.points_before = 100;
  detection.points_after = 300;
  detection.events = locations.map((location) => eventAt(location));
  detection.samples = 12_000;
  detection.snippets = Float64Array.from({ length: locations.length * width }, (_, i) => {
    const t = (i % width) - 100;
    return t < 0 ? 0 : -12 * Math.exp(-t / 40);
  });
  const [file] = await writeResults(detection, {
    folder: mkdtempSync(path.join(folder, 'r-')),
    stem: 'some',
    overwrite: true,
    formats: ['h5'],
    prediction: true,
  });
  return file!;
}
