import * as vscode from 'vscode';
import { CancelledError, messageOf, UserError } from '../../common/errors';
import type { ViewCommands } from '../manifest/declaration';
import type { SideBarCommandId } from '../manifest/side-bar';
import { traceCommands } from '../manifest/trace-commands';
import { showError, showInformation } from '../messages/messages';
import { commandHandlers, type HandlerServices } from './handlers';

/** Registers every contributed command. Rejections are shown in a notification. */
export function registerCommands(services: HandlerServices): vscode.Disposable {
  const { active } = services;
  const guarded = commandGuard(services);
  const own = registerHandlers(commandHandlers(services), guarded);
  const ofTheView = registerActions(traceCommands, (action) => active.current?.act(action));
  return vscode.Disposable.from(own, ofTheView);
}

/** Registers the commands that a view carries out itself. */
export function registerActions<Action extends string>(
  { prefix, actions }: ViewCommands<Action>,
  act: (action: Action, asked: unknown) => void,
): vscode.Disposable {
  const registered = (Object.keys(actions) as Action[]).map((action) =>
    vscode.commands.registerCommand(`${prefix}${action}`, (asked?: unknown) => act(action, asked)),
  );
  return vscode.Disposable.from(...registered);
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

/** Wraps command handlers, so that rejections are shown. */
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
        if (thrown instanceof UserError && thrown.reason === 'noRecording')
          return offerToOpen(thrown.message);
        const showLog = 'Show Log';
        const answer = await showError(`miniML: ${messageOf(thrown)}`, showLog);
        if (answer === showLog) service.log.show();
      }
    };
}

async function offerToOpen(message: string): Promise<void> {
  const open = 'Open Recording…';
  const answer = await showInformation(message, open);
  if (answer === open)
    await vscode.commands.executeCommand('miniml.openRecording' satisfies SideBarCommandId);
}
