import path from 'node:path';
import type { Computing } from '../../common/api/engine/computing';
import type { FileInfo, FileKind, RecordingInfo, ResponseOf } from '../../common/api/engine/engine-api';
import type { DetectionView } from '../../common/api/views/events';
import type {
  Description,
  DescriptionGuess,
  DetectionProgress,
  HostAction,
  ReadySnapshot,
  TraceChoice,
  TraceQuery,
  TraceSnapshot,
} from '../../common/api/views/trace';
import { CancelledError, messageOf, UserError } from '../../common/errors';
import { createListeners } from '../../common/listeners';
import { inSamplesIfKnown } from '../../common/parameters/lengths';
import {
  defaultParameters,
  type Parameters,
  type WrittenParameters,
} from '../../common/parameters/parameters';
import { parseTimeRanges } from '../../common/parameters/time-ranges';
import { untilCancelled } from '../../common/task';
import type { Channel } from '../../common/traces/channel';
import type { OpenOptions } from '../../common/traces/open-options';
import { openOptionsOf } from '../../common/traces/open-options';
import type { Recipe } from '../../common/traces/recipe';
import { analysedUnit } from '../../common/traces/units';
import type { Engine } from '../engine/engine';
import { progressText } from '../progress/progress-text';
import { guessDescriptions, unitDoubt } from './description';
import { detectionSummary, filterSummary } from './detection-summary';
import { detectionView } from './detection-view';
import { type Remembered, saidLayer } from './said-layer';

/** What a document needs of the world around it. */
export interface DocumentServices {
  engine: Engine;
  /** Of settings, parameter file and what was said of the file, now. @throws UserError */
  parameters(): WrittenParameters;
  /** The parameter file that they are from, where there is one. */
  parameterFile(): string | undefined;
  computing(): Computing;
  /** What the user said about this file before. */
  remembered(): Remembered;
  remember(said: Remembered): void;
  keys: ReadySnapshot['keys'];
}

/** What a change was about: what kind of file it is, everything, or only how far the detection is. */
export type DocumentChange = 'kind' | 'snapshot' | 'progress';

/**
 * One file that is open: what it is, how it is to be read, and what was found in it. It outlives its views, which
 * come and go, and asks the engine for all that is computed.
 */
export class RecordingDocument {
  private fileKind: FileKind | undefined;
  private info: RecordingInfo | undefined;
  private failure: string | undefined;
  /** The options that {@link info} was read with. */
  private openedWith = '';
  private detectionFailure: string | null = null;
  private guesses: DescriptionGuess[] = [];
  private doubt: string | null = null;
  /** Of all series, the latest first. */
  private detections: (DetectionView & { series: string })[] = [];
  private running: { cancel: AbortController; progress: DetectionProgress } | undefined;
  private readonly listeners = createListeners<DocumentChange>();
  /** The first opening; never rejects. */
  readonly opened: Promise<void>;

  constructor(
    readonly file: string,
    private readonly services: DocumentServices,
  ) {
    this.opened = this.open();
  }

  get name(): string {
    return path.basename(this.file);
  }

  /** What the file is, known before the rest; undefined before that, and where it cannot be read. */
  get kind(): FileKind | undefined {
    return this.fileKind;
  }

  /** What a recording says of itself; undefined for other kinds of files. */
  get recordingInfo(): RecordingInfo | undefined {
    return this.info;
  }

  /** What there is to say of a file of any kind. @throws UserError when it cannot be read */
  async fileInfo(): Promise<FileInfo> {
    return this.info ?? this.services.engine.request('info', { path: this.file, open: this.openOptions() });
  }

  /** Why the file could not be opened. */
  get openFailure(): string | undefined {
    return this.failure;
  }

  get progress(): DetectionProgress | null {
    return this.running?.progress ?? null;
  }

  onChange(listener: (change: DocumentChange) => void): { dispose(): void } {
    return this.listeners.add(listener);
  }

  /**
   * Asks the engine what the file is, and what is in a recording; files of other kinds are read by who shows them.
   * A failure is kept to be shown; it never rejects.
   */
  async open(): Promise<void> {
    this.failure = undefined;
    const open = this.openOptions();
    this.openedWith = JSON.stringify(open);
    try {
      await this.look();
      this.info = this.fileKind === 'recording' ? await this.recorded(open) : undefined;
    } catch (thrown) {
      this.failure = messageOf(thrown);
    }
    this.changed('snapshot');
  }

