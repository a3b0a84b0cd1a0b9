import { randomUUID } from 'node:crypto';
import { basename, resolve as absolute } from 'node:path';
import { AppError } from './errors.ts';

/** The files a page may name: it holds tokens, never paths, so it cannot reach a file nobody gave it. */
export interface FileRegistry {
  /** The token of a path; the same path has the same token for the life of the registry. */
  register(path: string): string;
  /** Takes over a token that the main process has handed out after a dialog or a drop. */
  adopt(token: string, path: string, isLibrary?: boolean): void;
  /** The path of a program library that the person confirmed, in a dialog that no page can reach. Throws for any other. */
  resolveLibrary(token: string): string;
  /** The token of a library that was confirmed before, on this computer. */
  registerLibrary(path: string): string;
  /** The absolute path behind a token. Throws an `AppError` `not-found` for a token nobody issued. */
  resolve(token: string): string;
}

/** An empty registry. */
export function createFileRegistry(): FileRegistry {
  const pathByToken = new Map<string, string>();
  const tokenByPath = new Map<string, string>();
  const libraries = new Set<string>();
  const adopt = (token: string, path: string, isLibrary = false) => {
    if (isLibrary) libraries.add(absolute(path));
    pathByToken.set(token, absolute(path));
    tokenByPath.set(absolute(path), token);
  };
  const register = (path: string): string => {
    const known = tokenByPath.get(absolute(path));
    if (known !== undefined) return known;
    const token = randomUUID();
    adopt(token, path);
    return token;
  };
  const resolve = (token: string): string => {
    const path = pathByToken.get(token);
    if (path === undefined) {
      throw new AppError(
        'not-found',
        'This file is no longer known to Countersign, for example because its engine was restarted. Nothing was changed. Choose the file again.',
      );
    }
    return path;
  };
  return {
    register,
    adopt,
    resolve,
    registerLibrary(path) {
      libraries.add(absolute(path));
      return register(path);
    },
    resolveLibrary(token) {
      const path = resolve(token);
      if (!libraries.has(path))
        throw new AppError(
          'invalid-request',
          `${basename(path)} was not confirmed as a card library. It was not loaded.`,
        );
      return path;
    },
  };
}
