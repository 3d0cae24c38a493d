import * as vscode from 'vscode';
import type { FocusArea, TraceAction, TraceChoice } from '../../common/api/views/trace';
import type { WrittenValues } from '../commands/written-values';
import { contexts } from '../manifest/contexts';
import { type Active, createActive } from '../webviews/active';
import type { RecordingDocument } from './recording-document';

/** A view of a file, for commands. */
export interface FileView {
  readonly document: RecordingDocument;
  /** The displayed trace. */
  choice: TraceChoice | undefined;
  /** The segment in view, in samples. */
  stretch: { from: number; to: number } | undefined;
  focus: FocusArea;
  act(action: TraceAction): void;
  /** Shows a time; `more` adds the width around it, and the trace. */
  goTo(time_s: number, more?: { span_s: number; choice: TraceChoice }): void;
}

/** The active view, which also sets the context keys of commands and keys. */
export type ActiveView = Active<FileView>;

/** @param written whose last values can be taken back */
export function createActiveView(written: Pick<WrittenValues, 'canUndo' | 'onChange'>): ActiveView {
  const told = new Map<string, unknown>();
  const tell = (key: string, value: unknown) => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const active = createActive<FileView>((current) => {
    tell(contexts.trace, current !== undefined);
    tell(contexts.focus, current?.focus ?? 'none');
    tell(contexts.events, (current?.document.detection(current.choice)?.events.location.length ?? 0) > 0);
    tell(contexts.detecting, Boolean(current?.document.progress));
    tell(contexts.canUndoValues, current !== undefined && written.canUndo(current.document.file));
  });
  written.onChange(() => {
    if (active.current) active.refresh(active.current);
  });
  return active;
}
