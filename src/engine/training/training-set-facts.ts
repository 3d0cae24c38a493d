import { usableParameters } from '../../common/parameters/usable';
import type { TrainingSetFacts, TrainingSource } from '../../common/training/training-set';
import type { Hdf5File } from '../files/hdf5';
import { numberAttribute, textAttribute } from '../files/hdf5-values';
import { isObject, jsonValue } from '../files/json';

/** Writes what plain training sets have no place for, as attributes of the file. */
export function writeFacts(open: Hdf5File, facts: TrainingSetFacts): void {
  open.create_attribute('written_by', facts.writtenBy);
  if (facts.rate_hz !== null) open.create_attribute('sampling', facts.rate_hz, [], '<d');
  if (facts.unit !== '') open.create_attribute('unit', facts.unit);
  if (facts.direction !== null) open.create_attribute('direction', facts.direction);
  if (facts.win_size !== null) open.create_attribute('win_size', [facts.win_size], [], '<q');
  open.create_attribute('source', JSON.stringify(facts.sources));
  if (facts.parameters !== null) open.create_attribute('parameters', JSON.stringify(facts.parameters));
}

/** The reverse of {@link writeFacts}; what other programs may have put under these names is passed over. */
export function readFacts(open: Hdf5File): TrainingSetFacts {
  const rate_hz = numberAttribute(open, 'sampling');
  const win_size = numberAttribute(open, 'win_size');
  const direction = textAttribute(open, 'direction');
  const parameters = jsonValue(textAttribute(open, 'parameters') ?? '');
  const sources = jsonValue(textAttribute(open, 'source') ?? '');
  return {
    rate_hz: rate_hz !== undefined && rate_hz > 0 ? rate_hz : null,
    unit: textAttribute(open, 'unit') ?? '',
    direction: direction === 'negative' || direction === 'positive' ? direction : null,
    win_size: win_size !== undefined && win_size > 0 ? win_size : null,
    sources: Array.isArray(sources) ? sources.map(sourceFrom) : [],
    parameters: isObject(parameters) ? usableParameters(parameters) : null,
    writtenBy: textAttribute(open, 'written_by') ?? '',
  };
}

function sourceFrom(value: unknown): TrainingSource {
  const { path, sha256, series, channel, sweep } = isObject(value) ? value : {};
  return {
    path: typeof path === 'string' ? path : '',
    sha256: typeof sha256 === 'string' ? sha256 : '',
    series: typeof series === 'string' ? series : '',
    channel: typeof channel === 'number' ? channel : 0,
    sweep: typeof sweep === 'number' ? sweep : null,
  };
}
