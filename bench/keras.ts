import { talkToPython } from './python';

/** How fast Keras' own `predict` is on this machine with the same model. */
export interface KerasSpeed {
  version: string;
  windows: number;
  batch_size: number;
  seconds: number;
  windows_per_s: number;
}

/** The batch size that miniML's Python program predicts with. */
const BATCH_SIZE = 512;

/**
 * Loads a model of Keras 2 or 3 as `load(path)`. In models of Keras 2, layers within layers do not name their
 * module, and LSTM has an option that Keras 3 has not.
 */
export const LOADING = `
import keras
class LSTM(keras.layers.LSTM):
    def __init__(self, *args, time_major=False, **options):
        super().__init__(*args, **options)
def load(path):
    with keras.saving.custom_object_scope({**vars(keras.layers), "LSTM": LSTM}):
        return keras.models.load_model(path, compile=False)
`;

/** Predicts random windows twice after a first batch that warms it up, and prints the faster time. */
const PREDICTING = `${LOADING}
import json, sys, time
import numpy
path, windows, length, batch = sys.argv[1], *map(int, sys.argv[2:])
model = load(path)
x = numpy.random.default_rng(0).random((windows, length, 1), dtype=numpy.float32)
model.predict(x[:batch], batch_size=batch, verbose=0)
def timed():
    start = time.perf_counter()
    model.predict(x, batch_size=batch, verbose=0)
    return time.perf_counter() - start
print(json.dumps([keras.__version__, min(timed(), timed())]))
`;

/**
 * Measures Keras with a Python interpreter that has it.
 *
 * @throws UserError with Python's last line when it cannot be run, lacks Keras or cannot load the model
 */
export async function kerasSpeed(
  python: string,
  model: { path: string; inputLength: number },
  windows: number,
  signal: AbortSignal,
): Promise<KerasSpeed> {
  const numbers = [windows, model.inputLength, BATCH_SIZE].map(String);
  const args = [model.path, ...numbers];
  const talk = talkToPython(python, PREDICTING, args, signal);
  const [version, seconds] = await talk.hear<[string, number]>();
  return { version, windows, batch_size: BATCH_SIZE, seconds, windows_per_s: windows / seconds };
}
