import path from 'node:path';
import { writeModel } from '../src/engine/network/keras/write-model';
import { LOADING } from './keras';
import { talkToPython } from './python';
import type { Duration, Trainer, TrainingBench, TrainingKind, TrainingSpeed } from './training';

/** Keras' `fit` on this machine. */
export interface KerasTrainer extends Trainer {
  version: string;
}

/** Keras' times over ours: means on the clock, the fastest epochs, and means of all threads together. */
export interface TrainingRatios {
  full: number;
  full_fastest: number;
  full_cpu: number;
  transfer: number;
  transfer_fastest: number;
  transfer_cpu: number;
  whole_transfer: number;
  whole_transfer_cpu: number;
}

/**
 * Trains with Keras' own `fit` on random windows, which take as long as any others: epochs of the whole network
 * and of its last layers, each when a line asks for it, then a whole transfer training as a person would write it,
 * from loading to saving. Prints how long each took. Its imports, some seconds, are not counted.
 */
const TRAINING = `${LOADING}
import json, sys, time
import numpy
asked = json.loads(sys.argv[1])
windows = asked["windows"]
x = numpy.random.default_rng(0).random((windows, asked["length"], 1), dtype=numpy.float32)
y = (numpy.arange(windows) % 2).astype(numpy.float32)
def ready(how):
    model = load(how["path"])
    for layer in model.layers:
        layer.trainable = layer.name not in how["frozen"]
    optimizer = keras.optimizers.Adam(how["learning_rate"], epsilon=1e-8, amsgrad=True)
    model.compile(optimizer=optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    return model
def hear():
    return json.loads(sys.stdin.readline())
def say(what):
    print(json.dumps(what), flush=True)
def now():
    return time.perf_counter(), time.process_time()
def since(start):
    wall, cpu = (1000 * (end - begun) for begun, end in zip(start, now()))
    return dict(wall_ms=wall, cpu_ms=cpu)
class InTurn(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        hear()
        self.start = now()
    def on_epoch_end(self, epoch, logs=None):
        say(since(self.start))
def epochs(how):
    ready(how).fit(x, y, batch_size=how["batch_size"], epochs=asked["epochs"], callbacks=[InTurn()], verbose=0)
def whole(how):
    plan, start = hear(), now()
    model, split = ready(how), plan["training_windows"]
    end = split + plan["validation_windows"]
    stop = keras.callbacks.EarlyStopping(patience=plan["epochs"], restore_best_weights=True)
    model.fit(x[:split], y[:split], validation_data=(x[split:end], y[split:end]), batch_size=how["batch_size"],
              epochs=plan["epochs"], callbacks=[stop], verbose=0)
    model.save(asked["out"])
    say(since(start))
say(keras.__version__)
epochs(asked["full"])
epochs(asked["transfer"])
whole(asked["transfer"])
`;

/**
 * Readies Keras, in a Python interpreter that has it, to train the same networks with the same dropout, batch sizes
 * and optimiser.
 *
 * @throws UserError with Python's last line when it cannot be run or lacks Keras; its epochs throw as much
 * @throws CancelledError
 */
export async function openKerasTrainer(
  python: string,
  { prepared, recipes, size, folder }: TrainingBench,
  signal: AbortSignal,
): Promise<KerasTrainer> {
  const written = async (kind: TrainingKind) => {
    const { whole, part, batch_size, learning_rate } = recipes[kind];
    const file = path.join(folder, `${kind}.h5`);
    await writeModel(file, whole, { overwrite: true, attributes: {} });
    const frozen = part.frozen?.layers.map(({ name }) => name) ?? [];
    return { path: file, batch_size, learning_rate, frozen };
  };
  const request = {
    windows: prepared.count,
    length: prepared.length,
    epochs: size.epochs + 1,
    full: await written('full'),
    transfer: await written('transfer'),
    out: path.join(folder, 'keras.h5'),
  };
  const talk = talkToPython(python, TRAINING, [JSON.stringify(request)], signal);
  return {
    version: await talk.hear<string>(),
    epoch: (kind) => talk.ask<Duration>({ epoch: kind }),
    async wholeTransfer(like) {
      const { wall_ms, cpu_ms } = await talk.ask<Duration>(like!);
      return { ...like!, seconds: wall_ms / 1000, cpu_s: cpu_ms / 1000 };
    },
    end: talk.end,
  };
}

export function trainingRatios(ours: TrainingSpeed, keras: TrainingSpeed): TrainingRatios {
  return {
    full: keras.full.ms_per_epoch / ours.full.ms_per_epoch,
    full_fastest: Math.min(...keras.full.ms) / Math.min(...ours.full.ms),
    full_cpu: keras.full.cpu_ms_per_epoch / ours.full.cpu_ms_per_epoch,
    transfer: keras.transfer.ms_per_epoch / ours.transfer.ms_per_epoch,
    transfer_fastest: Math.min(...keras.transfer.ms) / Math.min(...ours.transfer.ms),
    transfer_cpu: keras.transfer.cpu_ms_per_epoch / ours.transfer.cpu_ms_per_epoch,
    whole_transfer: keras.whole_transfer.seconds / ours.whole_transfer.seconds,
    whole_transfer_cpu: keras.whole_transfer.cpu_s / ours.whole_transfer.cpu_s,
  };
}
