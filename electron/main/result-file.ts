import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Of error text: what is beyond is cut off. */
const MOST_ERROR_CHARACTERS = 1 << 20;

/**
 * Writes `{ "output": …, "error": …, "exitCode": … }` with a command's streams and exit code: beside the file first, then in
 * its place, so that whoever waits for the file finds it whole. Answers the exit code; 3 when the file cannot be written.
 */
export async function collectResult(
  path: string,
  output: AsyncIterable<Uint8Array>,
  errors: AsyncIterable<Uint8Array>,
  exitCode: Promise<number>,
): Promise<number> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    const error = textOf(errors);
    await pipeline(json(output, error, exitCode), createWriteStream(unfinished, { mode: 0o600 }));
    await rename(unfinished, path);
    return await exitCode;
  } catch (error) {
    await rm(unfinished, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The result file ${basename(path)} could not be written (${why}).\n`);
    return 3;
  }
}

async function* json(
  output: AsyncIterable<Uint8Array>,
  error: Promise<string>,
  exitCode: Promise<number>,
): AsyncGenerator<string> {
  yield '{"output":"';
  for await (const text of texts(output)) yield JSON.stringify(text).slice(1, -1);
  yield `","error":${JSON.stringify(await error)},"exitCode":${await exitCode}}\n`;
}

/** The text of a stream; a character is never cut in two. */
async function* texts(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  let all = '';
  for await (const text of texts(stream)) if (all.length < MOST_ERROR_CHARACTERS) all += text;
  return all.slice(0, MOST_ERROR_CHARACTERS);
}
