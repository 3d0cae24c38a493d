/** Meanings of the axes of an array of samples, in the order of its shape; `auto` guesses them. */
export const AXES = [
  'auto',
  'sweeps-samples',
  'samples-sweeps',
  'channels-samples',
  'samples-channels',
  'sweeps-channels-samples',
  'channels-sweeps-samples',
  'sweeps-samples-channels',
  'channels-samples-sweeps',
  'samples-sweeps-channels',
  'samples-channels-sweeps',
] as const;

export type AxesChoice = (typeof AXES)[number];
export type Axes = Exclude<AxesChoice, 'auto'>;
export type AxisRole = 'sweeps' | 'channels' | 'samples';

/** How the axes of an array are taken, to be shown and corrected. */
export interface TakenAxes {
  shape: readonly number[];
  taken: Axes;
  /** Whether the file leaves their meaning open and the user has not given it. */
  assumed: boolean;
}

export function rolesIn(axes: AxesChoice): AxisRole[] {
  return axes === 'auto' ? [] : (axes.split('-') as AxisRole[]);
}

/** Choices for an array of so many axes. */
export function axesOfRank(rank: number): Axes[] {
  return AXES.filter((axes): axes is Axes => axes !== 'auto' && rolesIn(axes).length === rank);
}

/** The most likely meaning: the longest axis holds samples, the first of the others sweeps. */
export function likelyAxes(shape: readonly number[]): Axes {
  const time = shape.lastIndexOf(Math.max(...shape));
  const others: AxisRole[] = ['sweeps', 'channels'];
  return shape.map((_, axis) => (axis === time ? 'samples' : others.shift())).join('-') as Axes;
}

/** "12 sweeps × 2 channels × 20000 samples" */
export function axesInWords(shape: readonly number[], axes: Axes): string {
  return rolesIn(axes)
    .map((role, axis) => `${shape[axis]} ${shape[axis] === 1 ? role.slice(0, -1) : role}`)
    .join(' × ');
}
