import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ConflictAnswer } from '../../src/common/api/views/document';
import type { EditsHost } from '../../src/extension/editing/file-edits';

/** What edits need, without VS Code: nothing looks at the file by itself. */
export function editsHost(
  journals: string,
  answer: () => ConflictAnswer | undefined = () => 'keepMine',
): EditsHost {
  return { journals: [journals], watch: () => ({ dispose() {} }), askAboutConflict: async () => answer() };
}

/** Names of the journals in a folder, without the sign of life of their process. */
export function journalsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.journal'));
}

/** The edits in the journals of a folder, a line each, without what is noted beside them. */
export function journaledIn(folder: string): string {
  const text = journalsIn(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
  return text.join('').replace(/^\{"(journal|saving)":.*\n/gm, '');
}
