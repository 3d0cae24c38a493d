/** Names of what was sent to the cell or to other devices, and not measured. */
const STIMULUS =
  /^(command|cmd|stim(ul(us|i|ation))?|dac|ao|trigger|trig|ttl|digital|dig|sync|led|laser|opto|shutter|holding)(?![a-z])/i;

/** Whether a channel or a dataset of that name holds a stimulus, a command or a marker. */
export function isStimulus(name: string): boolean {
  return STIMULUS.test(name.trim());
}

/** Channels in their order, those of stimuli behind all others, so that the first is one that was measured. */
export function stimuliLast<T extends { name: string }>(channels: readonly T[]): T[] {
  return [
    ...channels.filter(({ name }) => !isStimulus(name)),
    ...channels.filter(({ name }) => isStimulus(name)),
  ];
}
