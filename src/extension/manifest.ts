import { commands } from './manifest/commands';
import type { CommandDeclaration } from './manifest/declaration';
import { contributedEditors } from './manifest/editors';
import { parameterFileContributions } from './manifest/parameter-files';
import { contributedSettings } from './manifest/settings';
import { traceCommandEnablement, traceCommandPrefix, traceCommands } from './manifest/trace-commands';
import { walkthrough } from './manifest/walkthrough';

const category = 'miniML';

/** Every command there is, by its id. */
export const allCommands: Readonly<Record<string, CommandDeclaration>> = {
  ...commands,
  ...Object.fromEntries(
    Object.entries(traceCommands).map(([action, command]) => [
      `${traceCommandPrefix}${action}`,
      { enablement: traceCommandEnablement, ...command },
    ]),
  ),
};

/**
 * What the extension contributes to VS Code, for package.json: `npm run generate` writes it there.
 * VS Code derives the activation events of commands and editors from it.
 */
export function manifest(): { activationEvents: string[]; contributes: Record<string, unknown> } {
  const declared = Object.entries(allCommands);
  return {
    activationEvents: [],
    contributes: {
      commands: declared.map(([command, { title, icon, enablement }]) => ({
        command,
        title,
        category,
        ...(icon && { icon }),
        ...(enablement && { enablement }),
      })),
      keybindings: declared.flatMap(([command, { keys = [] }]) => keys.map((key) => ({ command, ...key }))),
      menus: menus(),
      customEditors: contributedEditors,
      configuration: contributedSettings(),
      ...parameterFileContributions,
      walkthroughs: [walkthrough],
    },
  };
}

function menus(): Record<string, object[]> {
  const places: Record<string, object[]> = {};
  for (const [command, { menus = [] }] of Object.entries(allCommands))
    for (const { menu, ...item } of menus) {
      places[menu] ??= [];
      places[menu].push({ command, ...item });
    }
  return places;
}
