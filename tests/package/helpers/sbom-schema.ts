import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';

const SCHEMAS = resolve(import.meta.dirname, '../../../node_modules/@cyclonedx/cyclonedx-library/res/schema');

/** What CycloneDX's own schema finds wrong with a bill of materials. */
export function sbomComplaints(bom: unknown): string[] {
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, allErrors: true });
  for (const name of ['spdx', 'jsf-0.82']) {
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  }
  const validate = ajv.compile(schema('bom-1.6'));
  validate(bom);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

function schema(name: string): object {
  return JSON.parse(readFileSync(join(SCHEMAS, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object; // a JSON schema
}
