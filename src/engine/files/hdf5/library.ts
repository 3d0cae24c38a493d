/// <reference path="./h5wasm-instance.d.ts" />
// The library starts a 4 MB WebAssembly module on import, so it is imported when the first file is opened.
import type * as H5wasm from 'h5wasm/node';
import { adaptFileSystem, addCompressions, closeStreams, isOpen } from './file-system';
import { compiledOnce, instantiateCompiled } from './instances';
import { limitMemory } from './memory-limit';

/** The library with one instance of its WebAssembly module. */
export interface Library {
  h5wasm: typeof H5wasm;
}

type Instance = Awaited<typeof H5wasm.ready>;

/*
 * HDF5 prints errors and continues with garbage unless its handler throws. A throw leaks the objects that HDF5 had
 * opened in the file, so that the file stays open when it is closed, with its cached contents: replaced by a valid
 * copy, it would still be read as damaged. On some damaged files the module traps or runs out of memory, and its state
 * cannot be trusted any more. In both cases a new instance of the module replaces the old one, and all open files are
 * lost: at once after a trap, otherwise as soon as no operation is running.
 */
let loading: Promise<Library> | undefined;
let inUse: Library | undefined;
/** The instance that is ready to replace the present one. */
let next: { instance: Instance } | undefined;
/** Resolves when the next instance has been started, or has failed to start. */
let preparing: Promise<void> | undefined;
/** Paths that HDF5 still holds open after we closed them. */
const leaked = new Set<string>();
/** Files in which HDF5 found errors. */
const suspects = new Set<string>();
/** Whether the instance in use has read one of them. */
let tainted = false;
/** Whether a new instance replaces one that has read a damaged file. */
let replacing = true;
/** Number of operations that hold files open across an `await`. */
let busy = 0;
/** Number of open handles per path. */
const handles = new Map<string, number>();

/** The library, ready to open this file. */
export async function hdf5Library(path: string): Promise<Library> {
  if (leaked.has(path)) await preparing;
  loading ??= firstInstance();
  return loading;
}

/** The library if it is loaded, else undefined. Files opened with an earlier instance are lost. */
export function libraryInUse(): Library | undefined {
  return inUse;
}

/**
 * Keeps an instance whatever it has read, unless it traps. Only for the fuzzer, which reads thirty times as many files then,
 * and confirms each fault in a new process.
 */
export function replaceNoInstance(): void {
  replacing = false;
}

/** Runs an operation that needs its open files to stay open until it is done. */
export async function undisturbed<T>(work: () => Promise<T>): Promise<T> {
  busy++;
  try {
    return await work();
  } finally {
    busy--;
    takeOver();
  }
}

/** Must be called for each opened file. */
export function noteOpened(path: string): void {
  handles.set(path, (handles.get(path) ?? 0) + 1);
}

/** Must be called for a file with errors, so that its remains never affect a valid file. */
export function noteSuspect(path: string): void {
  suspects.add(path);
}

/** Must be called when a file could not be opened. */
export function noteTaint(): void {
  tainted = true;
}

/** Must be called before a valid file is opened. */
export async function withoutTaint(): Promise<void> {
  if (!tainted || !inUse || !replacing) return;
  tainted = false;
  preparing ??= prepareNext(inUse);
  await preparing;
}

/** Must be called for each file closed with the library in use. */
export function noteClosed(path: string): void {
  const left = (handles.get(path) ?? 1) - 1;
  if (left > 0) handles.set(path, left);
  else handles.delete(path);
  if (left > 0 || !inUse) return;
  tainted ||= suspects.delete(path);
  if (!replacing || !isOpen(inUse.h5wasm.Module, path)) return;
  leaked.add(path);
  preparing ??= prepareNext(inUse);
}

/** Whether this is a trap, an abort or a stack overflow of the library, after which its memory cannot be trusted. */
export function isFatal(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    // WebAssembly.RuntimeError, which Node's types do not declare as a value.
    (thrown.name === 'RuntimeError' || (thrown instanceof RangeError && /call stack/.test(thrown.message)))
  );
}

/**
 * Must be called with anything that the library threw and that has been handled: it leaves an error report open each
 * time.
 *
 * @throws the error itself if the library cannot continue
 */
export function dealtWith(thrown: unknown): void {
  if (isFatal(thrown)) throw thrown;
  if (inUse) closeStreams(inUse.h5wasm.Module, 'reports');
}

/** Abandons the instance in use after a fatal error. Files can be opened again once the next one is ready. */
export function abandonInstance(): void {
  if (!inUse) return;
  const { h5wasm } = inUse;
  retire();
  loading = startInstance().then((instance) => adopt(h5wasm, instance));
  // A failure is reported by the next opening of a file.
  loading.catch(() => {});
}

async function firstInstance(): Promise<Library> {
  limitMemory();
  const h5wasm = await compiledOnce(async () => {
    const library = await import('h5wasm/node');
    await library.ready;
    return library;
  });
  prepare(await h5wasm.ready);
  inUse = { h5wasm };
  return inUse;
}

/** Starts an instance to replace the one in use, which stays in use until no operation is running. */
async function prepareNext(current: Library): Promise<void> {
  try {
    const instance = await startInstance();
    if (inUse === current) next = { instance };
  } catch {
    // Without memory for another instance, the present one stays in use.
  }
  preparing = undefined;
  takeOver();
}

function takeOver(): void {
  if (busy > 0 || !inUse || !next) return;
  const { h5wasm } = inUse;
  const { instance } = next;
  retire();
  loading = Promise.resolve(adopt(h5wasm, instance));
}

async function startInstance(): Promise<Instance> {
  const { default: start } = await import('../../../../node_modules/h5wasm/dist/node/hdf5_util.js');
  const instance: Instance = await start({ noInitialRun: true, instantiateWasm: instantiateCompiled() });
  prepare(instance);
  return instance;
}

function prepare(instance: Instance): void {
  instance.activate_throwing_error_handler();
  adaptFileSystem(instance);
  addCompressions(instance);
}

/** Closes leaked files. */
function retire(): void {
  if (inUse) closeStreams(inUse.h5wasm.Module, 'all');
  inUse = undefined;
  next = undefined;
  handles.clear();
  leaked.clear();
}

/**
 * The library's functions all use one object that cannot be replaced: its properties are redirected to those of the new
 * instance. They are read anew each time, since the view of the memory changes whenever that grows.
 */
function adopt(h5wasm: typeof H5wasm, instance: Instance): Library {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(instance)))
    if (value !== undefined)
      Object.defineProperty(h5wasm.Module, name, {
        configurable: true,
        enumerable: true,
        get: () => Reflect.get(instance, name),
      });
  inUse = { h5wasm };
  return inUse;
}
