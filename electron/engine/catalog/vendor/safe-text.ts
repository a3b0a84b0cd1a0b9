import { z } from 'zod';

/** Names, paths and methods of vendor files are plain printable ASCII without spaces; anything else is no such file. */
export const plainName = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[\x21-\x7e]+$/, 'holds characters that no such name has');

/** Microsoft permission names. */
export const permissionName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'is no name of a permission');

export const guidText = z.string().regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'is no permission id');

export const pathTemplate = z
  .string()
  .max(2000)
  .regex(/^\/[\x20-\x7e]*$/, 'is no path');

export const httpMethod = z.string().regex(/^[A-Za-z]{3,10}$/, 'is no HTTP method');

/** The most members a list or record of such a file may have. */
export const MOST_MEMBERS = 50_000;
