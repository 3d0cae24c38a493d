import type { FileKind } from '../../common/api/engine/file-info';
import type { DetectionFacts, RecordingState } from '../../common/api/engine/kept';
import { messageOf } from '../../common/errors';
import { openBytes } from '../files/bytes';
import { kindOf } from '../files/kind';
import { newestOfEachTrace, resultsBeside } from './find-kept';
import type { KeptFile } from './keep-detection';
import { pathKeyOf, recordingStamp } from './kept-name';

/** Readers of files, which may answer from a cache. */
export interface StateServices {
  kind(file: string): Promise<FileKind | null>;
  facts(file: string): Promise<DetectionFacts>;
  log(line: string): void;
}

/**
 * Whether events have been detected in a recording. This takes a few small reads and never reads the recording, so a
 * moved or renamed recording is not recognised; opening it does that.
 *
 * @param kept every file of the store
 */
export async function recordingState(
  recording: string,
  kept: readonly KeptFile[],
  services: StateServices,
): Promise<RecordingState> {
  const kind = await services.kind(recording).catch(() => null);
  if (kind !== 'recording') return { kind, detections: [], recordingChanged: false, exported: null };
  const stamp = await recordingStamp(recording);
  const exported = resultsBeside(recording) ?? null;
  const pathKey = pathKeyOf(recording);
  const ofPath = kept.filter((one) => one.pathKey === pathKey);
  const current = ofPath.filter(({ size, mtime_ms }) => size === stamp?.size && mtime_ms === stamp.mtime_ms);
  const newest = newestOfEachTrace(current.length > 0 ? current : ofPath).map(({ file }) => file);
  const files = newest.length === 0 && exported !== null ? [exported] : newest;
  const detections = (await Promise.all(files.map((file) => factsOrNone(file, services)))).flat();
  return { kind, detections, recordingChanged: ofPath.length > 0 && current.length === 0, exported };
}

/** A file that another window removes just now, or a damaged one, is no detection. */
async function factsOrNone(file: string, { facts, log }: StateServices): Promise<DetectionFacts[]> {
  try {
    return [await facts(file)];
  } catch (thrown) {
    log(`A detection cannot be read and is not listed (${file}): ${messageOf(thrown)}`);
    return [];
  }
}

const HEKA_BYTES = 4;

/**
 * As {@link kindOf}; null for `.dat` files of other programs than PatchMaster.
 *
 * @throws UserError when the file cannot be read
 */
export async function kindOfListed(file: string): Promise<FileKind | null> {
  return /\.dat$/i.test(file) && !startsLikeHeka(file) ? null : kindOf(file);
}

function startsLikeHeka(file: string): boolean {
  const source = openBytes(file, { empty: true });
  try {
    const start = source.read(0, Math.min(HEKA_BYTES, source.size), 'header');
    return /^DAT[12A]$/.test(Buffer.from(start).toString('latin1'));
  } finally {
    source.close();
  }
}
