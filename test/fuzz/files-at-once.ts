// In place of node:fs/promises in what is fuzzed: the same functions, but reads happen at once.
import { readFileSync, statSync } from 'node:fs';
import type * as Promises from 'node:fs/promises';

export * from 'node:fs/promises';

export const stat = (async (file: string) => statSync(file)) as typeof Promises.stat;
export const readFile = (async (file: string, options?: BufferEncoding) =>
  readFileSync(file, options)) as typeof Promises.readFile;
