import type { InlayHint } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ParameterDocument } from '../common/parameters/document';
import { subjectOf } from '../engine/parameter-files/diagnostics/subject';
import { derived, type KnownRecording } from './derived';

/** What each value means for the recording, behind the value. */
export function inlayHints(
  text: TextDocument,
  document: ParameterDocument,
  recording: KnownRecording | undefined,
): InlayHint[] {
  const { values, members } = subjectOf(document);
  return [...members].flatMap(([name, { valueRange }]) => {
    const label = derived(name, values, recording);
    return label === undefined
      ? []
      : [{ position: text.positionAt(valueRange.to), label: `= ${label}`, paddingLeft: true }];
  });
}
