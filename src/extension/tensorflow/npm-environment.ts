/** What of npm's configuration says where packages come from, and how that is reached. */
const SOURCE_KEYS: ReadonlySet<string> = new Set([
  'registry',
  'replace_registry_host',
  'userconfig',
  'globalconfig',
  'cache',
  'proxy',
  'https_proxy',
  'noproxy',
  'ca',
  'cafile',
  'cert',
  'key',
  'strict_ssl',
  'fetch_retries',
  'fetch_timeout',
]);

/** Variables of `npm run` that do not start with its name. */
const OTHER_VARIABLES: ReadonlySet<string> = new Set(['INIT_CWD', 'NODE']);

/**
 * The environment without what `npm run` and `npm test` add to it. A nested npm takes those variables for the user's
 * wishes: with `npm_config_user_agent`, say, post-install scripts believe that they run on the outer npm's Node.
 *
 * What says where packages come from stays (registry, proxy, certificates, configuration files, cache), since npm
 * exports a value that the user has set in the environment under the same name as its own. So do the settings of a
 * scope or of a registry (`npm_config_@scope:registry`, `npm_config_//host/:_authToken`), which npm never exports.
 */
export function withoutNpmVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !addedByNpm(name)));
}

function addedByNpm(name: string): boolean {
  if (OTHER_VARIABLES.has(name)) return true;
  if (!/^npm_/i.test(name)) return false;
  const key = /^npm_config_(.+)$/i.exec(name)?.[1];
  return key === undefined || !(/^[/@]/.test(key) || SOURCE_KEYS.has(key.toLowerCase().replaceAll('-', '_')));
}
