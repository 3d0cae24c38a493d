import type {
  FileInfo,
  ModelInfo,
  RecordingInfo,
  ResultsInfo,
  TrainingSetInfo,
} from '../../common/api/engine/file-info';
import type { OpenOptions } from '../../common/traces/recipe';
import { scoreCounts } from '../../common/training/training-set';
import { kindOf } from '../files/kind';
import { detailOfLayer, kindOfLayer } from '../network/describe-layer';
import { readModel } from '../network/keras/read-model';
import { outputShapes, parameterCount } from '../network/shapes';
import { doubtfulValues } from '../recordings/doubts';
import { openRecording } from '../recordings/open';
import type { Recording } from '../recordings/recording';
import { readResults } from '../results/read-h5';
import { readTrainingSet } from '../training/read-training-set';

/**
 * Kind and contents of a file, as far as they are known without reading its samples.
 *
 * @throws UserError when the file cannot be read, or has no known kind
 */
export async function fileInfo(path: string, open: OpenOptions): Promise<FileInfo> {
  switch (await kindOf(path)) {
    case 'model':
      return modelInfo(path);
    case 'results':
      return resultsInfo(path);
    case 'training set':
      return trainingSetInfo(path);
    case 'recording': {
      const recording = await openRecording(path, open);
      try {
        return recordingInfo(recording);
      } finally {
        recording.close();
      }
    }
  }
}

function recordingInfo(recording: Recording): RecordingInfo {
  const { rateHz, sweeps } = recording;
  const samples = sweeps.map((sweep) => sweep.samples);
  return {
    kind: 'recording',
    format: recording.format,
    version: recording.version,
    series: recording.series,
    all_series: [...recording.allSeries],
    rate_hz: rateHz ?? null,
    channels: recording.channels.map(({ name, unit }) => ({ name, unit })),
    sweeps: sweeps.length,
    samples,
    ...(recording.isEstimated && { samples_estimated: true }),
    sweep_starts_s: sweeps.map(({ start_s }) => start_s),
    duration_s: rateHz === undefined ? null : samples.reduce((sum, n) => sum + n, 0) / rateHz,
    tags: recording.tags.map(({ time_s, comment }) => ({ time_s, comment })),
    protocol: recording.protocol,
    start: recording.start ?? null,
    facts: recording.facts.map(([name, value]) => [name, value]),
    axes: recording.axes ?? null,
    warnings: [...recording.warnings, ...doubtfulValues(recording)].map(({ code, message }) => ({
      code,
      message,
    })),
  };
}

async function trainingSetInfo(path: string): Promise<TrainingSetInfo> {
  const { windows, length, scores, facts } = await readTrainingSet(path);
  return {
    kind: 'training set',
    format: 'HDF5',
    version: facts.writtenBy,
    windows,
    length,
    scores: scoreCounts(scores),
    rate_hz: facts.rate_hz,
    unit: facts.unit,
  };
}

async function resultsInfo(path: string): Promise<ResultsInfo> {
  const { detection, writtenBy, deletedCount } = await readResults(path);
  const { source, model, parameters, statistics, rate_hz, stride } = detection;
  const numbers = {
    rate_hz,
    recording_time_s: statistics.duration_s,
    frequency_hz: statistics.frequency_hz,
    amplitude_mean: statistics.amplitude.mean,
    deleted_events: deletedCount,
  };
  return {
    kind: 'results',
    format: 'HDF5',
    version: writtenBy,
    events: detection.events.length,
    source: source.path,
    unit: detection.unit,
    attributes: {
      model: model.path,
      threshold: parameters.model_threshold,
      window: parameters.win_size,
      stride,
      direction: parameters.event_direction,
      ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => Number.isFinite(value))),
    },
  };
}

async function modelInfo(path: string): Promise<ModelInfo> {
  const { format, version, network } = await readModel(path);
  const shapes = outputShapes(network);
  return {
    kind: 'model',
    format,
    version,
    name: network.name,
    input_length: network.inputLength,
    parameters: network.layers.reduce((sum, layer) => sum + parameterCount(layer), 0),
    layers: network.layers.map((layer, i) => ({
      name: layer.name,
      kind: kindOfLayer(layer),
      output_shape: [...shapes[i]],
      parameters: parameterCount(layer),
      detail: detailOfLayer(layer),
    })),
  };
}
