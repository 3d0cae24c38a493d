import type { Advice } from '../../common/parameters/advice';
import type { Parameters } from '../../common/parameters/parameters';

/** Advice on parameters that contradict the training of the model. */
export function modelAdvice(
  { training_direction }: Pick<Parameters, 'training_direction'>,
  trained: 'negative' | 'positive' | undefined,
): Advice[] {
  if (trained === undefined || trained === training_direction) return [];
  return [
    {
      code: 'training-direction',
      severity: 'warning',
      names: ['training_direction', 'model_path'],
      message: `The model was trained on ${trained} events, but training_direction is ${training_direction}. The prediction would be made on an inverted trace.`,
      change: { name: 'training_direction', value: trained, title: `Set training_direction to ${trained}` },
    },
  ];
}
