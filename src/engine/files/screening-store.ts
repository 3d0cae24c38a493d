import os from 'node:os';
import path from 'node:path';

/** Environment variable with the folder of screening networks that were distilled on first use. */
export const SCREENS_VARIABLE = 'MINIML_SCREENING_NETWORKS';

/** Folder of screening networks that were distilled on first use: that of the editor, or in the user's cache folder. */
export function screeningStore(): string {
  return process.env[SCREENS_VARIABLE] ?? path.join(cacheFolder(), 'miniml', 'screening-networks');
}

function cacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (process.platform === 'win32' && LOCALAPPDATA) return LOCALAPPDATA;
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches');
  return XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
}
