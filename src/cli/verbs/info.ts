import { openOptionsOf } from '../../common/traces/open-options';
import { fileInfo } from '../../engine/service/info';
import { recordingFlags } from '../flags';
import { infoText } from '../info-text';
import { verb } from '../verb';

export const info = verb({
  name: 'info',
  summary: 'What a file is and holds: recording, training set, results or model.',
  operands: { usage: 'FILE', minimum: 1, maximum: 1 },
  flags: { series: recordingFlags.series },
  parameters: ['recording'],
  async run({ operands: [file], parameters }) {
    const facts = await fileInfo(file, openOptionsOf(parameters));
    return { json: { file, ...facts }, text: infoText(file, facts) };
  },
});
