import * as vscode from 'vscode';
import { type Active, createActive } from './active';

/**
 * Tracks the active view of one kind, and publishes its focused area as a context for `when` clauses, which is unset
 * elsewhere.
 *
 * @param prepare run once, before a key can run one of our commands
 */
export function createActiveFocus<View extends { readonly focus: string }>(
  context: string,
  prepare: () => Promise<void> = async () => {},
): Active<View> {
  let told: string | undefined;
  let prepared: Promise<void> | undefined;
  const active = createActive<View>((current) => {
    if (told === current?.focus) return;
    told = current?.focus;
    prepared ??= prepare();
    void prepared.then(() => vscode.commands.executeCommand('setContext', context, active.current?.focus));
  });
  return active;
}
