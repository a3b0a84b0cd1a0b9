import { createHash } from 'node:crypto';

/**
 * The bill of materials in CycloneDX 1.6; the same package gives the same bytes.
 * @param {import('./inventory.mjs').Component[]} components
 * @param {import('./build-info.mjs').BuildInfo} info
 * @returns {string} JSON
 */
export function makeSbom(components, info) {
  const root = `countersign@${info.version}`;
  const listed = components.map(({ type, name, version, license, purl, sha512, note }, index) => ({
    type,
    'bom-ref': purl ?? `${index}-${name}`,
    name,
    version,
    ...(note === undefined ? {} : { description: note }),
    ...(sha512 === undefined ? {} : { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
    licenses: [licenseChoice(license)],
    ...(purl === undefined ? {} : { purl }),
  }));
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([info, listed]))}`,
    version: 1,
    metadata: {
      timestamp: info.date,
      component: {
        type: 'application',
        'bom-ref': root,
        name: 'countersign',
        version: info.version,
        properties: [
          { name: 'countersign:commit', value: info.commit ?? 'unknown' },
          { name: 'countersign:runtime', value: info.runtime.origin },
          { name: 'countersign:platform', value: `${process.platform}-${process.arch}` },
        ],
      },
    },
    components: listed,
    dependencies: [{ ref: root, dependsOn: listed.map((each) => each['bom-ref']) }],
  };
  return `${JSON.stringify(bom, undefined, 2)}\n`;
}

/** @param {string} license */
function licenseChoice(license) {
  if (/^[\w.+-]+$/.test(license) && license !== 'facts') return { license: { id: license } };
  return / (AND|OR|WITH) /.test(license) ? { expression: license } : { license: { name: license } };
}

/** A UUID (version 8: made by our own rule) from the digest of a text. @param {string} text */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
