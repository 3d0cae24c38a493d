import type { ConflictAnswer } from '../../src/common/api/views/document';
import type { EditsHost } from '../../src/extension/editing/file-edits';

/** What edits need, without VS Code: nothing looks at the file by itself. */
export function editsHost(
  journals: string,
  answer: () => ConflictAnswer | undefined = () => 'keepMine',
): EditsHost {
  return { journals, watch: () => ({ dispose() {} }), askAboutConflict: async () => answer() };
}
