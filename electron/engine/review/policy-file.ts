import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { type ParameterValues, parameterValues } from '../../../shared/contract/policy.ts';
import { typedText } from '../../../shared/contract/text.ts';
import { AppError } from '../lib/errors.ts';
import { type Policy, policyDigest, policyValues, policyValuesSchema } from '../rules/policy.ts';

const FORMAT = 'countersign-policy/1';
/** Policies are small; a file that is not comes from elsewhere. */
const MOST_BYTES = 1024 * 1024;

const policyFile = z.strictObject({
  format: z.literal(FORMAT),
  name: typedText.min(1).max(80),
  version: z.int().min(1),
  digest: z.string(),
  values: parameterValues,
});

/** Writes a policy for another case or computer. Throws `io`. */
export function exportPolicy(policy: Policy, path: string): void {
  const { name, version } = policy;
  const text = JSON.stringify(
    { format: FORMAT, name, version, digest: policyDigest(policy), values: policyValues(policy) },
    null,
    2,
  );
  try {
    writeFileSync(path, `${text}\n`);
  } catch (cause) {
    throw new AppError('io', 'The policy could not be written. Nothing was changed; check the folder and the disk.', {
      cause,
    });
  }
}

/** Reads a policy file. Throws `corrupt-input` for another file, or one that was changed after it was written. */
export function importPolicy(path: string): { name: string; values: ParameterValues } {
  const refuse = (why: string): AppError =>
    new AppError('corrupt-input', `${basename(path)} ${why} Nothing was changed.`);
  const found = readPolicyFile(path);
  if (found === null) throw refuse('is not a policy that Countersign exported.');
  const values = policyValuesSchema.safeParse(found.values);
  if (!values.success) throw refuse('holds values that this version of Countersign does not know.');
  if (policyDigest(values.data) !== found.digest)
    throw refuse('was changed after it was exported: its digest does not fit.');
  return { name: found.name, values: found.values };
}

function readPolicyFile(path: string): z.output<typeof policyFile> | null {
  try {
    if (statSync(path).size > MOST_BYTES) return null;
    return policyFile.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
