import { resultsAreActive } from './contexts';
import type { CommandDeclaration } from './declaration';
import { ON_RESULTS_FILE, onRecording } from './editors';
import { PARAMETER_LANGUAGE } from './parameter-files';
import { onListedRecording } from './side-bar';

const onParameters = `resourceLangId == ${PARAMETER_LANGUAGE}`;

/** Commands about parameter files, and about the sources of parameter values. */
export const parameterFileCommands = {
  'miniml.newParameterFile': {
    title: 'New Parameter File',
    icon: '$(new-file)',
    palette: 'always',
    menus: [
      { menu: 'explorer/context', when: onRecording, group: 'miniml@3' },
      { menu: 'view/item/context', when: onListedRecording, group: 'miniml@3' },
    ],
  },
  'miniml.showParameters': {
    title: 'Show Parameter Values and Sources',
    icon: '$(list-tree)',
    palette: 'always',
  },
  'miniml.detectWithParameters': {
    title: 'Detect Events with These Parameters',
    icon: '$(play)',
    enablement: onParameters,
    menus: [{ menu: 'editor/title', when: onParameters, group: 'navigation@1' }],
  },
  'miniml.trainWithParameters': {
    title: 'Train with These Parameters',
    enablement: onParameters,
    menus: [{ menu: 'editor/title', when: onParameters, group: 'miniml@1' }],
  },
  'miniml.previewParameters': {
    title: 'Open Recording with These Parameters',
    icon: '$(eye)',
    enablement: onParameters,
    menus: [{ menu: 'editor/title', when: onParameters, group: 'navigation@2' }],
  },
  'miniml.reopenWithResultParameters': {
    title: 'Reopen with Parameters of These Results',
    palette: resultsAreActive,
    menus: [{ menu: 'explorer/context', when: ON_RESULTS_FILE, group: 'miniml@4' }],
  },
} as const satisfies Record<string, CommandDeclaration>;

export type ParameterFileCommandId = keyof typeof parameterFileCommands;
