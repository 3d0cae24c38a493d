import type { CommandDeclaration } from './declaration';

/** TensorFlow is no part of the extension: who wants it installs it. */
export const tensorFlowCommands = {
  'miniml.installTensorFlow': { title: 'Install TensorFlow…' },
  'miniml.removeTensorFlow': { title: 'Remove TensorFlow…' },
} as const satisfies Record<string, CommandDeclaration>;

export type TensorFlowCommandId = keyof typeof tensorFlowCommands;
