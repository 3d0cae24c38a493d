/*
 * The library decodes and compiles 4 MB of WebAssembly for each instance, which takes longer than reading most files. The
 * compiled module is kept, so that all instances but the first begin at once.
 */

type Imports = Record<string, Record<string, unknown>>;
type Receive = (instance: unknown, module: object) => void;
/** Node's types do not declare it. */
interface WebAssemblyHere {
  instantiate(source: unknown, imports: Imports): Promise<unknown>;
}

let compiled: object | undefined;

const webAssembly = Reflect.get(globalThis, 'WebAssembly') as WebAssemblyHere;

/** Starts the first instance of the library, and keeps the WebAssembly module that is compiled for it. */
export async function compiledOnce<T>(start: () => Promise<T>): Promise<T> {
  const { instantiate } = webAssembly;
  webAssembly.instantiate = async (source, imports) => {
    const result = (await instantiate(source, imports)) as { module?: object };
    compiled ??= result.module;
    return result;
  };
  try {
    return await start();
  } finally {
    webAssembly.instantiate = instantiate;
  }
}

/** For the library's option `instantiateWasm`; undefined where nothing is compiled yet. */
export function instantiateCompiled(): ((imports: Imports, receive: Receive) => object) | undefined {
  const module = compiled;
  if (!module) return undefined;
  return (imports, receive) => {
    void webAssembly.instantiate(module, imports).then((instance) => receive(instance, module));
    return {};
  };
}
