import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../common/errors';

/** A file of the network, and the hash that it must have. */
export interface Pinned {
  url: string;
  algorithm: 'sha256' | 'sha512';
  /** Of the file, in hex or Base64. */
  hash: string;
}

export interface DownloadOptions {
  signal: AbortSignal;
  /** Sent with the request to the first server only. */
  headers?: Record<string, string>;
}

const MOST_REDIRECTS = 5;

/**
 * Downloads a file and checks its hash before anything reads it. VS Code's own settings of proxy and certificates apply.
 *
 * @throws UserError when it cannot be had, or is another file
 */
export async function download(
  { url, algorithm, hash }: Pinned,
  file: string,
  options: DownloadOptions,
): Promise<void> {
  const response = await responseOf(url, options, MOST_REDIRECTS);
  const digest = createHash(algorithm);
  await pipeline(
    response,
    async function* hashed(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        digest.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(file, { flags: 'wx' }),
    { signal: options.signal },
  ).catch((thrown) => {
    throw failure(url, thrown);
  });
  const found = digest.digest();
  if (hash !== found.toString('hex') && hash !== found.toString('base64'))
    throw new UserError(`the download failed its integrity check: ${url} is not the file that it was`);
}

function responseOf(
  url: string,
  { signal, headers }: DownloadOptions,
  redirects: number,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { get } = url.startsWith('http:') ? http : https;
    get(url, { signal, headers }, (response) => {
      const { statusCode = 0, headers: answered } = response;
      if (statusCode === 200) return resolve(response);
      response.resume();
      if (statusCode >= 300 && statusCode < 400 && answered.location !== undefined && redirects > 0)
        return resolve(responseOf(new URL(answered.location, url).href, { signal }, redirects - 1));
      reject(
        new UserError(
          statusCode === 404 ? `${url} does not exist` : `${url} answered with status ${statusCode}`,
        ),
      );
    }).on('error', (error) => reject(failure(url, error)));
  });
}

function failure(url: string, thrown: unknown): unknown {
  const { code = '', name } = thrown as NodeJS.ErrnoException;
  if (name === 'AbortError' || thrown instanceof UserError) return thrown;
  if (/^E(NOTFOUND|AI_AGAIN|CONN|TIMEDOUT|NETUNREACH|HOSTUNREACH)/.test(code))
    return new UserError('the network cannot be reached');
  if (code === 'ENOSPC') return new UserError('the disk is full');
  return new UserError(`${url} cannot be downloaded: ${(thrown as Error).message}`);
}
