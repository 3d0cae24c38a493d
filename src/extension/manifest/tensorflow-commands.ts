import type { CommandDeclaration } from './declaration';

/** TensorFlow is not part of the extension; users can install it. */
export const tensorFlowCommands = {
  'miniml.installTensorFlow': { title: 'Install TensorFlow…' },
  'miniml.removeTensorFlow': { title: 'Remove TensorFlow…' },
} as const satisfies Record<string, CommandDeclaration>;

export type TensorFlowCommandId = keyof typeof tensorFlowCommands;
