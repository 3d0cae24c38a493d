import type { CodeLens } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { textRange } from './places';

/** What can be done with a whole parameter file, above its first line. */
const ACTIONS = [
  { title: '$(play) Detect', command: 'miniml.detectWithParameters' },
  { title: '$(beaker) Train', command: 'miniml.trainWithParameters' },
  { title: '$(eye) Preview', command: 'miniml.previewParameters' },
] as const;

export function lensesOf(text: TextDocument): CodeLens[] {
  const open = text.getText().indexOf('{');
  if (open < 0) return [];
  const range = textRange(text, { from: open, to: open + 1 });
  return ACTIONS.map(({ title, command }) => ({ range, command: { title, command, arguments: [text.uri] } }));
}
