import type { Handlers } from '../../common/api/views/messages';
import type { WindowSizeRequests } from '../../common/api/views/tuning-window-size';
import type { TuningHost } from './tuning-host';

/** What the view of the window size asks, put to the engine. */
export function windowSizeHandlers(host: TuningHost): Handlers<WindowSizeRequests> {
  return {
    clearEvents: ({ patch }) =>
      host.engine.request('clearEvents', { trace: host.trace(), parameters: host.parameters(patch) }),
    windowShapes: ({ windows, patch }) =>
      host.engine.request('windowShapes', {
        trace: host.trace(),
        parameters: host.parameters(patch),
        windows,
        ...host.computing(),
      }),
    scoreWindowSizes: ({ selected, patch }) =>
      host.work('window sizes', (options) =>
        host.engine.request(
          'scoreWindowSizes',
          {
            trace: host.trace(),
            parameters: host.parameters(patch),
            selected,
            // To compare with, also while another size is chosen.
            present: host.parameters().win_size,
            ...host.computing(),
          },
          options,
        ),
      ),
  };
}
