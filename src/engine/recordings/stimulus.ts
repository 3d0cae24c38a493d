/** Names of signals that were sent to the cell or to devices instead of measured. */
const STIMULUS =
  /^(command|cmd|stim(ul(us|i|ation))?|dac|ao|trigger|trig|ttl|digital|dig|sync|led|laser|opto|shutter|holding)(?![a-z])/i;

/** Whether the name of a channel or a dataset is that of a stimulus, a command or a marker. */
export function isStimulus(name: string): boolean {
  return STIMULUS.test(name.trim());
}

/** Moves stimuli after all other channels, so that the first channel is a measured one. */
export function stimuliLast<T extends { name: string }>(channels: readonly T[]): T[] {
  return [
    ...channels.filter(({ name }) => !isStimulus(name)),
    ...channels.filter(({ name }) => isStimulus(name)),
  ];
}
