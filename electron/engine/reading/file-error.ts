import { AppError, errorCode } from '../lib/errors.ts';

/** Turns an error of the file system into one with a message for people; an AppError passes unchanged. */
export function fileError(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = errorCode(error);
  const options = { cause: error };
  switch (code) {
    case 'ENOENT':
      return new AppError(
        'not-found',
        `“${path}” does not exist any more. Nothing was changed. Choose the file again.`,
        options,
      );
    case 'EACCES':
    case 'EPERM':
      return new AppError(
        'io',
        `“${path}” may not be read by this user. Nothing was changed. Check its permissions.`,
        options,
      );
    case 'EISDIR':
      return new AppError('invalid-request', `“${path}” is a folder. Choose the files in it.`, options);
    case 'ENOSPC':
      return new AppError(
        'io',
        `The disk is full while working on “${path}”. Nothing was changed. Free space and try again.`,
        options,
      );
    default:
      return new AppError(
        'io',
        `“${path}” could not be read (${code || String(error)}). Nothing was changed. Try again.`,
        options,
      );
  }
}
