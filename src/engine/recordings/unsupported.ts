import type { FileStart } from './format';

/** Files that people also call recordings, or have beside one: how each begins, and what to do with it. */
const UNSUPPORTED: readonly (readonly [begins: RegExp, remedy: string])[] = [
  [/^(eerT|Tree)/, 'is the list of series of a PatchMaster file: open the .dat file beside it'],
  [/^(CLPX|FTCX)/, 'is a pCLAMP 5 file: save it as ABF in Clampfit'],
];

/** What a file is that has no reader here and what to do with it; undefined where nothing is known of it. */
export function unsupportedFormat({ text }: FileStart): string | undefined {
  return UNSUPPORTED.find(([begins]) => begins.test(text))?.[1];
}
