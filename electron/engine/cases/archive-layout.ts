import { z } from 'zod';

/** How files end that hold a whole case: backups and archives alike. */
export const BACKUP_ENDING = '.countersign-backup';

export const DATABASE_MEMBER = 'case.countersign';
export const MANIFEST_MEMBER = 'manifest.json';
const EVIDENCE_MEMBER = /^evidence\/([0-9a-f]{2})\/([0-9a-f]{64})$/;

/** Name of a kept copy in the container, by its name in the evidence folder. */
export function evidenceMember(name: string): string {
  return `evidence/${name.slice(0, 2)}/${name}`;
}

/** The name in the evidence folder that a member stands for; null for any other member. */
export function evidenceNameOf(member: string): string | null {
  const found = EVIDENCE_MEMBER.exec(member);
  return found?.[1] !== undefined && found[2]?.startsWith(found[1]) === true ? found[2] : null;
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What a container says of itself, as its last member. The container is a zip that any program opens: the case file, the
 * kept copies under `evidence/`, and this.
 */
export const manifestSchema = z.object({
  format: z.literal('countersign-case'),
  version: z.literal(1),
  purpose: z.enum(['backup', 'archive']),
  /** ISO 8601 UTC. */
  madeAt: z.iso.datetime(),
  program: z.string(),
  case: z.object({
    /** null for a protected case, whose name nobody learns without its passphrase. */
    name: z.string().nullable(),
    id: z.string(),
    /** Name of the case file, for the suggestion when it is restored. */
    file: z.string(),
    schema: z.int(),
  }),
  journal: z.object({ head: sha256, count: z.int() }),
  members: z.array(z.object({ name: z.string(), bytes: z.int().nonnegative(), sha256 })),
  /** Sentences about kept copies that were missing or changed when this was made. */
  notes: z.array(z.string()),
});
export type Manifest = z.output<typeof manifestSchema>;
