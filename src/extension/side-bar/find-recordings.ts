import type { Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { recordingExtensions } from '../manifest/editors';

/** Files that may be recordings by their names. */
export interface FoundRecordings {
  /** Absolute paths, folder by folder, the nearest first. */
  files: string[];
  /** There may be more: a limit was reached. */
  truncated: boolean;
}

export interface SearchLimits {
  recordings: number;
  folders: number;
  /** Files and folders looked at, whatever they are. */
  entries: number;
}

const LIMITS: SearchLimits = { recordings: 1000, folders: 2000, entries: 100_000 };

const RECORDING_NAME = new RegExp(`\\.(${recordingExtensions.join('|')})$`, 'i');
/** By custom, results are written beside their recording under this name. */
const RESULTS_NAME = /_results\.h5$/i;
const NOT_SEARCHED = new Set(['node_modules', '__pycache__']);

/**
 * Breadth-first search by name alone, within limits: a folder may be a whole disk. Hidden folders and links to folders
 * are not followed; folders that cannot be read are passed over.
 */
export async function findRecordings(folder: string, limits = LIMITS): Promise<FoundRecordings> {
  const files: string[] = [];
  const waiting = [folder];
  let entries = 0;
  for (let searched = 0; waiting.length > 0; searched++) {
    if (searched >= limits.folders || entries >= limits.entries) return { files, truncated: true };
    const current = waiting.shift()!;
    const { found, more } = await contentsOf(current, limits.entries - entries);
    entries += found.length;
    for (const entry of found.toSorted(byName)) {
      const place = path.join(current, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && !NOT_SEARCHED.has(entry.name)) waiting.push(place);
      } else if (isNamedLikeRecording(entry.name)) {
        if (files.length >= limits.recordings) return { files, truncated: true };
        files.push(place);
      }
    }
    if (more) return { files, truncated: true };
  }
  return { files, truncated: false };
}

async function contentsOf(folder: string, most: number): Promise<{ found: Dirent[]; more: boolean }> {
  const found: Dirent[] = [];
  try {
    // Closed by the loop, also when it is left early.
    for await (const entry of await opendir(folder)) {
      if (found.length >= most) return { found, more: true };
      found.push(entry);
    }
  } catch {
    // Not allowed, or removed meanwhile.
  }
  return { found, more: false };
}

function isNamedLikeRecording(name: string): boolean {
  return RECORDING_NAME.test(name) && !RESULTS_NAME.test(name) && !name.startsWith('.');
}

function byName(a: Dirent, b: Dirent): number {
  return a.name.localeCompare(b.name, undefined, { numeric: true });
}

/** Names with other uses too: the contents of these files decide. */
export function needsLook(file: string): boolean {
  return /\.(h5|hdf5|dat)$/i.test(file);
}
