import { stat } from 'node:fs/promises';

/** Names a state of a file: another one once the file has been written to. */
export async function fileKey(path: string): Promise<string> {
  // What is missing is reported by who opens it.
  const found = await stat(path).catch(() => undefined);
  return JSON.stringify([path, found?.mtimeMs, found?.size]);
}