  /** The parameters of the settings or the parameter file are others now; what failed had others. */
  parametersChanged(): void {
    this.detectionFailure = null;
    if (JSON.stringify(this.openOptions()) !== this.openedWith) void this.open();
    else this.changed('snapshot');
  }

  snapshot(): TraceSnapshot {
    const { name } = this;
    if (this.failure !== undefined)
      return { kind: 'failed', name, message: this.failure, remedies: remediesFor(this.file) };
    const { info } = this;
    if (!info) return { kind: 'opening', name };
    const settings = this.settings();
    const parameters = 'parameters' in settings ? this.inSamples(settings.parameters) : undefined;
    return {
      kind: 'ready',
      name,
      info: { ...info, channels: info.channels.map((channel) => this.shown(channel)) },
      description: this.services.remembered().description ?? null,
      guesses: this.guesses,
      unitDoubt: this.services.remembered().description ? null : this.doubt,
      excluded: parseTimeRanges(parameters?.exclude ?? '') ?? [],
      filter: filterSummary(parameters),
      detection: detectionSummary(parameters, info.rate_hz, this.services.parameterFile()),
      initial: initialChoice(info, parameters),
      detections: this.detectionsHere(),
      progress: this.progress,
      failure: this.detectionFailure ?? ('failure' in settings ? settings.failure : null),
      keys: this.services.keys,
    };
  }

  window({ from, to, columns, filtered, ...choice }: TraceQuery): Promise<ResponseOf<'window'>> {
    const parameters = filtered ? this.services.parameters() : this.parametersOrDefaults();
    const recipe = this.recipe(choice, parameters);
    const as = filtered ? 'measured' : 'recorded';
    return this.services.engine.request('window', { recipe, as, from, to, columns });
  }

  prediction(request: { id: string; from: number; to: number; columns: number }) {
    return this.services.engine.request('predictionWindow', request);
  }

  async describe(description: Description): Promise<void> {
    this.services.remember({ ...this.services.remembered(), description });
    // Times and amplitudes of what was found were in the old unit.
    this.detections = [];
    this.detectionFailure = null;
    await this.open();
  }

  async chooseSeries(series: string): Promise<void> {
    this.services.remember({ ...this.services.remembered(), series });
    await this.open();
  }

  /** Finds events in a trace and keeps them. A failure is kept to be shown; cancelling is none. */
  async detect(choice: TraceChoice): Promise<DetectionView | undefined> {
    if (this.running) throw new UserError(`Events in ${this.name} are being detected already.`);
    const cancel = new AbortController();
    const begin = { ...choice, phase: 'starting the detection', fraction: null, text: '' };
    this.running = { cancel, progress: begin };
    this.detectionFailure = null;
    this.changed('snapshot');
    const toText = progressText();
    try {
      const recipe = this.recipe(choice);
      const detecting = this.services.engine.request(
        'detect',
        { recipe, ...this.services.computing() },
        {
          signal: cancel.signal,
          onProgress: (progress) => {
            // One that was cancelled may still report for a moment.
            if (this.running?.cancel !== cancel) return;
            this.running.progress = { ...choice, ...toText(progress) };
            this.changed('progress');
          },
        },
      );
      // Cancelling is at once for the user; the engine stops as soon as the windows it computes are done.
      const report = await untilCancelled(detecting, cancel.signal);
      const used = detectionSummary(
        this.inSamples(recipe.parameters),
        this.info?.rate_hz ?? null,
        this.services.parameterFile(),
      ).summary;
      const found = detectionView(report, choice, recipe.parameters, used);
      const others = this.detections.filter((d) => d.series !== this.series || !sameTrace(d, choice));
      this.detections = [{ ...found, series: this.series }, ...others];
      return found;
    } catch (thrown) {
      if (!(thrown instanceof CancelledError)) this.detectionFailure = messageOf(thrown);
      return undefined;
    } finally {
      this.running = undefined;
      this.changed('snapshot');
    }
  }

  cancelDetection(): void {
    this.running?.cancel.abort();
  }

  get failureOfDetection(): string | null {
    return this.detectionFailure;
  }

  /** What was found in a trace, or in whichever trace something was found in. */
  detection(choice: TraceChoice | undefined): DetectionView | undefined {
    const here = this.detectionsHere();
    return here.find((d) => choice && sameTrace(d, choice)) ?? here[0];
  }

