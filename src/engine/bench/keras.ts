import { spawn } from 'node:child_process';
import { CancelledError, UserError } from '../errors';

/** How fast Keras' own `predict` is on this machine with the same model. */
export interface KerasSpeed {
  version: string;
  windows: number;
  batch_size: number;
  seconds: number;
  windows_per_s: number;
}

/** The batch size that miniML's Python program predicts with. */
const batchSize = 512;

/**
 * Predicts random windows twice after a first batch that warms it up, and prints the faster time. In
 * models of Keras 2, layers within layers do not name their module, and LSTM has an option that Keras 3 has not.
 */
const script = `
import json, sys, time
import keras, numpy
path, windows, length, batch = sys.argv[1], *map(int, sys.argv[2:])
class LSTM(keras.layers.LSTM):
    def __init__(self, *args, time_major=False, **options):
        super().__init__(*args, **options)
with keras.saving.custom_object_scope({**vars(keras.layers), "LSTM": LSTM}):
    model = keras.models.load_model(path, compile=False)
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
  const numbers = [windows, model.inputLength, batchSize].map(String);
  const output = await printed(python, ['-c', script, model.path, ...numbers], signal);
  const [version, seconds] = JSON.parse(output.trim().split('\n').at(-1)!) as [string, number];
  return { version, windows, batch_size: batchSize, seconds, windows_per_s: windows / seconds };
}

function printed(python: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const fail = (reason: string) =>
      reject(new UserError(`Keras cannot be measured with ${python}: ${reason}.`));
    child.on('error', (error) => {
      if (!signal.aborted) fail(error.message);
    });
    child.on('close', (code) => {
      if (signal.aborted) reject(new CancelledError());
      else if (code === 0) resolve(stdout);
      else fail(lastLine(stderr) ?? `exit code ${code}`);
    });
  });
}

/** What went wrong, where Python says it; long configurations that follow are left out. */
function lastLine(text: string): string | undefined {
  const line = text.trim().split('\n').at(-1);
  return line === '' ? undefined : line?.slice(0, 200).replace(/\.$/, '');
}
