import { AppError } from '../lib/errors.ts';
import { PROGRAM } from '../report/version.ts';
import { commands } from './commands.ts';
import { CASE_HELP, KEY_HELP, KEY_USAGE } from './key-choice.ts';

/** Runs one command. Exit codes: 0 done, 1 the answer is "no" (a bundle fails, a file was rejected), 2 wrong call, 3 the work failed. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--version') {
    process.stdout.write(`${PROGRAM.name} ${PROGRAM.version}\n`);
    return 0;
  }
  const command = commands.get(name ?? '');
  if (command === undefined) {
    const isAsked = name === undefined || name === '--help' || name === 'help';
    process.stderr.write(isAsked ? usage() : `There is no command “${name}”.\n\n${usage()}`);
    return isAsked ? 0 : 2;
  }
  if (rest.includes('--help')) {
    process.stderr.write(
      `${command.usage}\n    ${command.summary}\n${command.usage.includes(KEY_USAGE) ? `\n${KEY_HELP}\n` : ''}`,
    );
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (error instanceof AppError) {
      process.stderr.write(`${error.message}\n`);
      return error.code === 'invalid-request' ? 2 : 3;
    }
    // parseArgs names the argument it does not understand.
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      process.stderr.write(`${error.message}\nUsage: ${command.usage}\n`);
      return 2;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 3;
  }
}

function usage(): string {
  const lines = [...commands.values()].map((command) => `  ${command.usage}\n      ${command.summary}`);
  return `Countersign on the command line\n\n${lines.join('\n')}\n\n${CASE_HELP}\n\n${KEY_HELP}\n\nExit codes: 0 done, 1 the answer is no, 2 wrong call, 3 the work failed.\n`;
}