  /** Where a detection begins when no view says otherwise. @throws UserError when the file is no recording */
  initialChoice(): TraceChoice {
    if (!this.info)
      throw new UserError(
        this.failure ?? `${this.name} is not a recording. Events are detected in recordings.`,
      );
    return initialChoice(this.info, this.services.parameters());
  }

  /** How a trace of this file is opened and analysed. @throws UserError for a wrong setting */
  recipe({ channel, sweep }: TraceChoice, parameters = this.services.parameters()): Recipe {
    return { path: this.file, parameters: { ...parameters, channel, sweep } };
  }

  /** The parameters with lengths in samples, as far as the sampling rate is known. @throws UserError */
  parameters(): Parameters {
    return this.inSamples(this.services.parameters());
  }

  async exportResults(detection: DetectionView, folder: string, overwrite: boolean): Promise<string[]> {
    const { files } = await this.services.engine.request('exportResults', {
      id: detection.id,
      folder,
      overwrite,
    });
    return files;
  }

  dispose(): void {
    this.cancelDetection();
    this.listeners.clear();
  }

  private openOptions(): OpenOptions {
    return openOptionsOf(this.parametersOrDefaults());
  }

  /** A channel in the unit in which the engine analyses it. */
  private shown(channel: Channel): Channel {
    return { ...channel, unit: analysedUnit(channel.unit, this.parametersOrDefaults().unit).unit };
  }

  private inSamples(parameters: WrittenParameters): Parameters {
    return inSamplesIfKnown(parameters, this.info?.rate_hz ?? parameters.sampling ?? undefined);
  }

  private get series(): string {
    return this.info?.series ?? '';
  }

  private detectionsHere(): DetectionView[] {
    return this.detections.filter(({ series }) => series === this.series);
  }

  private async look(): Promise<void> {
    const kind = await this.services.engine.request('kind', { path: this.file });
    if (kind === this.fileKind) return;
    this.fileKind = kind;
    this.changed('kind');
  }

  private async recorded(open: OpenOptions): Promise<RecordingInfo | undefined> {
    const info = await this.services.engine.request('info', { path: this.file, open });
    // It has been replaced since.
    if (info.kind !== 'recording') return undefined;
    const first = await this.firstSamples(info);
    this.guesses = guessDescriptions(info, first);
    this.doubt = unitDoubt(info, first);
    return info;
  }

  /** A look at the beginning, as the file has it, to guess its unit from; none where it cannot be read. */
  private async firstSamples(info: RecordingInfo): Promise<ResponseOf<'window'> | undefined> {
    const [samples] = info.samples;
    if (!samples) return undefined;
    const parameters = { ...defaultParameters(), series: info.series, channel: 0, sweep: 0 };
    const recipe = { path: this.file, parameters };
    const stretch = { from: 0, to: Math.min(samples, 100_000), columns: 500 };
    return this.services.engine
      .request('window', { recipe, as: 'recorded', ...stretch })
      .catch(() => undefined);
  }

  /** A trace can be looked at with settings that a detection would refuse; why they are wrong is told beside it. */
  private parametersOrDefaults(): WrittenParameters {
    const settings = this.settings();
    if ('parameters' in settings) return settings.parameters;
    return { ...defaultParameters(), ...saidLayer(this.services.remembered()).values };
  }

  private settings(): { parameters: WrittenParameters } | { failure: string } {
    try {
      return { parameters: this.services.parameters() };
    } catch (thrown) {
      return { failure: messageOf(thrown) };
    }
  }

  private changed(change: DocumentChange): void {
    this.listeners.notify(change);
  }
}

function sameTrace(a: TraceChoice, b: TraceChoice): boolean {
  return a.channel === b.channel && a.sweep === b.sweep;
}

function initialChoice(
  info: RecordingInfo,
  parameters: Pick<Parameters, 'channel' | 'sweep'> | undefined,
): TraceChoice {
  const channel = Math.min(parameters?.channel ?? 0, info.channels.length - 1);
  const sweep = parameters?.sweep ?? null;
  return { channel, sweep: sweep !== null && sweep < info.sweeps ? sweep : null };
}

function remediesFor(file: string): HostAction[] {
  return /\.dat$/i.test(file) ? ['retry', 'asText', 'log'] : ['retry', 'log'];
}
