import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutNpmVariables } from '../../../src/extension/tensorflow/npm-environment';

test('variables that npm adds are removed, the others stay', () => {
  assert.deepEqual(
    withoutNpmVariables({
      PATH: '/usr/bin',
      HOME: '/home/me',
      NODE: '/usr/bin/node',
      NODE_OPTIONS: '--max-old-space-size=4096',
      INIT_CWD: '/project',
      npm_command: 'test',
      npm_execpath: '/npm-cli.js',
      npm_lifecycle_event: 'test',
      npm_node_execpath: '/usr/bin/node',
      npm_package_name: 'miniml',
      npm_config_user_agent: 'npm/10.9.9 node/v20.20.2',
      npm_config_prefix: '/usr',
      npm_config_local_prefix: '/project',
      npm_config_node_gyp: '/node-gyp.js',
      npm_config_ignore_scripts: 'true',
      npm_config_onnxruntime_node_install: 'skip',
      NPM_CONFIG_IGNORE_SCRIPTS: 'true',
      MINIML_TEST_CACHE: '/cache',
    }),
    {
      PATH: '/usr/bin',
      HOME: '/home/me',
      NODE_OPTIONS: '--max-old-space-size=4096',
      MINIML_TEST_CACHE: '/cache',
    },
  );
});

test('variables that say where packages come from stay, in either case', () => {
  const sources = {
    npm_config_registry: 'https://registry.example/',
    NPM_CONFIG_HTTPS_PROXY: 'http://proxy.example:8080',
    npm_config_proxy: 'http://proxy.example:8080',
    npm_config_noproxy: 'localhost',
    npm_config_cafile: '/etc/ssl/example.pem',
    'npm_config_strict-ssl': 'false',
    npm_config_userconfig: '/home/me/.npmrc',
    npm_config_globalconfig: '/etc/npmrc',
    npm_config_cache: '/tmp/npm',
    'npm_config_@lab:registry': 'https://lab.example/',
    'npm_config_//lab.example/:_authToken': 'secret',
  };
  assert.deepEqual(withoutNpmVariables(sources), sources);
});
