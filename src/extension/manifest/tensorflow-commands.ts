import { contexts } from './contexts';
import type { CommandDeclaration } from './declaration';

/** TensorFlow is not part of the extension; users can install it. */
export const tensorFlowCommands = {
  'miniml.installTensorFlow': { title: 'Install TensorFlow…', palette: 'always' },
  'miniml.removeTensorFlow': { title: 'Remove TensorFlow…', palette: contexts.tensorFlow },
} as const satisfies Record<string, CommandDeclaration>;

export type TensorFlowCommandId = keyof typeof tensorFlowCommands;
