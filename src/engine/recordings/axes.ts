import { UserError } from '../../common/errors';
import {
  type Axes,
  axesInWords,
  axesOfRank,
  likelyAxes,
  rolesIn,
  type TakenAxes,
} from '../../common/parameters/axes';
import type { Warning } from '../../common/warning';

/** More sweeps and channels than any recording has. */
const MOST_LINES = 100_000;

/** Numbers of the axes of an array of two or three axes; undefined where it has no such axis. */
export interface AxisNumbers {
  samples: number;
  sweeps: number | undefined;
  channels: number | undefined;
}

/**
 * The meaning of the axes of an array: the one that the user gave, else the likely one.
 *
 * @param shape two or three lengths
 * @param where "FILE: its dataset x", for the message
 * @throws UserError when the array has another number of axes than were given
 */
export function takenAxes(
  shape: readonly number[],
  given: Axes | undefined,
  where: string,
): { numbers: AxisNumbers; taken: TakenAxes } {
  const choices = axesOfRank(shape.length);
  if (given !== undefined && !choices.includes(given))
    throw new UserError(
      `${where} has ${shape.length} axes (${shape.join(' × ')}), but the parameter axes is ${given}. Choose one of ${choices.join(', ')}.`,
    );
  const axes = given ?? likelyAxes(shape);
  const roles = rolesIn(axes);
  const samples = roles.indexOf('samples');
  const lines = shape.reduce((product, length, axis) => (axis === samples ? product : product * length), 1);
  if (lines > MOST_LINES)
    throw new UserError(
      `${where} has ${axesInWords(shape, axes)}, which is more than ${MOST_LINES} sweeps. Give its axes with the parameter axes.`,
    );
  const numberOf = (role: (typeof roles)[number]) => (roles.includes(role) ? roles.indexOf(role) : undefined);
  return {
    numbers: {
      samples,
      sweeps: numberOf('sweeps'),
      channels: numberOf('channels'),
    },
    taken: { shape: [...shape], taken: axes, assumed: given === undefined && isOpen(shape) },
  };
}

/** Whether two axes or more hold several numbers, and a third is not what it seems: three axes have no usual order. */
function isOpen(shape: readonly number[]): boolean {
  return shape.filter((length) => length > 1).length > 2;
}

export function axesWarning({ shape, taken, assumed }: TakenAxes): Warning[] {
  if (!assumed) return [];
  return [
    {
      code: 'axes',
      message: `The file does not name its axes. They were taken as ${axesInWords(shape, taken)}. Give them with the parameter axes.`,
    },
  ];
}
