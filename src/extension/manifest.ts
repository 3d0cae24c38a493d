import { commands } from './manifest/commands';
import type { CommandDeclaration } from './manifest/declaration';
import { contributedEditors } from './manifest/editors';
import { parameterFileCommands } from './manifest/parameter-file-commands';
import { parameterFileContributions } from './manifest/parameter-files';
import {
  resultsCommandEnablement,
  resultsCommandPrefix,
  resultsCommands,
  resultsHostCommands,
} from './manifest/results-commands';
import {
  scoringCommandEnablement,
  scoringCommandPrefix,
  scoringCommands,
  scoringHostCommands,
} from './manifest/scoring-commands';
import { contributedSettings } from './manifest/settings';
import { tensorFlowCommands } from './manifest/tensorflow-commands';
import { traceCommandEnablement, traceCommandPrefix, traceCommands } from './manifest/trace-commands';
import { trainingCommands } from './manifest/training-commands';
import { tuningCommandEnablement, tuningCommandPrefix, tuningCommands } from './manifest/tuning-commands';
import { walkthrough, welcome } from './manifest/walkthrough';

const category = 'miniML';

/** Every command there is, by its id. */
export const allCommands: Readonly<Record<string, CommandDeclaration>> = {
  ...commands,
  ...parameterFileCommands,
  ...trainingCommands,
  ...tensorFlowCommands,
  ...enabledWhen(traceCommandEnablement, named(traceCommandPrefix, traceCommands)),
  ...enabledWhen(scoringCommandEnablement, named(scoringCommandPrefix, scoringCommands)),
  ...enabledWhen(scoringCommandEnablement, scoringHostCommands),
  ...enabledWhen(resultsCommandEnablement, named(resultsCommandPrefix, resultsCommands)),
  ...enabledWhen(resultsCommandEnablement, resultsHostCommands),
  ...enabledWhen(tuningCommandEnablement, named(tuningCommandPrefix, tuningCommands)),
};

type Declarations = Readonly<Record<string, CommandDeclaration>>;

function named(prefix: string, actions: Declarations): Declarations {
  return Object.fromEntries(
    Object.entries(actions).map(([action, command]) => [`${prefix}${action}`, command]),
  );
}

function enabledWhen(enablement: string, declared: Declarations): Declarations {
  return Object.fromEntries(
    Object.entries(declared).map(([id, command]) => [id, { enablement, ...command }]),
  );
}

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
      viewsWelcome: [welcome],
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
