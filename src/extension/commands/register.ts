import * as vscode from 'vscode';
import { CancelledError, messageOf } from '../../engine/errors';
import { type TraceCommandId, traceCommandPrefix, traceCommands } from '../manifest/trace-commands';
import type { TraceAction } from '../webview-protocol/trace';
import { commandHandlers, type HandlerServices } from './handlers';

/** Registers every contributed command. What one rejects with is said in a notification. */
export function registerCommands(services: HandlerServices): vscode.Disposable {
  const { active } = services;
  const guarded = commandGuard(services);
  const own = registerHandlers(commandHandlers(services), guarded);
  const ofTheView = (Object.keys(traceCommands) as TraceAction[]).map((action) => {
    const id: TraceCommandId = `${traceCommandPrefix}${action}`;
    return vscode.commands.registerCommand(id, () => active.current?.act(action));
  });
  return vscode.Disposable.from(own, ...ofTheView);
}

/** Registers commands by their ids. */
export function registerHandlers<H extends Record<string, (...args: never[]) => unknown>>(
  handlers: H,
  guarded: ReturnType<typeof commandGuard>,
): vscode.Disposable {
  const registered = Object.entries(handlers).map(([id, handle]) =>
    vscode.commands.registerCommand(id, guarded(handle)),
  );
  return vscode.Disposable.from(...registered);
}

/** Wraps what a command does, so that what it rejects with is said. */
export function commandGuard({
  service,
  sample,
  onFailed,
}: Pick<HandlerServices, 'service' | 'sample' | 'onFailed'>) {
  return (handle: (...args: never[]) => unknown) =>
    async (...args: unknown[]) => {
      try {
        await handle(...((await Promise.all(args.map(sample.resolve))) as never[]));
      } catch (thrown) {
        if (thrown instanceof CancelledError) return;
        onFailed(thrown);
        const showLog = 'Show the Log';
        const answer = await vscode.window.showErrorMessage(`miniML: ${messageOf(thrown)}`, showLog);
        if (answer === showLog) service.log.show();
      }
    };
}
