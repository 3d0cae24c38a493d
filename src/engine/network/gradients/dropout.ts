import type { Ref } from '../graph';
import { plainGradient } from './gradient';
import type { Tape, Value } from './tape';

/** A dropout mask that is an input of the graph: 0 for dropped units, 1 / (1 − rate) for the rest. */
export interface MaskInput {
  name: string;
  /** 'N' stands for the number of windows. */
  shape: readonly (number | 'N')[];
  rate: number;
}

/** Declares one more mask, or none if nothing is dropped. */
export function maskInput(
  tape: Tape,
  masks: MaskInput[],
  shape: MaskInput['shape'],
  rate: number,
): Ref | undefined {
  if (rate === 0) return undefined;
  const name = `mask${masks.length}`;
  masks.push({ name, shape, rate });
  return tape.graph.input(name, 'float32', shape);
}

/** x · mask; mask is [N, …shape], or [N, 1, channels] to drop whole channels. (Srivastava et al. 2014, J Mach Learn Res 15:1929.) */
export function dropOut(tape: Tape, x: Value, mask: Ref): Value {
  const y = tape.graph.op('Mul', [x.ref, mask]);
  return tape.record(y, x.shape, [x], (gradient) => [
    { ref: tape.graph.op('Mul', [plainGradient(tape.graph, gradient), mask]), shape: x.shape },
  ]);
}
