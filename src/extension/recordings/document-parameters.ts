import { messageOf } from '../../common/errors';
import { inSamplesIfKnown } from '../../common/parameters/lengths';
import {
  defaultParameters,
  type Parameters,
  type WrittenParameters,
} from '../../common/parameters/parameters';
import { type OpenOptions, openOptionsOf } from '../../common/traces/recipe';
import { userEntriesLayer } from './description';
import type { DocumentServices } from './document-services';

/** The parameters of a document, also where a setting is wrong. */
export class DocumentParameters {
  readonly #services: Pick<DocumentServices, 'parameters' | 'remembered'>;
  readonly #rateHz: () => number | null | undefined;

  /** @param rateHz sampling rate of the recording, if it is known */
  constructor(
    services: Pick<DocumentServices, 'parameters' | 'remembered'>,
    rateHz: () => number | null | undefined,
  ) {
    this.#services = services;
    this.#rateHz = rateHz;
  }

  /** As they are written, or why a setting is wrong. */
  settings(): { parameters: WrittenParameters } | { failure: string } {
    try {
      return { parameters: this.#services.parameters() };
    } catch (thrown) {
      return { failure: messageOf(thrown) };
    }
  }

  /** With lengths in samples; undefined where a setting is wrong. */
  usable(): Parameters | undefined {
    const settings = this.settings();
    return 'parameters' in settings ? this.inSamples(settings.parameters) : undefined;
  }

  /** A trace can be looked at with settings that a detection would refuse; why they are wrong is told beside it. */
  orDefaults(): WrittenParameters {
    const settings = this.settings();
    if ('parameters' in settings) return settings.parameters;
    return { ...defaultParameters(), ...userEntriesLayer(this.#services.remembered()).values };
  }

  openOptions(): OpenOptions {
    return openOptionsOf(this.orDefaults());
  }

  inSamples(parameters: WrittenParameters): Parameters {
    return inSamplesIfKnown(parameters, this.#rateHz() ?? parameters.sampling ?? undefined);
  }
}
