import type { Handlers } from '../../common/api/views/messages';
import {
  PREVIEWING_FILTERS,
  PREVIEWING_PREPROCESSING,
  type PreviewRequests,
} from '../../common/api/views/tuning-previews';
import type { TuningHost } from './tuning-host';

/** Handlers of previews of filters and smoothing, by requests to the engine. */
export function previewHandlers(host: TuningHost): Handlers<PreviewRequests> {
  return {
    preprocessingPreview: ({ patch, ...stretch }) =>
      host.work(PREVIEWING_PREPROCESSING, (options) =>
        host.engine.request('preprocessingPreview', { recipe: host.recipe(patch), ...stretch }, options),
      ),
    filterPreview: ({ patch, ...what }) =>
      host.work(PREVIEWING_FILTERS, (options) =>
        host.engine.request(
          'filterPreview',
          { recipe: host.recipe(patch), ...what, ...host.computing() },
          options,
        ),
      ),
  };
}
