import path from 'node:path';
import type { DetectionReport, ResponseOf } from '../../common/api/engine/engine-api';
import type { FileInfo, FileKind, RecordingInfo } from '../../common/api/engine/file-info';
import type { DetectionView } from '../../common/api/views/events';
import type {
  Description,
  DescriptionGuess,
  DetectionProgress,
  TraceChoice,
  TraceQuery,
  TraceSnapshot,
} from '../../common/api/views/trace';
import { CancelledError, messageOf, UserError } from '../../common/errors';
import type { ParameterChoice } from '../../common/events/detection';
import { createListeners } from '../../common/listeners';
import type { Parameters } from '../../common/parameters/parameters';
import { parseTimeRanges } from '../../common/parameters/times';
import type { Channel } from '../../common/traces/channel';
import type { Recipe } from '../../common/traces/recipe';
import { analysedUnit } from '../../common/traces/units';
import type { RequestOptions } from '../../engine/rpc/client';
import { detectionProgress } from '../progress/detection-progress';
import { isDoubtful, toRemember, withoutAxes, withoutQuestions } from './description';
import { detectionSummary, filterSummary } from './detection-summary';
import { DocumentDetections } from './document-detections';
import { DocumentParameters } from './document-parameters';
import { DocumentPreviews } from './document-previews';
import type { DocumentChange, DocumentServices } from './document-services';
import { initialChoice, sameTrace } from './initial-choice';
import { readFacts } from './read-facts';
import { remediesFor } from './remedies';
import { requestDetection } from './request-detection';
import { beginDetection, type RunningDetection } from './running-detection';

/**
 * An open file: its kind, its recipe, and its detections. It outlives its views, and leaves all computation to the
 * engine.
 */
export class RecordingDocument {
  readonly #services: DocumentServices;
  readonly #parameters: DocumentParameters;
  #fileKind: FileKind | undefined;
  #info: RecordingInfo | undefined;
  #failure: string | undefined;
  /** Options with which {@link info} was read. */
  #openedWith = '';
  #detectionFailure: string | null = null;
  #guesses: DescriptionGuess[] = [];
  #doubt: string | null = null;
  readonly #detections: DocumentDetections;
  #running: RunningDetection | undefined;
  readonly previews: DocumentPreviews;
  /** Views that show the recording. */
  views = 0;
  readonly #listeners = createListeners<DocumentChange>();
  /** The first opening; never rejects. */
  readonly opened: Promise<void>;

