/** Id of the axis of a channel below the trace. */
export function channelAxis(i: number): string {
  return `channel${i}`;
}
