import { z } from 'zod';
import { SCHEMA_FOLDER } from '../../evidence/bundle-layout.ts';
import { canonicalJsonBytes } from '../../evidence/canonical-json.ts';
import { FILE_SCHEMAS } from '../../evidence/file-schemas.ts';

/** JSON Schemas (draft 2020-12) of the machine-readable files of a bundle, by name, for whoever reads one without this program. */
export function buildSchemas(): Map<string, Uint8Array> {
  return new Map(
    Object.entries(FILE_SCHEMAS).map(([file, schema]) => [
      `${SCHEMA_FOLDER}${file.replace(/\.json$/, '.schema.json')}`,
      // What a reader may rely on: members that are not named may be there.
      canonicalJsonBytes({ title: file, ...z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }) }),
    ]),
  );
}
