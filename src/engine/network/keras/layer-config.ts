import { UserError } from '../../../common/errors';

type Json = Readonly<Record<string, unknown>>;

/** Maximum size, count or length in a model file; a larger one means that the file is damaged. */
const LARGEST = 10_000_000;

/**
 * One layer in a model's configuration. Its getters throw a UserError naming a missing or unsupported option, without
 * the file's name, which the reader adds.
 */
export class LayerConfig {
  constructor(
    readonly className: string,
    readonly values: Json,
  ) {}

  /** @throws UserError when the value is not Keras' configuration of a layer */
  static of(value: unknown): LayerConfig {
    const { class_name: className, config } = asObject(value, 'its list of layers is damaged');
    if (typeof className !== 'string') throw new UserError('its list of layers is damaged');
    return new LayerConfig(className, asObject(config, `its layer ${className} has no configuration`));
  }

  get name(): string {
    const name = this.values['name'];
    return typeof name === 'string' ? name : this.className;
  }

  refuse(reason: string): never {
    throw new UserError(`layer "${this.name}" (${this.className}) ${reason}`);
  }

  has(key: string): boolean {
    return this.values[key] !== undefined && this.values[key] !== null;
  }

  /** A count of at least 1; Keras writes sizes of one dimension also as a list with one element. */
  count(key: string): number {
    const value = this.values[key];
    const number = Array.isArray(value) && value.length === 1 ? value[0] : value;
    if (!Number.isInteger(number) || number < 1 || number > LARGEST)
      this.refuse(`has the impossible ${key} ${JSON.stringify(value) ?? 'nothing'}`);
    return number;
  }

  /** The number, or `absent` if the file omits it. */
  number(key: string, absent: number): number {
    const value = this.has(key) ? this.values[key] : absent;
    if (typeof value !== 'number' || !Number.isFinite(value)) this.refuse(`has no number for ${key}`);
    return value;
  }

  flag(key: string, absent: boolean): boolean {
    const value = this.has(key) ? this.values[key] : absent;
    if (typeof value !== 'boolean') this.refuse(`has neither true nor false for ${key}`);
    return value;
  }

  choice<const T extends string>(key: string, choices: readonly T[]): T {
    const found = choices.find((choice) => choice === this.values[key]);
    return (
      found ?? this.refuse(`has the unsupported ${key} ${JSON.stringify(this.values[key]) ?? 'nothing'}`)
    );
  }

  /** Refuses the layer unless an option is absent or has the only supported value. */
  only(key: string, supported: unknown): void {
    if (this.has(key) && JSON.stringify(this.values[key]) !== JSON.stringify(supported))
      this.refuse(`uses ${key} = ${JSON.stringify(this.values[key])}, which is not supported`);
  }
}

/** @throws UserError with the given sentence */
export function asObject(value: unknown, sentence: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UserError(sentence);
  return value as Json;
}

/** @throws UserError with the given sentence */
export function asList(value: unknown, sentence: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new UserError(sentence);
  return value;
}
