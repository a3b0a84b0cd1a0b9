import { z } from 'zod';

// The parts of two published formats that this program writes. Neither is the schema of its publisher: they say what must
// hold of what is written here, with the limits that the publisher sets for it.

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);
const message = z.strictObject({ text: z.string() });

const artifactLocation = z.strictObject({ uri: z.string(), index: z.int().nonnegative().optional() });
const location = z.strictObject({
  logicalLocations: z.array(
    z.strictObject({ name: z.string(), fullyQualifiedName: z.string(), kind: z.literal('resource') }),
  ),
  physicalLocation: z
    .strictObject({ artifactLocation, region: z.strictObject({ startLine: z.int().positive() }).optional() })
    .optional(),
  message: message.optional(),
});
const sarifResult = z
  .strictObject({
    ruleId: z.string(),
    ruleIndex: z.int().min(-1),
    kind: z.enum(['fail', 'open']),
    level: z.enum(['none', 'note', 'warning', 'error']),
    message,
    locations: z.array(location).min(1),
    partialFingerprints: z.record(z.string(), hexDigest),
    suppressions: z
      .array(
        z.strictObject({
          kind: z.literal('external'),
          status: z.literal('accepted'),
          justification: z.string(),
          properties: z.looseObject({}),
        }),
      )
      .optional(),
    properties: z.looseObject({}).optional(),
  })
  // SARIF 2.1.0, 3.27.10: a result that is no failure has the level `none`.
  .refine(({ kind, level }) => (kind === 'fail') === (level !== 'none'));

/** A log of SARIF 2.1.0. */
export const sarifForm = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          version: z.string(),
          semanticVersion: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              shortDescription: message,
              properties: z.strictObject({ tags: z.array(z.string()) }),
            }),
          ),
        }),
      }),
      automationDetails: z.strictObject({ id: z.string() }),
      /** What a part of a report leaves out. */
      properties: z.strictObject({ scope: z.string() }).optional(),
      columnKind: z.literal('utf16CodeUnits'),
      artifacts: z.array(
        z.strictObject({
          location: artifactLocation,
          length: z.int().nonnegative(),
          hashes: z.strictObject({ 'sha-256': hexDigest }),
          description: message,
        }),
      ),
      results: z.array(sarifResult),
    }),
  ]),
});

/** OSCAL allows versions 4 and 5. */
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
/** A token of OSCAL: an XML name without a colon. */
const token = z.string().regex(/^[\p{L}_][\p{L}\p{N}.\-_]*$/u);
/** A string of OSCAL: one line, not empty, no white space at its ends. */
const line = z.string().regex(/^\S(?:.*\S)?$/u);
const time = z.iso.datetime();
const props = z.array(z.strictObject({ name: token, ns: z.url(), value: line })).min(1);
const relatedObservations = z.array(z.strictObject({ 'observation-uuid': uuid })).min(1);

/** The assessment results of OSCAL 1.1.2. */
export const oscalForm = z.strictObject({
  'assessment-results': z.strictObject({
    uuid,
    metadata: z.strictObject({
      title: line,
      'last-modified': time,
      version: line,
      'oscal-version': z.literal('1.1.2'),
      props,
    }),
    'import-ap': z.strictObject({ href: z.string() }),
    results: z.tuple([
      z.strictObject({
        uuid,
        title: line,
        description: z.string().min(1),
        start: time,
        'local-definitions': z.strictObject({
          components: z.array(
            z.strictObject({
              uuid,
              type: line,
              title: line,
              description: z.string().min(1),
              props,
              status: z.strictObject({ state: z.enum(['under-development', 'operational', 'disposition', 'other']) }),
            }),
          ),
        }),
        'reviewed-controls': z.strictObject({
          'control-selections': z
            .array(
              z.strictObject({
                description: z.string().optional(),
                'include-controls': z
                  .array(z.strictObject({ 'control-id': token }))
                  .min(1)
                  .optional(),
              }),
            )
            .min(1),
        }),
        observations: z
          .array(
            z.strictObject({
              uuid,
              title: line,
              description: z.string().min(1),
              props,
              methods: z.array(z.enum(['EXAMINE', 'INTERVIEW', 'TEST', 'UNKNOWN'])).min(1),
              types: z.array(token).min(1),
              subjects: z.array(z.strictObject({ 'subject-uuid': uuid, type: z.literal('component') })).min(1),
              'relevant-evidence': z
                .array(z.strictObject({ description: z.string().min(1) }))
                .min(1)
                .optional(),
              collected: time,
            }),
          )
          .min(1)
          .optional(),
        risks: z
          .array(
            z.strictObject({
              uuid,
              title: line,
              description: z.string().min(1),
              statement: z.string().min(1),
              props,
              status: z.literal('open'),
              'related-observations': relatedObservations,
            }),
          )
          .min(1)
          .optional(),
        findings: z
          .array(
            z.strictObject({
              uuid,
              title: line,
              description: z.string().min(1),
              target: z.strictObject({
                type: z.literal('statement-id'),
                'target-id': token,
                status: z.strictObject({ state: z.literal('not-satisfied') }),
              }),
              'related-observations': relatedObservations,
              'related-risks': z.array(z.strictObject({ 'risk-uuid': uuid })).min(1),
            }),
          )
          .min(1)
          .optional(),
      }),
    ]),
    'back-matter': z.strictObject({
      resources: z.array(z.strictObject({ uuid, title: line, description: z.string().min(1) })).min(1),
    }),
  }),
});
