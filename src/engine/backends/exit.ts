import { endThreads } from './onnx/onnx-thread';

/**
 * Ends the process with this code, within the time of one operator. `process.exit` alone would terminate threads during
 * a run, on which onnxruntime-node aborts with the exit code of a crash.
 */
export async function exitWith(code: number): Promise<never> {
  await endThreads();
  process.exit(code);
}
