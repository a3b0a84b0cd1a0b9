import { z } from 'zod';
import { platformSchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';

export const trustNodeKindSchema = z.enum(['connector', 'account', 'data']);
export const trustEdgeKindSchema = z.enum(['grant', 'acts-as', 'uses', 'calls', 'same-vendor', 'owns']);
export type TrustEdgeKind = z.output<typeof trustEdgeKindSchema>;

/** What a connector reaches through others, as far as the imported files tell. */
export const connectorTrust = z.object({
  /** Node of the connector itself. */
  start: z.string(),
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: trustNodeKindSchema,
      /** Of a node that is a connector. */
      connectorId: z.string().nullable(),
      platform: platformSchema.nullable(),
      label: z.string(),
      /** What makes it pass data on, in words; null when nothing does. */
      broker: z.string().nullable(),
      /** Steps from the connector; to data those of the longest way shown. */
      hop: z.int(),
    }),
  ),
  edges: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      kind: trustEdgeKindSchema,
      /** No record says it: what the note tells was concluded from the record. */
      inferred: z.boolean(),
      /** With `grant`: the highest of the scopes, unrated as 3. */
      tierRank: z.int().nullable(),
      note: z.string(),
      importId: z.int(),
      file: z.string(),
      line: z.int(),
    }),
  ),
  /** More steps exist than are given. */
  isCut: z.boolean(),
});
export type ConnectorTrust = z.output<typeof connectorTrust>;

export const trustContract = {
  /** What the connector reaches in up to four steps, each step with the record it rests on. */
  'connectors.trust': { params: z.object({ connectorId: z.string() }), result: connectorTrust },
} satisfies Contract;
