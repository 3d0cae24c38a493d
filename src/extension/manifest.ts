import { commands } from './manifest/commands';
import type { CommandDeclaration, ViewCommands } from './manifest/declaration';
import { contributedEditors } from './manifest/editors';
import {
  experimentCommands,
  experimentEditors,
  experimentFileCommands,
} from './manifest/experiment-commands';
import { fileKindLanguages } from './manifest/file-kinds';
import { parameterFileCommands } from './manifest/parameter-file-commands';
import { parameterFileContributions } from './manifest/parameter-files';
import { resultsCommands } from './manifest/results-commands';
import { scoringCommands } from './manifest/scoring-commands';
import { contributedSettings } from './manifest/settings';
import { sideBarCommands, sideBarContributions, sideBarWelcome } from './manifest/side-bar';
import { tensorFlowCommands } from './manifest/tensorflow-commands';
import { traceCommands } from './manifest/trace-commands';
import { trainingCommands } from './manifest/training-commands';
import { tuningCommands } from './manifest/tuning-commands';
import { walkthrough, welcome } from './manifest/walkthrough';

const CATEGORY = 'miniML';

type Declarations = Readonly<Record<string, CommandDeclaration>>;

/** Every command by its id. */
export const allCommands: Declarations = {
  ...commands,
  ...sideBarCommands,
  ...parameterFileCommands,
  ...experimentFileCommands,
  ...trainingCommands,
  ...tensorFlowCommands,
  ...contributed(traceCommands),
  ...contributed(scoringCommands),
  ...contributed(resultsCommands),
  ...contributed(tuningCommands),
  ...contributed(experimentCommands),
};

/** The commands of a view by their ids. */
function contributed<Action extends string>(view: ViewCommands<Action>): Declarations {
  const { prefix, enablement, actions, keyOnly, host = {} } = view;
  const hidden: ReadonlySet<string> = new Set(keyOnly);
  const named = Object.entries<CommandDeclaration>(actions).map(
    ([action, command]) =>
      [`${prefix}${action}`, hidden.has(action) ? { palette: 'never', ...command } : command] as const,
  );
  return Object.fromEntries(
    [...named, ...Object.entries(host)].map(([id, command]) => [id, { enablement, ...command }]),
  );
}

/**
 * The extension's contributions for package.json, written by `npm run generate`. VS Code derives the activation events
 * of commands and editors from them.
 */
export function manifest(): { activationEvents: string[]; contributes: Record<string, unknown> } {
  const declared = Object.entries(allCommands);
  return {
    activationEvents: [],
    contributes: {
      commands: declared.map(([command, { title, icon, enablement }]) => ({
        command,
        title,
        category: CATEGORY,
        ...(icon && { icon }),
        ...(enablement && { enablement }),
      })),
      keybindings: declared.flatMap(([command, { keys = [] }]) => keys.map((key) => ({ command, ...key }))),
      menus: menus(),
      customEditors: [...contributedEditors, ...experimentEditors],
      configuration: contributedSettings(),
      ...parameterFileContributions,
      languages: [...parameterFileContributions.languages, ...fileKindLanguages],
      ...sideBarContributions,
      viewsWelcome: [welcome, ...sideBarWelcome],
      walkthroughs: [walkthrough],
    },
  };
}

/** Commands that the palette shows at certain times only, or not at all. */
function paletteItems(): object[] {
  return Object.entries(allCommands).flatMap(([command, { palette }]) =>
    palette === undefined || palette === 'always'
      ? []
      : [{ command, when: palette === 'never' ? 'false' : palette }],
  );
}

function menus(): Record<string, object[]> {
  const places: Record<string, object[]> = {};
  for (const [command, { menus = [] }] of Object.entries(allCommands))
    for (const { menu, ...item } of menus) {
      places[menu] ??= [];
      places[menu].push({ command, ...item });
    }
  places['commandPalette'] = paletteItems();
  return places;
}
