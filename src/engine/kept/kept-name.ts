import { createHash, randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Detection } from '../../common/events/detection';

/** Size and modification time of a recording, which identify its contents without reading it. */
export interface RecordingStamp {
  size: number;
  mtime_ms: number;
}

/**
 * Parsed name of a stored detection, by which a folder of thousands is searched without opening files: the recording by
 * path, stamp and content, and its trace.
 */
export interface KeptName extends RecordingStamp {
  pathKey: string;
  contentKey: string;
  traceKey: string;
}

const PATTERN = /^(\d+)-(\d+)-([0-9a-f]{12})-([0-9a-f]{32})-([0-9a-f]{8})-[0-9a-f]{8}\.h5$/;

/** A name that no other detection has. */
export function keptName({ size, mtime_ms, pathKey, contentKey, traceKey }: KeptName): string {
  const unique = randomBytes(4).toString('hex');
  return `${size}-${mtime_ms}-${pathKey}-${contentKey}-${traceKey}-${unique}.h5`;
}

/** The reverse of {@link keptName}; undefined for names of other files. */
export function parseKeptName(name: string): KeptName | undefined {
  const [, size, mtime_ms, pathKey, contentKey, traceKey] = PATTERN.exec(name) ?? [];
  if (size === undefined) return undefined;
  return { size: Number(size), mtime_ms: Number(mtime_ms), pathKey, contentKey, traceKey };
}

export function nameOf({ source }: Pick<Detection, 'source'>, stamp: RecordingStamp): KeptName {
  return {
    ...stamp,
    pathKey: pathKeyOf(source.path),
    contentKey: contentKeyOf(source.sha256),
    traceKey: traceKeyOf(source),
  };
}

export function traceKeyOf({ series, channel, sweep }: Detection['source']): string {
  return hashOf(JSON.stringify([series, channel, sweep]), 8);
}

export function pathKeyOf(recording: string): string {
  return hashOf(path.resolve(recording), 12);
}

export function contentKeyOf(sha256: string): string {
  return sha256.slice(0, 32);
}

/** Undefined if the file does not exist. */
export async function recordingStamp(recording: string): Promise<RecordingStamp | undefined> {
  const found = await stat(recording).catch(() => undefined);
  return found && { size: found.size, mtime_ms: Math.trunc(found.mtimeMs) };
}

function hashOf(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
