import type { EditsHost } from '../../src/extension/documents/file-edits';
import type { ConflictAnswer } from '../../src/extension/webview-protocol/document';

/** What edits need, without VS Code: nothing looks at the file by itself. */
export function editsHost(
  journals: string,
  answer: () => ConflictAnswer | undefined = () => 'keepMine',
): EditsHost {
  return { journals, watch: () => ({ dispose() {} }), askAboutConflict: async () => answer() };
}
