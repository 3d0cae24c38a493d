import { UserError } from '../../common/errors';
import { extractionAdvice } from '../advice/extraction-rules';
import { extractFiles } from '../extraction/extract-files';
import { modelPathOf } from '../files/model-path';
import { readText } from '../files/read-text';
import { readModel } from '../network/keras/read-model';
import type { EngineHandlers } from '../rpc/server';
import { evaluate } from '../training/evaluate';
import { modelUse } from '../training/model-card';
import { cardPath } from '../training/save-training';
import { WINDOWS_ATTRIBUTE } from '../training/taught-windows';
import { trainingRecordOf } from '../training/training-record';
import type { Backends } from './backends';
import { fileInfo } from './info';
import { trainAndScreen } from './train-and-screen';

const LARGEST_CARD_BYTES = 1_000_000;

/** Handlers of extraction, training, evaluation and model facts. */
export function trainingHandlers(
  backends: Backends,
): Pick<EngineHandlers, 'extract' | 'train' | 'evaluate' | 'model'> {
  return {
    async extract({ recordings, out, overwrite, ...wanted }, task) {
      const target = { file: out, overwrite };
      const byModel = recordings.find(({ parameters }) => parameters.extraction_method === 'model');
      if (!byModel)
        return { out, files: await extractFiles(recordings, target, task, { advise: extractionAdvice }) };
      return backends.useModel(wanted, modelPathOf(byModel.parameters), async (model) => ({
        out,
        files: await extractFiles(recordings, target, task, { model, advise: extractionAdvice }),
      }));
    },

    train: ({ backend, threads, ...request }, task) =>
      backends.use({ backend, threads }, (opened) =>
        trainAndScreen(request, opened, task, (epoch, { epochs, patience, earlier }) => {
          const { folds } = request.parameters;
          const done = (epoch.fold - 1) * epochs + epoch.epoch;
          task.report({
            phase: 'training',
            done,
            total: folds * epochs,
            unit: 'epochs',
            epoch,
            patience,
            earlier,
          });
        }),
      ),

    evaluate: ({ backend, threads, ...request }, task) =>
      backends.use({ backend, threads }, (opened) => evaluate(request, opened, task)),

    async model({ path }) {
      const info = await fileInfo(path, {});
      if (info.kind !== 'model') throw new UserError(`${path} is not a model but a ${info.kind}.`);
      const { attributes, network } = await readModel(path);
      const record = trainingRecordOf(attributes);
      const { miniml_training: _, [WINDOWS_ATTRIBUTE]: __, ...rest } = attributes;
      return {
        info,
        card: await readText(cardPath(path), LARGEST_CARD_BYTES).catch(() => null),
        history: record?.history ?? [],
        use: record ? modelUse(network.inputLength, record) : {},
        best_epoch: record?.result.best_epoch ?? null,
        attributes: rest,
      };
    },
  };
}
