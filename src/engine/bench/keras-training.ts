import path from 'node:path';
import { readModel } from '../network/keras/read-model';
import { writeModel } from '../network/keras/write-model';
import { LOADING } from './keras';
import { askPython } from './python';
import {
  type EpochSpeed,
  freshNetwork,
  type TrainingSpeed,
  trainingRecipe,
  type WholeTraining,
} from './training';

/** How fast Keras trains the same networks on this machine. */
export interface KerasTrainingSpeed {
  version: string;
  full: EpochSpeed;
  transfer: EpochSpeed;
  whole_transfer: WholeTraining;
}

/** Keras' times over ours: on the clock, and of all threads together. */
export interface TrainingRatios {
  full: number;
  full_cpu: number;
  transfer: number;
  transfer_cpu: number;
  whole_transfer: number;
  whole_transfer_cpu: number;
}

/**
 * Trains with Keras' own `fit` on random windows, which take as long as any others: epochs of the whole network
 * and of its last layers, then a whole transfer training as a person would write it, from loading to saving.
 * Its imports, some seconds, are not counted.
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
        layer.trainable = layer.name not in how.get("frozen", [])
    optimizer = keras.optimizers.Adam(asked["learning_rate"], epsilon=1e-8, amsgrad=True)
    model.compile(optimizer=optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    return model
class Clock(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 1:
            self.start = time.perf_counter(), time.process_time()
    def on_train_end(self, logs=None):
        self.end = time.perf_counter(), time.process_time()
def epochs(how):
    clock, count = Clock(), asked["epochs"]
    ready(how).fit(x, y, batch_size=how["batch_size"], epochs=1 + count, callbacks=[clock], verbose=0)
    wall, cpu = (1000 * (end - start) / count for start, end in zip(clock.start, clock.end))
    return dict(batch_size=how["batch_size"], epochs=count, ms_per_epoch=wall, cpu_ms_per_epoch=cpu)
def whole(how, plan):
    wall, cpu = time.perf_counter(), time.process_time()
    model, split = ready(how), plan["training_windows"]
    end = split + plan["validation_windows"]
    stop = keras.callbacks.EarlyStopping(patience=plan["epochs"], restore_best_weights=True)
    model.fit(x[:split], y[:split], validation_data=(x[split:end], y[split:end]), batch_size=how["batch_size"],
              epochs=plan["epochs"], callbacks=[stop], verbose=0)
    model.save(plan["out"])
    return dict(training_windows=split, validation_windows=end - split, epochs=plan["epochs"],
                seconds=time.perf_counter() - wall, cpu_s=time.process_time() - cpu)
print(json.dumps(dict(version=keras.__version__, full=epochs(asked["full"]), transfer=epochs(asked["transfer"]),
                      whole_transfer=whole(asked["transfer"], asked["whole_transfer"]))))
`;

/**
 * Measures Keras' training with a Python interpreter that has it: the same networks with the same dropout, batch
 * sizes and optimiser, and as many epochs of the whole training as `ours` took.
 *
 * @param base absolute path of the model that transfer learning starts from
 * @param folder for models that Keras reads and writes
 * @throws UserError with Python's last line when it cannot be run, lacks Keras or cannot load a model
 * @throws CancelledError
 */
export async function kerasTrainingSpeed(
  python: string,
  base: string,
  ours: TrainingSpeed,
  folder: string,
  signal: AbortSignal,
): Promise<KerasTrainingSpeed> {
  const { network } = await readModel(base);
  const [full, transfer] = [
    trainingRecipe(freshNetwork(network.inputLength), false),
    trainingRecipe(network, true),
  ];
  const request = {
    windows: ours.windows,
    length: network.inputLength,
    learning_rate: full.learning_rate,
    epochs: ours.full.epochs,
    full: { path: path.join(folder, 'full.h5'), batch_size: full.batch_size },
    transfer: {
      path: path.join(folder, 'base.h5'),
      batch_size: transfer.batch_size,
      frozen: transfer.part.frozen?.layers.map(({ name }) => name),
    },
    whole_transfer: { ...ours.whole_transfer, out: path.join(folder, 'keras.h5') },
  };
  await writeModel(request.full.path, full.whole, { overwrite: true, attributes: {} });
  await writeModel(request.transfer.path, transfer.whole, { overwrite: true, attributes: {} });
  return askPython(python, TRAINING, [JSON.stringify(request)], signal);
}

export function trainingRatios(ours: TrainingSpeed, keras: KerasTrainingSpeed): TrainingRatios {
  return {
    full: keras.full.ms_per_epoch / ours.full.ms_per_epoch,
    full_cpu: keras.full.cpu_ms_per_epoch / ours.full.cpu_ms_per_epoch,
    transfer: keras.transfer.ms_per_epoch / ours.transfer.ms_per_epoch,
    transfer_cpu: keras.transfer.cpu_ms_per_epoch / ours.transfer.cpu_ms_per_epoch,
    whole_transfer: keras.whole_transfer.seconds / ours.whole_transfer.seconds,
    whole_transfer_cpu: keras.whole_transfer.cpu_s / ours.whole_transfer.cpu_s,
  };
}
