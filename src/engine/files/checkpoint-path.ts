/** Path of a training's checkpoint until the model is written. */
export function checkpointPath(out: string): string {
  return `${out}.checkpoint`;
}