  constructor(
    readonly file: string,
    services: DocumentServices,
  ) {
    this.#services = services;
    this.#parameters = new DocumentParameters(services, () => this.#info?.rate_hz);
    this.#detections = new DocumentDetections({
      file,
      engine: services.engine,
      kept: services.kept,
      info: () => this.#info,
      parameters: () => this.#parameters.usable(),
      parameterFile: () => services.parameterFile(),
      changed: () => this.#changed('snapshot'),
    });
    this.previews = new DocumentPreviews(services, (choice, parameters) => this.recipe(choice, parameters));
    this.opened = this.open();
  }

  get name(): string {
    return path.basename(this.file);
  }

  /** Kind of the file, known before the rest; undefined before that, and if it cannot be read. */
  get kind(): FileKind | undefined {
    return this.#fileKind;
  }

  /** Facts about a recording; undefined for other kinds of files. */
  get recordingInfo(): RecordingInfo | undefined {
    return this.#info;
  }

  /**
   * Facts about a file of any kind.
   *
   * @throws UserError when it cannot be read
   */
  async fileInfo(): Promise<FileInfo> {
    return (
      this.#info ??
      this.#services.engine.request('info', { path: this.file, open: this.#parameters.openOptions() })
    );
  }

  /** Reason why the file could not be opened. */
  get openFailure(): string | undefined {
    return this.#failure;
  }

  get progress(): DetectionProgress | null {
    return this.#running?.progress ?? null;
  }

  onChange(listener: (change: DocumentChange) => void): { dispose(): void } {
    return this.#listeners.add(listener);
  }

  /**
   * Requests the kind of the file, and the facts about a recording; files of other kinds are read by their views. A
   * failure is stored to be shown; it never rejects.
   */
  async open(): Promise<void> {
    this.#failure = undefined;
    const open = this.#parameters.openOptions();
    this.#openedWith = JSON.stringify(open);
    try {
      await this.#look();
      const facts =
        this.#fileKind === 'recording' ? await readFacts(this.#services.engine, this.file, open) : undefined;
      if (facts) ({ guesses: this.#guesses, doubt: this.#doubt } = facts);
      this.#info = facts?.info;
    } catch (thrown) {
      this.#failure = messageOf(thrown);
    }
    this.#changed('snapshot');
    // It comes after the first picture, which does not wait for it.
    if (this.#info) void this.#detections.load();
  }

  /** Called after changes of settings or parameter file; failures may be outdated. */
  parametersChanged(): void {
    this.#detectionFailure = null;
    if (JSON.stringify(this.#parameters.openOptions()) !== this.#openedWith) void this.open();
    else {
      this.#detections.parametersChanged();
      this.#changed('snapshot');
    }
  }

  /** A window has kept a detection. */
  keptElsewhere(keptFile: string): void {
    if (this.#info) this.#detections.keptElsewhere(keptFile);
  }

  snapshot(): TraceSnapshot {
    const { name } = this;
    const info = this.#info;
    const message = this.#failure;
    if (message !== undefined) return { kind: 'failed', name, message, remedies: remediesFor(this.file) };
    if (!info) return { kind: 'opening', name };
    const settings = this.#parameters.settings();
    const parameters = this.#parameters.usable();
    const said = this.#services.remembered();
    return {
      kind: 'ready',
      name,
      info: {
        ...info,
        channels: info.channels.map((channel) => this.#shown(channel)),
        warnings: said.confirmed ? withoutQuestions(info.warnings) : info.warnings,
      },
      description: said.description ?? null,
      guesses: this.#guesses,
      doubtful: isDoubtful(info, said, this.#parameters.orDefaults()),
      unitDoubt: said.description || said.confirmed ? null : this.#doubt,
      excluded: parseTimeRanges(parameters?.exclude ?? '') ?? [],
      filter: filterSummary(parameters),
      detection: detectionSummary(parameters, info.rate_hz, this.#services.parameterFile()),
      preview: this.previews.facts(parameters),
      chosen: this.#choicesInUse(parameters),
      initial: initialChoice(info, parameters),
      detections: this.#detections.here(),
      progress: this.progress,
      failure: this.#detectionFailure ?? ('failure' in settings ? settings.failure : null),
      keys: this.#services.keys,
    };
  }

  window({
    from,
    to,
    columns,
    visible,
    filtered,
    averaged,
    ...choice
  }: TraceQuery): Promise<ResponseOf<'window'>> {
    const parameters = filtered ? this.#services.parameters() : this.#parameters.orDefaults();
    const recipe = this.recipe(choice, parameters);
    const as = averaged ? 'averaged' : filtered ? 'measured' : 'recorded';
    const keep = this.#services.kept.overviews;
    return this.#services.engine.request('window', { recipe, as, from, to, columns, visible, keep });
  }

  /** What the rules say of a trace with the present parameters. @throws UserError for a wrong setting */
  advice(choice: TraceChoice): Promise<ResponseOf<'advice'>> {
    return this.#services.engine.request('advice', { recipe: this.recipe(choice) });
  }

  prediction(request: { id: string; from: number; to: number; columns: number }) {
    return this.#detections.prediction(request);
  }

  async describe(given: Description): Promise<void> {
    const before = this.#services.remembered();
    const description = toRemember(given, before.description, this.#info?.channels ?? []);
    this.#services.remember({ ...before, description });
    this.#detectionFailure = null;
    await this.open();
  }

  /** The doubtful facts of the file are right. */
  confirmFacts(): void {
    this.#services.remember({ ...this.#services.remembered(), confirmed: true });
    this.#changed('snapshot');
  }

  async chooseSeries(series: string): Promise<void> {
    const { description, confirmed: _, ...others } = this.#services.remembered();
    // Another dataset may have other axes, and other doubts.
    this.#services.remember({ ...others, ...withoutAxes(description), series });
    await this.open();
  }

  /** Reasons for parameters that were chosen from the recording; they are shown until the values change. */
  rememberChoices(chosen: ParameterChoice[]): void {
    this.#services.remember({ ...this.#services.remembered(), chosen });
    this.#changed('snapshot');
  }

  #choicesInUse(parameters: Parameters | undefined): ParameterChoice[] {
    const { chosen = [] } = this.#services.remembered();
    return chosen.filter(({ parameter, value }) => parameters?.[parameter] === value);
  }

  /** See `TraceRequests.tryThreshold`. */
  async tryThreshold(choice: TraceChoice, model_threshold: number): Promise<DetectionView | null> {
    if (this.#running) return null;
    const report = await this.previews.atThreshold(choice, model_threshold);
    return report && this.#detections.unkept(report);
  }

  /**
   * Finds events in a trace and keeps them. A failure is kept to be shown; cancelling is none.
   *
   * @param noted whether somebody else notes it for the next window, as a part of more work
   */
  async detect(choice: TraceChoice, noted = false): Promise<DetectionView | undefined> {
    if (this.#running) throw new UserError(`Events in ${this.name} are being detected already.`);
    this.previews.endTrial();
    const running = beginDetection(choice);
    const { cancel } = running;
    this.#running = running;
    this.#detectionFailure = null;
    this.#changed('snapshot');
    try {
      const report = await (noted
        ? this.#request(choice, cancel)
        : this.#services.interruptible(choice, () => this.#request(choice, cancel)));
      return this.#detections.add(report);
    } catch (thrown) {
      if (!(thrown instanceof CancelledError)) this.#detectionFailure = messageOf(thrown);
      return undefined;
    } finally {
      this.#running = undefined;
      running.end();
      this.#changed('snapshot');
    }
  }

  #request(choice: TraceChoice, cancel: AbortController): Promise<DetectionReport> {
    const { engine, computing, fasterComputing, kept } = this.#services;
    const recipe = this.recipe(choice);
    const used = computing();
    const decides = [used, recipe.parameters.model_path];
    const toText = detectionProgress(this.#parameters.inSamples(recipe.parameters), decides, {
      computing: () => fasterComputing(used.backend),
    });
    return requestDetection(engine, { recipe, ...used, keep: kept.store() }, cancel.signal, (progress) => {
      // A cancelled detection may still report for a moment.
      if (this.#running?.cancel !== cancel) return;
      this.#running.progress = { ...choice, ...toText(progress) };
      this.#changed('progress');
    });
  }

  cancelDetection(): void {
    this.#running?.cancel.abort();
  }

  /** Cancels the running detection, and waits until another can begin. */
  async endDetection(): Promise<void> {
    const running = this.#running;
    running?.cancel.abort();
    if (running) await running.ended;
  }

  get failureOfDetection(): string | null {
    return this.#detectionFailure;
  }

  /** The detection in a trace, or in any trace. */
  detection(choice: TraceChoice | undefined): DetectionView | undefined {
    const here = this.#detections.here();
    return here.find((d) => choice && sameTrace(d, choice)) ?? here[0];
  }

  /**
   * Default trace without a view.
   *
   * @throws UserError when the file is not a recording
   */
  initialChoice(): TraceChoice {
    if (!this.#info)
      throw new UserError(
        this.#failure ?? `${this.name} is not a recording. Events are detected in recordings.`,
      );
    return initialChoice(this.#info, this.#services.parameters());
  }

  /**
   * Recipe of a trace of this file.
   *
   * @throws UserError for a wrong setting
   */
  recipe({ channel, sweep }: TraceChoice, parameters = this.#services.parameters()): Recipe {
    return { path: this.file, parameters: { ...parameters, channel, sweep } };
  }

  /**
   * Parameters with lengths in samples, if the sampling rate is known.
   *
   * @throws UserError
   */
  parameters(): Parameters {
    return this.#parameters.inSamples(this.#services.parameters());
  }

  async exportResults(detection: DetectionView, folder: string, overwrite: boolean): Promise<string[]> {
    const { id } = detection;
    const { files } = await this.#services.engine.request('exportResults', { id, folder, overwrite });
    return files;
  }

  /**
   * Writes the recording, or a trace of it as its events are measured. The dialog has asked whether a file is replaced.
   *
   * @throws CancelledError
   */
  exportRecording(
    { choice, out, cleaned, start }: { choice: TraceChoice; out: string; cleaned: boolean; start?: string },
    options: RequestOptions,
  ): Promise<ResponseOf<'exportRecording'>> {
    const id = this.detection(choice)?.id;
    const recipe = this.recipe(choice);
    return this.#services.engine.request(
      'exportRecording',
      { recipe, out, overwrite: true, cleaned, ...(id && { id }), ...(start && { start }) },
      options,
    );
  }

  dispose(): void {
    this.cancelDetection();
    this.#detections.dispose();
    this.#listeners.clear();
  }

  /** A channel in its analysed unit. */
  #shown(channel: Channel): Channel {
    return { ...channel, unit: analysedUnit(channel.unit, this.#parameters.orDefaults().unit).unit };
  }

  async #look(): Promise<void> {
    const kind = await this.#services.engine.request('kind', { path: this.file });
    if (kind === this.#fileKind) return;
    this.#fileKind = kind;
    this.#changed('kind');
  }

  #changed(change: DocumentChange): void {
    this.#listeners.notify(change);
  }
}
