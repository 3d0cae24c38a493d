/** Where the checkpoint of a training is kept until the model is written. */
export function checkpointPath(out: string): string {
  return `${out}.checkpoint`;
}
