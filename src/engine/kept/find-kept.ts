import { existsSync } from 'node:fs';
import { stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../common/errors';
import { readResults } from '../results/read-h5';
import { foundLocations, type ResultsFile } from '../results/results-file';
import { type KeptFile, keptFiles } from './keep-detection';
import { contentKeyOf, pathKeyOf, recordingStamp, traceKeyOf } from './kept-name';

/** A detection of an earlier session. */
export interface FoundDetection {
  /** In the store, or the results beside the recording. */
  file: string;
  results: ResultsFile;
  /** When it was made, in milliseconds since 1970. */
  written_ms: number;
  /** The recording holds something else now. */
  recordingChanged: boolean;
  /** Results beside the recording that hold the same detection. */
  exported: string | null;
}

export interface FindServices {
  /** SHA-256 of a file. */
  hash(file: string): Promise<string>;
  log(line: string): void;
}

/**
 * The last detection of each trace of a recording. A renamed, moved or copied recording is recognised by the hash of its
 * content, which is computed only if a detection of a file of this size is kept, or there are results beside the
 * recording. If no detection has this hash, detections of the file that was at this path are returned, marked as made
 * of a recording that has changed. A kept file that cannot be read is logged and skipped.
 */
export async function findKept(
  folder: string,
  recording: string,
  services: FindServices,
): Promise<FoundDetection[]> {
  const stamp = await recordingStamp(recording);
  if (!stamp) return [];
  const pathKey = pathKeyOf(recording);
  const kept = await keptFiles(folder);
  const exact = kept.find(
    (k) => k.pathKey === pathKey && k.size === stamp.size && k.mtime_ms === stamp.mtime_ms,
  );
  const beside = resultsBeside(recording);
  const needsHash = beside !== undefined || (!exact && kept.some(({ size }) => size === stamp.size));
  const contentKey = exact?.contentKey ?? (needsHash ? contentKeyOf(await services.hash(recording)) : '');
  const same = kept.filter((k) => k.contentKey === contentKey);
  const changed = same.length > 0 ? [] : kept.filter((k) => k.pathKey === pathKey);
  const newest = newestOfEachTrace(same.length > 0 ? same : changed);
  const found = (await Promise.all(newest.map((one) => opened(one, same.length === 0, services)))).filter(
    (one) => one !== undefined,
  );
  return beside === undefined ? found : withExported(found, beside, contentKey, services);
}

/** The results that a detection of this recording is exported to by custom; undefined where there are none. */
export function resultsBeside(recording: string): string | undefined {
  const { dir, name } = path.parse(recording);
  const file = path.join(dir, `${name}_results.h5`);
  return existsSync(file) ? file : undefined;
}

export function newestOfEachTrace(kept: readonly KeptFile[]): KeptFile[] {
  const seen = new Set<string>();
  return kept.filter(({ traceKey }) => {
    const first = !seen.has(traceKey);
    seen.add(traceKey);
    return first;
  });
}

async function opened(
  kept: KeptFile,
  recordingChanged: boolean,
  { log }: FindServices,
): Promise<FoundDetection | undefined> {
  const { file, written_ms } = kept;
  try {
    const results = await readResults(file);
    if (contentKeyOf(results.detection.source.sha256) !== kept.contentKey)
      throw new Error('it is about another recording');
    // Marks the last use, so that the least recently shown is evicted first; the time of writing is kept.
    await utimes(file, new Date(), new Date(written_ms)).catch(() => {});
    return { file, results, written_ms, recordingChanged, exported: null };
  } catch (thrown) {
    log(`A kept detection cannot be read and is not shown (${file}): ${messageOf(thrown)}`);
    return undefined;
  }
}

/** Exported results are the detection itself where nothing is kept, and its copy where the same is. */
async function withExported(
  found: readonly FoundDetection[],
  file: string,
  contentKey: string,
  { log }: FindServices,
): Promise<FoundDetection[]> {
  let results: ResultsFile;
  try {
    results = await readResults(file);
  } catch (thrown) {
    log(`${file} is not compared with what was detected: ${messageOf(thrown)}`);
    return [...found];
  }
  const ofRecording = results.complete && contentKeyOf(results.detection.source.sha256) === contentKey;
  if (!ofRecording) return [...found];
  const traceKey = traceKeyOf(results.detection.source);
  const kept = found.find(
    ({ results: { detection }, recordingChanged }) =>
      traceKeyOf(detection.source) === traceKey && !recordingChanged,
  );
  if (kept && sameDetection(kept.results, results))
    return found.map((one) => (one === kept ? { ...kept, exported: file } : one));
  const written_ms = (await stat(file)).mtimeMs;
  if (kept && kept.written_ms >= written_ms) return [...found];
  const exported = { file, results, written_ms, recordingChanged: false, exported: file };
  return [...found.filter((one) => one !== kept && !one.recordingChanged), exported];
}

/** Whether two files are of one detection, whatever was deleted or added by hand since. */
function sameDetection(a: ResultsFile, b: ResultsFile): boolean {
  return foundBy(a) === foundBy(b) && a.detection.model.sha256 === b.detection.model.sha256;
}

function foundBy(results: ResultsFile): string {
  const { rate_hz, unit } = results.detection;
  return JSON.stringify([rate_hz, unit, [...foundLocations(results)]]);
}
